/* The state machine of a connection, and the pump that turns what libpq says into segments' fates. Used by
 * db.c, which keeps the pools, and through it by whoever sends. It knows statements by position only.
 *
 * A COMMAND_OK is no commit: only a Sync without an error before it is. After any doubt the connection is
 * finished and made anew, never reset, because settings, prepared statements and pipeline mode would be gone
 * silently. Nothing is ever cancelled: a cancelled commit answers OK although no standby has it. */
#include "server/db/connection.h"

#include "common/log.h"
#include "common/mem.h"
#include "server/db/connect.h"
#include "server/db/inside.h"
#include "server/db/statements.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum phase { PHASE_DOWN, PHASE_CONNECTING, PHASE_PREPARING, PHASE_READY };

struct connection {
    struct event_base *base;
    char *name, *conninfo;
    void (*changed)(void *arg);
    void *arg;
    enum phase phase;
    PGconn *pg;
    struct event *readable, *writable, *timer;
    bool *broken; /* by statement */
    int unprepared;
    struct segment *first, **last;
    struct segment *building;
    int in_flight;
    const char *doom; /* why it must start anew, NULL if it need not */
};

struct preparation {
    struct segment segment;
    struct connection *connection;
    int statement;
};

static void lose(struct connection *c);

/* ---- segments ---- */

void segment_clear(struct segment *segment)
{
    for (int i = 0; i < SEGMENT_STATEMENTS_MAX; i++) {
        PQclear(segment->result[i]);
        segment->result[i] = NULL;
    }
    PQclear(segment->error);
    segment->error = NULL;
}

static int64_t microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * MOMENT_SECOND + now.tv_nsec / 1000;
}

/* The timer stands at the deadline of the oldest segment. */
static void arm_deadline(struct connection *c)
{
    if (!c->first) {
        evtimer_del(c->timer);
        return;
    }
    int64_t left = c->first->sent_at + DB_DEADLINE_SECONDS * MOMENT_SECOND - microseconds();
    left = left > 0 ? left : 0;
    struct timeval wait = {left / MOMENT_SECOND, left % MOMENT_SECOND};
    evtimer_add(c->timer, &wait);
}

static struct segment *take_first(struct connection *c)
{
    struct segment *segment = c->first;
    c->first = segment->next;
    if (!c->first)
        c->last = &c->first;
    c->in_flight--;
    segment->next = NULL;
    return segment;
}

/* ---- losing ---- */

static void end_session(struct connection *c)
{
    if (c->readable)
        event_free(c->readable);
    if (c->writable)
        event_free(c->writable);
    c->readable = c->writable = NULL;
    evtimer_del(c->timer);
    PQfinish(c->pg);
    c->pg = NULL;
    c->phase = PHASE_DOWN;
    c->doom = NULL;
    c->building = NULL;
}

static void drop_segments(struct connection *c)
{
    while (c->first) {
        struct segment *segment = take_first(c);
        segment->done(segment, SEGMENT_LOST);
    }
}

/* ---- sending ---- */

void connection_doom(struct connection *c, const char *why)
{
    if (c->pg && !c->doom)
        c->doom = why;
}

static void flush(struct connection *c)
{
    int left = PQflush(c->pg);
    if (left < 0)
        connection_doom(c, "send");
    else if (left > 0)
        event_add(c->writable, NULL);
    else
        event_del(c->writable);
}

void connection_begin(struct connection *c, struct segment *segment)
{
    segment_clear(segment);
    segment->next = NULL;
    segment->sent = segment->came = 0;
    segment->failed = -1;
    segment->warned = false;
    segment->sent_at = microseconds();
    *c->last = segment;
    c->last = &segment->next;
    c->in_flight++;
    c->building = segment;
}

void connection_add(struct connection *c, int statement, const char *const *values, int count)
{
    c->building->sent++;
    if (!PQsendQueryPrepared(c->pg, embedded_statements[statement].name, count, values, NULL, NULL, 0))
        connection_doom(c, "send");
}

void connection_end(struct connection *c)
{
    struct segment *segment = c->building;
    c->building = NULL;
    if (!PQpipelineSync(c->pg))
        connection_doom(c, "send");
    flush(c);
    if (c->first == segment)
        arm_deadline(c);
}

/* ---- preparing ---- */

static void prepared(struct segment *segment, enum segment_fate fate)
{
    struct preparation *p = (struct preparation *)segment;
    struct connection *c = p->connection;
    if (fate == SEGMENT_ERROR && failure_outcome(segment->error) == DB_FAILED) {
        c->broken[p->statement] = true;
        failure_log(segment->error, embedded_statements[p->statement].name);
    } else if (fate == SEGMENT_ERROR) {
        connection_doom(c, "prepare");
    }
    if (fate != SEGMENT_LOST && --c->unprepared == 0 && !c->doom) {
        c->phase = PHASE_READY;
        log_line(LOG_LEVEL_INFO, "db.connected", "connection=%s", c->name);
    }
    segment_clear(segment);
    free(p);
}

static void prepare_all(struct connection *c)
{
    c->phase = PHASE_PREPARING;
    c->unprepared = statement_count();
    for (int i = 0; i < statement_count(); i++) {
        struct preparation *p = xcalloc(1, sizeof *p);
        p->segment.done = prepared;
        p->connection = c;
        p->statement = i;
        c->broken[i] = false;
        connection_begin(c, &p->segment);
        p->segment.sent = 1;
        const struct embedded_text *text = &embedded_statements[i];
        if (!PQsendPrepare(c->pg, text->name, text->text, 0, NULL))
            connection_doom(c, "prepare");
        connection_end(c);
    }
}

/* ---- receiving ---- */

static void take_error(struct segment *segment, PGresult *result)
{
    if (segment->error) {
        PQclear(result);
        return;
    }
    segment->error = result;
    segment->failed = segment->came;
}

/* Results come in the order of the statements. An error that is one too many belongs to the commit. */
static void take_result(struct segment *segment, PGresult *result)
{
    switch (PQresultStatus(result)) {
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
        if (segment->came < SEGMENT_STATEMENTS_MAX)
            segment->result[segment->came++] = result;
        else
            take_error(segment, result);
        break;
    case PGRES_PIPELINE_ABORTED:
        segment->came++;
        PQclear(result);
        break;
    default:
        take_error(segment, result);
        segment->came += segment->came < segment->sent;
    }
}

static enum segment_fate fate_of(const struct segment *segment)
{
    if (segment->error)
        return SEGMENT_ERROR;
    return segment->came == segment->sent ? SEGMENT_CLEAN : SEGMENT_LOST;
}

static void sync_came(struct connection *c)
{
    struct segment *segment = take_first(c);
    enum segment_fate fate = fate_of(segment);
    if (fate == SEGMENT_LOST)
        connection_doom(c, "protocol");
    if (!c->first && PQtransactionStatus(c->pg) != PQTRANS_IDLE)
        connection_doom(c, "transaction");
    if (segment->error && failure_stale(segment->error))
        connection_doom(c, "stale");
    arm_deadline(c);
    segment->done(segment, fate);
}

/* A NULL ends one statement's results and is no sign of idleness; two in a row mean that there is nothing to
 * take. */
static void take_results(struct connection *c)
{
    int nothing = 0;
    while (c->first && nothing < 2 && !PQisBusy(c->pg)) {
        PGresult *result = PQgetResult(c->pg);
        if (!result) {
            nothing++;
            continue;
        }
        nothing = 0;
        if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            sync_came(c);
        } else {
            take_result(c->first, result);
        }
    }
}

static void pump(struct connection *c)
{
    if (!PQconsumeInput(c->pg))
        connection_doom(c, "receive");
    take_results(c);
    if (PQstatus(c->pg) == CONNECTION_BAD)
        connection_doom(c, "closed");
    else
        flush(c);
    connection_settle(c);
    c->changed(c->arg);
}

static void on_traffic(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    pump(arg);
}

/* Only a warning of the commit (a standby that was not waited for) can come with a write that succeeds. */
static void on_notice(void *arg, const PGresult *notice)
{
    struct connection *c = arg;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (!severity || strcmp(severity, "WARNING") != 0)
        return;
    const char *code = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
    log_line(LOG_LEVEL_WARN, "db.warning", "connection=%s sqlstate=%s", c->name, code ? code : "none");
    if (c->first)
        c->first->warned = true;
}

/* ---- connecting ---- */

static void on_poll(evutil_socket_t fd, short what, void *arg);

/* The socket may be another one after every step. */
static void await(struct connection *c, short what)
{
    if (c->readable)
        event_free(c->readable);
    c->readable = event_new(c->base, PQsocket(c->pg), what, on_poll, c);
    event_add(c->readable, NULL);
}

static void connected(struct connection *c)
{
    event_free(c->readable);
    c->readable = event_new(c->base, PQsocket(c->pg), EV_READ | EV_PERSIST, on_traffic, c);
    c->writable = event_new(c->base, PQsocket(c->pg), EV_WRITE, on_traffic, c);
    event_add(c->readable, NULL);
    evtimer_del(c->timer);
    if (PQsetnonblocking(c->pg, 1) != 0 || !PQenterPipelineMode(c->pg))
        connection_doom(c, "pipeline");
    else
        prepare_all(c);
}

static void on_poll(evutil_socket_t fd, short what, void *arg)
{
    struct connection *c = arg;
    (void)fd;
    (void)what;
    switch (PQconnectPoll(c->pg)) {
    case PGRES_POLLING_READING:
        await(c, EV_READ);
        break;
    case PGRES_POLLING_WRITING:
        await(c, EV_WRITE);
        break;
    case PGRES_POLLING_OK:
        connected(c);
        break;
    default:
        connection_doom(c, "connect");
    }
    connection_settle(c);
}

static void start(struct connection *c)
{
    const struct timeval wait = {.tv_sec = CONNECT_SECONDS};
    c->pg = connect_start(c->conninfo);
    if (!c->pg)
        return;
    c->phase = PHASE_CONNECTING;
    if (PQstatus(c->pg) == CONNECTION_BAD) {
        end_session(c);
        return;
    }
    PQsetNoticeReceiver(c->pg, on_notice, c);
    await(c, EV_WRITE);
    evtimer_add(c->timer, &wait);
}

/* One that worked is tried again at once, so that a lost backend costs milliseconds; one that did not waits
 * for the tick. */
static void lose(struct connection *c)
{
    bool worked = c->phase == PHASE_READY;
    log_line(worked ? LOG_LEVEL_WARN : LOG_LEVEL_DEBUG, "db.lost", "connection=%s why=%s in_flight=%d",
             c->name, c->doom, c->in_flight);
    end_session(c);
    drop_segments(c);
    if (worked)
        start(c);
    c->changed(c->arg);
}

void connection_settle(struct connection *c)
{
    if (c->doom)
        lose(c);
}

/* What has arrived counts, even if this process was too late to read it. */
static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    struct connection *c = arg;
    const struct segment *late = c->first;
    (void)fd;
    (void)what;
    if (c->phase > PHASE_CONNECTING)
        pump(c);
    if (!c->pg || c->first != late)
        return;
    connection_doom(c, "late");
    connection_settle(c);
}

/* ---- from outside ---- */

struct connection *connection_new(struct event_base *base, const char *name, const char *conninfo,
                                  void (*changed)(void *arg), void *arg)
{
    struct connection *c = xcalloc(1, sizeof *c);
    c->base = base;
    c->name = xstrdup(name);
    c->conninfo = xstrdup(conninfo);
    c->changed = changed;
    c->arg = arg;
    c->last = &c->first;
    c->timer = evtimer_new(base, on_timer, c);
    c->broken = xcalloc((size_t)statement_count() + 1, sizeof *c->broken);
    start(c);
    return c;
}

void connection_free(struct connection **at)
{
    struct connection *c = *at;
    if (!c)
        return;
    *at = NULL;
    end_session(c);
    drop_segments(c);
    event_free(c->timer);
    free(c->broken);
    free(c->conninfo);
    free(c->name);
    free(c);
}

void connection_tick(struct connection *c)
{
    if (!c->pg)
        start(c);
    else if (c->phase > PHASE_CONNECTING && c->in_flight)
        pump(c);
}

bool connection_ready(const struct connection *c)
{
    return c->phase == PHASE_READY && !c->doom;
}

int connection_in_flight(const struct connection *c)
{
    return c->in_flight;
}

bool connection_knows(const struct connection *c, int statement)
{
    return statement >= 0 && !c->broken[statement];
}
