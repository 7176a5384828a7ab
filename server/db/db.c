/* The pools, the turns and the pulse. Everything that waits is looked at in one place, db_turn, after the
 * callbacks of a loop iteration: so all decisions of an iteration go out together, and no caller is answered
 * from inside his call. */
#include "common/mem.h"
#include "server/db/inside.h"

#include <event2/event.h>
#include <stdlib.h>

static void settle_all(struct db *db)
{
    for (int i = 0; i < DB_WRITERS; i++)
        connection_settle(db->writer[i]);
    for (int i = 0; i < DB_READERS; i++)
        connection_settle(db->reader[i]);
    connection_settle(db->tailer);
}

static bool any_ready(struct connection *const *pool, int size)
{
    for (int i = 0; i < size; i++)
        if (connection_ready(pool[i]))
            return true;
    return false;
}

/* Up is: can read, can write, knows the time, has names for new things, and knows where the log ended before
 * the first of its own writes: so that no event of theirs is missed. */
static void tell_up(struct db *db)
{
    bool ready = any_ready(db->writer, DB_WRITERS) && any_ready(db->reader, DB_READERS);
    bool started = tail_started(db->tail) && (db->up || ids_at_hand(db->ids));
    bool up = ready && clock_known(db->clock) && started;
    if (up == db->up)
        return;
    db->up = up;
    if (db->hooks.up)
        db->hooks.up(db->hooks.arg, up);
}

static void ask_for_self(struct db *db)
{
    if (!any_ready(db->reader, DB_READERS))
        return;
    clock_tick(db->clock, db);
    ids_turn(db->ids, db);
}

static void on_wake(evutil_socket_t fd, short what, void *arg)
{
    struct db *db = arg;
    (void)fd;
    (void)what;
    ask_for_self(db);
    writes_turn(db->writes);
    calls_turn(db->runs);
    calls_turn(db->reads);
    tail_turn(db->tail);
    settle_all(db);
    tell_up(db);
}

void db_wake(struct db *db)
{
    if (!db->closing)
        event_active(db->wake, EV_TIMEOUT, 0);
}

static void on_change(void *arg)
{
    db_wake(arg);
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
    struct db *db = arg;
    (void)fd;
    (void)what;
    for (int i = 0; i < DB_WRITERS; i++)
        connection_tick(db->writer[i]);
    for (int i = 0; i < DB_READERS; i++)
        connection_tick(db->reader[i]);
    connection_tick(db->tailer);
    tail_poke(db->tail);
}

static void make_connections(struct db *db, const char *conninfo)
{
    static const char *const writer[DB_WRITERS] = {"write1", "write2"};
    static const char *const reader[DB_READERS] = {"read1", "read2"};
    for (int i = 0; i < DB_WRITERS; i++)
        db->writer[i] = connection_new(db->base, writer[i], conninfo, on_change, db);
    for (int i = 0; i < DB_READERS; i++)
        db->reader[i] = connection_new(db->base, reader[i], conninfo, on_change, db);
    db->tailer = connection_new(db->base, "tail", conninfo, on_change, db);
}

struct db *db_open(struct event_base *base, const char *conninfo, const struct db_hooks *hooks)
{
    static const struct timeval second = {1, 0};
    struct db *db = xcalloc(1, sizeof *db);
    db->base = base;
    db->hooks = *hooks;
    db->wake = event_new(base, -1, 0, on_wake, db);
    db->tick = event_new(base, -1, EV_PERSIST, on_tick, db);
    db->clock = clock_new();
    db->ids = ids_new();
    db->tail = tail_new(db);
    db->writes = writes_new(db);
    make_connections(db, conninfo);
    db->runs = calls_new(db, db->writer, DB_WRITERS);
    db->reads = calls_new(db, db->reader, DB_READERS);
    event_add(db->tick, &second);
    return db;
}

bool db_is_up(const struct db *db)
{
    return db->up;
}

bool db_idle(const struct db *db)
{
    return writes_idle(db->writes) && calls_idle(db->runs) && calls_idle(db->reads);
}

/* The connections go first: what is in flight on them hears it while its owners still stand. */
void db_close(struct db **at)
{
    struct db *db = *at;
    if (!db)
        return;
    *at = NULL;
    db->closing = true;
    for (int i = 0; i < DB_WRITERS; i++)
        connection_free(&db->writer[i]);
    for (int i = 0; i < DB_READERS; i++)
        connection_free(&db->reader[i]);
    connection_free(&db->tailer);
    writes_free(&db->writes);
    calls_free(&db->runs);
    calls_free(&db->reads);
    tail_free(&db->tail);
    clock_free(&db->clock);
    ids_free(&db->ids);
    event_free(db->wake);
    event_free(db->tick);
    free(db);
}
