/* The end of the event log: what was committed, by this daemon or another, in an order that nothing can slip
 * into later. One question at a time on a connection of its own, so that whoever asks what he missed can
 * start listening in the answer and neither misses an event nor hears one twice. db.c gives turns; write.c
 * pokes. */
#include "common/mem.h"
#include "server/db/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_AT_ONCE 500

struct missed {
    struct missed *next;
    char cursor[DB_CURSOR_SIZE];
    bool good; /* a cursor at all */
    db_read_done *done;
    void *arg;
};

enum errand { ERRAND_NONE, ERRAND_START, ERRAND_TAIL, ERRAND_MISSED };

struct tail {
    struct segment segment;
    struct db *db;
    char cursor[DB_CURSOR_SIZE];
    enum errand errand;
    bool poked;
    struct missed *first, **last;
    int start_statement, tail_statement;
};

static void missed_end(struct tail *tail, enum db_outcome outcome, const struct db_rows *rows)
{
    struct missed *missed = tail->first;
    tail->first = missed->next;
    if (!tail->first)
        tail->last = &tail->first;
    missed->done(missed->arg, outcome, rows);
    free(missed);
}

bool tail_started(const struct tail *tail)
{
    return *tail->cursor;
}

static void cursor_set(struct tail *tail, const char *cursor)
{
    snprintf(tail->cursor, sizeof tail->cursor, "%s", cursor);
}

/* Before the hook runs, so that it sees the cursor that covers these events. */
static void events_came(struct tail *tail, const struct db_rows *rows)
{
    int count = db_rows_count(rows);
    if (count == 0)
        return;
    cursor_set(tail, db_rows_get(rows, count - 1, 0));
    tail->poked = tail->poked || count == ROWS_AT_ONCE;
    if (tail->db->hooks.events)
        tail->db->hooks.events(tail->db->hooks.arg, rows);
}

static void answered(struct tail *tail, enum errand errand, const struct db_rows *rows)
{
    if (errand == ERRAND_START) {
        cursor_set(tail, db_rows_get(rows, 0, 0));
        db_wake(tail->db);
    } else if (errand == ERRAND_TAIL) {
        events_came(tail, rows);
    } else {
        missed_end(tail, DB_DONE, rows);
    }
}

static void tail_done(struct segment *segment, enum segment_fate fate)
{
    struct tail *tail = (struct tail *)segment;
    enum errand errand = tail->errand;
    const struct db_rows rows = {segment->result[0]};
    tail->errand = ERRAND_NONE;
    if (fate == SEGMENT_CLEAN)
        answered(tail, errand, &rows);
    else if (errand == ERRAND_MISSED)
        missed_end(tail, fate == SEGMENT_LOST ? DB_UNKNOWN : failure_outcome(segment->error), NULL);
    if (fate == SEGMENT_ERROR)
        failure_log(segment->error, "system/tail");
    segment_clear(segment);
}

static void ask(struct tail *tail, enum errand errand, const char *cursor)
{
    char limit[12];
    bool missed = errand == ERRAND_MISSED;
    snprintf(limit, sizeof limit, "%d", missed ? DB_MISSED_MAX + 1 : ROWS_AT_ONCE);
    const char *const params[] = {cursor, missed ? tail->cursor : NULL, limit};
    struct connection *c = tail->db->tailer;
    bool starting = errand == ERRAND_START;
    tail->errand = errand;
    connection_begin(c, &tail->segment);
    connection_add(c, starting ? tail->start_statement : tail->tail_statement, params, starting ? 0 : 3);
    connection_end(c);
}

/* Those who cannot be helped hear it from the loop. */
static void answer_hopeless(struct tail *tail, bool ready)
{
    if (!ready && tail->errand == ERRAND_NONE)
        while (tail->first)
            missed_end(tail, DB_DOWN, NULL);
    while (tail->errand == ERRAND_NONE && tail->first && !tail->first->good)
        missed_end(tail, DB_REFUSED, NULL);
}

void tail_turn(struct tail *tail)
{
    struct connection *c = tail->db->tailer;
    bool ready = connection_ready(c) && connection_knows(c, tail->start_statement) &&
                 connection_knows(c, tail->tail_statement);
    answer_hopeless(tail, ready);
    if (!ready || tail->errand != ERRAND_NONE)
        return;
    if (!*tail->cursor) {
        ask(tail, ERRAND_START, NULL);
    } else if (tail->first) {
        ask(tail, ERRAND_MISSED, tail->first->cursor);
    } else if (tail->poked) {
        tail->poked = false;
        ask(tail, ERRAND_TAIL, tail->cursor);
    }
}

void tail_poke(struct tail *tail)
{
    tail->poked = true;
    db_wake(tail->db);
}

struct tail *tail_new(struct db *db)
{
    struct tail *tail = xcalloc(1, sizeof *tail);
    tail->segment.done = tail_done;
    tail->db = db;
    tail->last = &tail->first;
    tail->start_statement = statement_find("system/tail_start");
    tail->tail_statement = statement_find("system/tail");
    return tail;
}

void tail_free(struct tail **at)
{
    while ((*at)->first)
        missed_end(*at, DB_DOWN, NULL);
    free(*at);
    *at = NULL;
}

/* ---- from outside ---- */

/* digits "-" digits, small enough for the database's numbers */
static bool cursor_good(const char *text)
{
    size_t xid = strspn(text, "0123456789");
    size_t seq = text[xid] == '-' ? strspn(text + xid + 1, "0123456789") : 0;
    return xid > 0 && xid < 20 && seq > 0 && seq < 19 && text[xid + 1 + seq] == 0;
}

const char *db_cursor(const struct db *db)
{
    return db->tail->cursor;
}

void db_missed(struct db *db, const char *cursor, db_read_done *done, void *arg)
{
    struct missed *missed = xcalloc(1, sizeof *missed);
    missed->good = cursor_good(cursor);
    snprintf(missed->cursor, sizeof missed->cursor, "%s", missed->good ? cursor : "");
    missed->done = done;
    missed->arg = arg;
    *db->tail->last = missed;
    db->tail->last = &missed->next;
    db_wake(db);
}
