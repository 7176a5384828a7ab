/* Every connection: the table that finds one again by (slot, generation), the tick that ends what waits too
 * long, and the one place that frees. listener.c opens them here, cmd_run.c drains them. It knows no line and
 * no reply. */
#include "common/log.h"
#include "common/mem.h"
#include "server/clock.h"
#include "server/config.h"
#include "server/server.h"
#include "server/session_inside.h"

#include <event2/event.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define TICK_MS 500 /* how late a timer may be */
#define TIDY_MS 60000
#define NO_SLOT UINT32_MAX

static uint32_t slot_take(struct sessions *all)
{
    uint32_t slot;

    if (all->first_free == NO_SLOT) {
        uint32_t more = all->slots == 0 ? 64 : all->slots * 2;

        all->slot = xrealloc(all->slot, more * sizeof(*all->slot));
        for (uint32_t i = all->slots; i < more; i++)
            all->slot[i] = (struct slot){NULL, 1, i + 1 < more ? i + 1 : NO_SLOT};
        all->first_free = all->slots;
        all->slots = more;
    }
    slot = all->first_free;
    all->first_free = all->slot[slot].next_free;
    return slot;
}

static void slot_give(struct sessions *all, uint32_t slot)
{
    all->slot[slot].session = NULL;
    all->slot[slot].generation++;
    all->slot[slot].next_free = all->first_free;
    all->first_free = slot;
}

struct session *session_get(struct sessions *all, struct session_id id)
{
    struct session *s;

    if (id.slot >= all->slots || all->slot[id.slot].generation != id.generation)
        return NULL;
    s = all->slot[id.slot].session;
    return s != NULL && (s->stage == STAGE_OPEN || s->stage == STAGE_FINISHING) ? s : NULL;
}

void sessions_each(struct sessions *all, void (*visit)(struct session *, void *arg), void *arg)
{
    for (uint32_t i = 0; i < all->slots; i++) {
        struct session *s = all->slot[i].session;

        if (s != NULL && s->stage == STAGE_OPEN)
            visit(s, arg);
    }
}

int sessions_count(const struct sessions *all)
{
    return all->count;
}

struct addresses *sessions_addresses(struct sessions *all)
{
    return all->addresses;
}

void sessions_persons_changed(struct sessions *all)
{
    all->epoch++;
}

void sessions_drain(struct sessions *all, int seconds)
{
    char bye[96];

    snprintf(bye, sizeof(bye), "! bye {\"reason\":\"shutdown\",\"in\":%d}\n", seconds);
    for (uint32_t i = 0; i < all->slots; i++) {
        if (all->slot[i].session != NULL)
            session_finish(all->slot[i].session, "shutdown", bye);
    }
}

static void session_forget(struct session *s)
{
    struct sessions *all = s->all;

    addresses_leave(all->addresses, &s->address);
    slot_give(all, s->id.slot);
    all->count--;
    session_free(s);
}

static void reap(evutil_socket_t fd, short what, void *arg)
{
    struct sessions *all = arg;
    struct session *s;

    (void)fd;
    (void)what;
    while ((s = STAILQ_FIRST(&all->closed)) != NULL) {
        STAILQ_REMOVE_HEAD(&all->closed, closed);
        session_forget(s);
    }
}

static void tick(evutil_socket_t fd, short what, void *arg)
{
    struct sessions *all = arg;
    int64_t now = clock_ms();

    (void)fd;
    (void)what;
    for (uint32_t i = 0; i < all->slots; i++) {
        struct session *s = all->slot[i].session;
        const char *reason = s == NULL || s->stage == STAGE_CLOSED ? NULL : session_overdue(s, now);

        if (reason != NULL)
            session_close(s, reason);
    }
    if (now - all->tidied_ms > TIDY_MS) {
        addresses_tidy(all->addresses, now);
        all->tidied_ms = now;
    }
}

static void turn_away(const struct accepted *accepted, const char *reason)
{
    log_line(LOG_LEVEL_WARN, "session.refused", "reason=%s", reason);
    if (accepted->ssl != NULL)
        SSL_free(accepted->ssl);
    close(accepted->fd);
}

void session_open(struct sessions *all, const struct accepted *accepted)
{
    struct session *s;

    if (all->count >= all->server->config->connections) {
        turn_away(accepted, "connections");
        return;
    }
    if (!addresses_enter(all->addresses, &accepted->address, accepted->address_max)) {
        turn_away(accepted, "address");
        return;
    }
    s = session_new(all, accepted);
    s->connection = ++all->connections;
    s->id.slot = slot_take(all);
    s->id.generation = all->slot[s->id.slot].generation;
    all->slot[s->id.slot].session = s;
    all->count++;
    session_start(s);
}

struct sessions *sessions_new(struct server *server)
{
    static const struct timeval every = {0, TICK_MS * 1000};
    struct sessions *all = xcalloc(1, sizeof(*all));

    all->server = server;
    all->addresses = addresses_new();
    all->first_free = NO_SLOT;
    STAILQ_INIT(&all->closed);
    all->reap = event_new(server->base, -1, 0, reap, all);
    all->tick = event_new(server->base, -1, EV_PERSIST, tick, all);
    event_add(all->tick, &every);
    return all;
}

void sessions_free(struct sessions **owner)
{
    struct sessions *all = *owner;

    for (uint32_t i = 0; i < all->slots; i++) {
        if (all->slot[i].session != NULL)
            session_close(all->slot[i].session, "exit");
    }
    reap(-1, 0, all);
    event_free(all->tick);
    event_free(all->reap);
    addresses_free(&all->addresses);
    free(all->slot);
    free(all);
    *owner = NULL;
}
