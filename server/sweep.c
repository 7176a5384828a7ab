/* Claims due deadlines (system/claim_deadlines.sql: each is ours for a few seconds) and has their actions
 * performed. cmd_run.c starts it. It knows no rule: the kind of subject says which action reminds of it. */
#include "server/sweep.h"

#include "common/log.h"
#include "common/mem.h"
#include "server/db/db.h"
#include "server/perform.h"
#include "server/server.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SWEEP_SECONDS 1

struct sweep {
    struct server *server;
    struct event *tick;
    bool busy, ended; /* ended while an answer is awaited: the answer frees it */
};

/* Columns of system/claim_deadlines.sql. */
enum column { AT_ID, AT_SUBJECT, AT_PART, AT_KIND, AT_DUE, AT_AGGREGATE };

static int64_t number(const struct db_rows *rows, int row, enum column column)
{
    const char *text = db_rows_get(rows, row, (int)column);

    return text == NULL ? 0 : strtoll(text, NULL, 10);
}

static void fire(struct server *server, const struct db_rows *rows, int row)
{
    const char *kind = db_rows_get(rows, row, AT_KIND);
    const char *action = strcmp(kind, "handover") == 0 ? "handover" : "remind";
    char name[48];
    struct system_action wanted = {name, number(rows, row, AT_SUBJECT), number(rows, row, AT_PART), kind,
                                   number(rows, row, AT_ID)};

    snprintf(name, sizeof(name), "%s.%s", db_rows_get(rows, row, AT_AGGREGATE), action);
    perform_system(server, &wanted);
}

static void sweep_end(struct sweep *sweep)
{
    event_free(sweep->tick);
    free(sweep);
}

static void claimed(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct sweep *sweep = arg;

    sweep->busy = false;
    if (sweep->ended) {
        sweep_end(sweep);
        return;
    }
    if (outcome != DB_DONE)
        return;
    for (int row = 0; row < db_rows_count(rows); row++)
        fire(sweep->server, rows, row);
    if (db_rows_count(rows) > 0) {
        log_line(LOG_LEVEL_INFO, "deadlines", "fired=%d", db_rows_count(rows));
        event_active(sweep->tick, EV_TIMEOUT, 0); /* there may be more */
    }
}

static void tick(evutil_socket_t fd, short what, void *arg)
{
    struct sweep *sweep = arg;

    (void)fd;
    (void)what;
    if (sweep->busy || sweep->server->draining || !db_is_up(sweep->server->db))
        return;
    sweep->busy = true;
    db_run(sweep->server->db, "system/claim_deadlines", NULL, 0, claimed, sweep);
}

struct sweep *sweep_new(struct server *server)
{
    static const struct timeval every = {SWEEP_SECONDS, 0};
    struct sweep *sweep = xcalloc(1, sizeof(*sweep));

    sweep->server = server;
    sweep->tick = event_new(server->base, -1, EV_PERSIST, tick, sweep);
    event_add(sweep->tick, &every);
    return sweep;
}

void sweep_free(struct sweep **owner)
{
    struct sweep *sweep = *owner;

    *owner = NULL;
    event_del(sweep->tick);
    if (sweep->busy)
        sweep->ended = true;
    else
        sweep_end(sweep);
}
