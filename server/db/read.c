/* Single statements over a pool of connections: reads over the readers, small writes outside the log over the
 * writers. Each is a segment of its own, so one that fails harms no neighbour. db.c gives turns; callers come
 * through db.h. */
#include "common/log.h"
#include "common/mem.h"
#include "server/db/inside.h"
#include "server/db/statements.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct call {
    struct segment segment;
    struct call *next;
    struct calls *calls;
    int statement;
    int count;
    char *params[DB_PARAMS_MAX];
    db_read_done *done;
    void *arg;
};

struct queue {
    struct call *first, **last;
    int length;
};

struct calls {
    struct db *db;
    struct connection **pool;
    int size, turn;
    struct queue waiting, refused; /* refused: too many; they only wait to hear it from the loop */
    int sent;
};

static void push(struct queue *queue, struct call *call)
{
    call->next = NULL;
    *queue->last = call;
    queue->last = &call->next;
    queue->length++;
}

static struct call *pop(struct queue *queue)
{
    struct call *call = queue->first;
    if (!call)
        return NULL;
    queue->first = call->next;
    if (!queue->first)
        queue->last = &queue->first;
    queue->length--;
    return call;
}

static void answer(struct call *call, enum db_outcome outcome)
{
    const struct db_rows rows = {call->segment.result[0]};
    call->done(call->arg, outcome, outcome == DB_DONE ? &rows : NULL);
    segment_clear(&call->segment);
    for (int i = 0; i < call->count; i++)
        free(call->params[i]);
    free(call);
}

static enum db_outcome outcome_of(const struct call *call, enum segment_fate fate)
{
    if (fate == SEGMENT_CLEAN)
        return call->segment.warned ? DB_UNKNOWN : DB_DONE;
    if (fate == SEGMENT_LOST)
        return DB_UNKNOWN;
    enum db_outcome outcome = failure_outcome(call->segment.error);
    if (outcome == DB_FAILED)
        failure_log(call->segment.error, embedded_statements[call->statement].name);
    return outcome;
}

static void call_done(struct segment *segment, enum segment_fate fate)
{
    struct call *call = (struct call *)segment;
    call->calls->sent--;
    answer(call, outcome_of(call, fate));
}

/* The ready one with the least to do; *any tells whether one is ready at all. */
static struct connection *pick(struct calls *calls, bool *any)
{
    struct connection *best = NULL;
    *any = false;
    calls->turn = (calls->turn + 1) % calls->size;
    for (int i = 0; i < calls->size; i++) {
        struct connection *c = calls->pool[(calls->turn + i) % calls->size];
        if (!connection_ready(c))
            continue;
        *any = true;
        if (connection_in_flight(c) < DB_IN_FLIGHT_MAX &&
            (!best || connection_in_flight(c) < connection_in_flight(best)))
            best = c;
    }
    return best;
}

static void send(struct calls *calls, struct connection *c, struct call *call)
{
    if (!connection_knows(c, call->statement)) {
        log_line(LOG_LEVEL_ERROR, "db.no_statement", "position=%d", call->statement);
        answer(call, DB_FAILED);
        return;
    }
    calls->sent++;
    connection_begin(c, &call->segment);
    connection_add(c, call->statement, (const char *const *)call->params, call->count);
    connection_end(c);
}

void calls_turn(struct calls *calls)
{
    struct call *call;
    bool any = true;
    while ((call = pop(&calls->refused)))
        answer(call, DB_BUSY);
    while (calls->waiting.first && any) {
        struct connection *c = pick(calls, &any);
        if (c)
            send(calls, c, pop(&calls->waiting));
        else if (any)
            return;
    }
    for (int n = calls->waiting.length; n > 0 && (call = pop(&calls->waiting)); n--)
        answer(call, DB_DOWN);
}

void calls_add(struct calls *calls, const struct db_call *wanted)
{
    assert(wanted->count <= DB_PARAMS_MAX);
    struct call *call = xcalloc(1, sizeof *call);
    call->segment.done = call_done;
    call->calls = calls;
    call->statement = statement_find(wanted->statement);
    call->count = wanted->count;
    for (int i = 0; i < wanted->count; i++)
        call->params[i] = wanted->params[i] ? xstrdup(wanted->params[i]) : NULL;
    call->done = wanted->done;
    call->arg = wanted->arg;
    push(calls->waiting.length < DB_READS_MAX ? &calls->waiting : &calls->refused, call);
    db_wake(calls->db);
}

struct calls *calls_new(struct db *db, struct connection **pool, int size)
{
    struct calls *calls = xcalloc(1, sizeof *calls);
    calls->db = db;
    calls->pool = pool;
    calls->size = size;
    calls->waiting.last = &calls->waiting.first;
    calls->refused.last = &calls->refused.first;
    return calls;
}

bool calls_idle(const struct calls *calls)
{
    return !calls->sent && !calls->waiting.length && !calls->refused.length;
}

void calls_free(struct calls **at)
{
    struct call *call;
    while ((call = pop(&(*at)->refused)))
        answer(call, DB_BUSY);
    while ((call = pop(&(*at)->waiting)))
        answer(call, DB_DOWN);
    free(*at);
    *at = NULL;
}

/* ---- from outside ---- */

void db_read_call(struct db *db, const struct db_call *call)
{
    calls_add(db->reads, call);
}

void db_run_call(struct db *db, const struct db_call *call)
{
    calls_add(db->runs, call);
}

int db_rows_count(const struct db_rows *rows)
{
    return PQntuples(rows->result);
}

const char *db_rows_get(const struct db_rows *rows, int row, int column)
{
    return PQgetisnull(rows->result, row, column) ? NULL : PQgetvalue(rows->result, row, column);
}

int db_rows_columns(const struct db_rows *rows)
{
    return PQnfields(rows->result);
}

const char *db_rows_name(const struct db_rows *rows, int column)
{
    return PQfname(rows->result, column);
}
