/* Group commit. Decisions wait while the write connections are busy; then as many as do not meet on a subject
 * go out as one segment. A batch that fails is sent again one by one, and only the guilty one is refused.
 * db.c gives turns; callers come through db.h. It knows statements and constraints by name, no rule.
 *
 * A repetition is found by the key's own insert: it waits for an older request of that key that is still
 * committing, where a SELECT would see nothing and let the work be done twice. */
#include "common/log.h"
#include "common/mem.h"
#include "server/db/batch.h"
#include "server/db/inside.h"
#include "server/db/statements.h"

#include <event2/event.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ATTEMPTS_MAX 3
#define PAUSE_MS 20 /* between attempts, times one to four by chance */
#define BUSY_SLOTS 1024

struct member {
    struct member *next;
    struct parcel *parcel;
    int64_t person;
    char *key, *digest;
    db_write_done *done;
    void *arg;
};

/* A subject with a write in flight. */
struct busy {
    struct busy *next;
    int64_t subject;
};

_Static_assert((int)PIECE_COUNT <= SEGMENT_STATEMENTS_MAX, "a write fits into a segment");

enum mode { MODE_WRITE, MODE_REPEAT };

struct batch {
    struct segment segment;
    struct batch *next;
    struct writes *writes;
    int slot; /* of the writer it is on */
    struct event *pause;
    struct member *member[DB_BATCH_MAX];
    int count, attempt;
    enum mode mode;
};

struct writes {
    struct db *db;
    struct member *first, **last; /* waiting, oldest first */
    int waiting;
    struct member *refused;       /* too many; they only wait to hear it from the loop */
    struct batch *again, *paused; /* of one member each, to be sent once more */
    struct busy *busy[BUSY_SLOTS];
    int statement[PIECE_COUNT], repeat;
    int flying[DB_WRITERS]; /* batches on each writer */
    int open;               /* members not answered */
};

/* ---- subjects in flight ---- */

static struct busy **busy_slot(struct writes *w, int64_t subject)
{
    struct busy **at = &w->busy[(uint64_t)subject % BUSY_SLOTS];
    while (*at && (*at)->subject != subject)
        at = &(*at)->next;
    return at;
}

static bool is_free(struct writes *w, const struct member *member)
{
    const int64_t *subject;
    int count = parcel_subjects(member->parcel, &subject);
    for (int i = 0; i < count; i++)
        if (*busy_slot(w, subject[i]))
            return false;
    return true;
}

static void occupy(struct writes *w, const struct member *member)
{
    const int64_t *subject;
    int count = parcel_subjects(member->parcel, &subject);
    for (int i = 0; i < count; i++) {
        struct busy **at = busy_slot(w, subject[i]);
        *at = xcalloc(1, sizeof **at);
        (*at)->subject = subject[i];
    }
}

static void vacate(struct writes *w, const struct member *member)
{
    const int64_t *subject;
    int count = parcel_subjects(member->parcel, &subject);
    for (int i = 0; i < count; i++) {
        struct busy **at = busy_slot(w, subject[i]), *gone = *at;
        *at = gone->next;
        free(gone);
    }
}

/* ---- answering ---- */

static void member_end(struct writes *w, struct member *member, const struct db_write_result *result)
{
    w->open--;
    member->done(member->arg, result);
    parcel_free(member->parcel);
    free(member->key);
    free(member->digest);
    free(member);
}

static void member_say(struct writes *w, struct member *member, enum db_outcome outcome)
{
    const struct db_write_result result = {outcome, NULL, NULL};
    member_end(w, member, &result);
}

static void batch_free(struct batch *b)
{
    if (b->pause)
        event_free(b->pause);
    segment_clear(&b->segment);
    free(b);
}

/* Ends a batch of one. */
static void batch_answer(struct batch *b, enum db_outcome outcome, const char *answer, const char *constraint)
{
    const struct db_write_result result = {outcome, answer, constraint};
    vacate(b->writes, b->member[0]);
    member_end(b->writes, b->member[0], &result);
    batch_free(b);
}

static void batch_say(struct batch *b, enum db_outcome outcome)
{
    for (int i = 0; i < b->count; i++)
        vacate(b->writes, b->member[i]);
    for (int i = 0; i < b->count; i++)
        member_say(b->writes, b->member[i], outcome);
    batch_free(b);
}

/* ---- sending ---- */

static void batch_done(struct segment *segment, enum segment_fate fate);

static struct batch *batch_new(struct writes *w)
{
    struct batch *b = xcalloc(1, sizeof *b);
    b->segment.done = batch_done;
    b->writes = w;
    return b;
}

static bool batch_has(const struct batch *b, int piece)
{
    for (int i = 0; i < b->count; i++)
        if (parcel_has(b->member[i]->parcel, piece))
            return true;
    return false;
}

static void add_piece(struct batch *b, struct connection *c, int piece)
{
    struct parcel *parcels[DB_BATCH_MAX];
    struct buf column[PIECE_COLUMNS_MAX] = {0};
    const char *values[PIECE_COLUMNS_MAX + 2] = {0};
    int count = piece_columns(piece);
    for (int i = 0; i < b->count; i++)
        parcels[i] = b->member[i]->parcel;
    for (int i = 0; i < count; i++) {
        parcels_column(parcels, b->count, piece, i, &column[i]);
        values[i] = column[i].data;
    }
    /* the answer has two more parameters, for repetitions */
    connection_add(c, b->writes->statement[piece], values, piece == PIECE_ANSWER ? count + 2 : count);
    for (int i = 0; i < count; i++)
        buf_free(&column[i]);
}

static void send_repeat(struct batch *b, struct connection *c)
{
    const struct member *member = b->member[0];
    char person[24];
    snprintf(person, sizeof person, "%lld", (long long)member->person);
    const char *const key[] = {person, member->key, member->digest};
    const char *const answer[] = {"{}", "{}", person, member->key};
    connection_add(c, b->writes->repeat, key, 3);
    connection_add(c, b->writes->statement[PIECE_ANSWER], answer, 4);
}

static void send_write(struct batch *b, struct connection *c)
{
    for (int piece = 0; piece < PIECE_COUNT; piece++)
        if (batch_has(b, piece))
            add_piece(b, c, piece);
}

static bool sendable(const struct batch *b, const struct connection *c)
{
    const struct writes *w = b->writes;
    if (b->mode == MODE_REPEAT)
        return connection_knows(c, w->repeat) && connection_knows(c, w->statement[PIECE_ANSWER]);
    for (int piece = 0; piece < PIECE_COUNT; piece++)
        if (batch_has(b, piece) && !connection_knows(c, w->statement[piece])) {
            log_line(LOG_LEVEL_ERROR, "db.no_statement", "statement=%s", piece_statement(piece));
            return false;
        }
    return true;
}

static void batch_split(struct batch *b);

static void batch_send(struct batch *b, int slot)
{
    struct connection *c = b->writes->db->writer[slot];
    if (!sendable(b, c)) {
        if (b->count > 1)
            batch_split(b);
        else
            batch_say(b, DB_FAILED);
        return;
    }
    b->slot = slot;
    b->writes->flying[slot]++;
    connection_begin(c, &b->segment);
    if (b->mode == MODE_REPEAT)
        send_repeat(b, c);
    else
        send_write(b, c);
    connection_end(c);
}

/* Back into the line of those to be sent singly; a turn follows. */
static void batch_again(struct batch *b)
{
    struct batch **at = &b->writes->again;
    while (*at)
        at = &(*at)->next;
    b->next = NULL;
    *at = b;
    db_wake(b->writes->db);
}

static void batch_split(struct batch *b)
{
    for (int i = 0; i < b->count; i++) {
        struct batch *one = batch_new(b->writes);
        one->member[0] = b->member[i];
        one->count = 1;
        batch_again(one);
    }
    batch_free(b);
}

static void on_pause(evutil_socket_t fd, short what, void *arg)
{
    struct batch *b = arg, **at = &b->writes->paused;
    (void)fd;
    (void)what;
    while (*at != b)
        at = &(*at)->next;
    *at = b->next;
    batch_again(b);
}

static void batch_pause(struct batch *b)
{
    uint32_t ms = PAUSE_MS * (1 + randombytes_uniform(4));
    const struct timeval wait = {.tv_usec = (suseconds_t)ms * 1000};
    if (!b->pause)
        b->pause = evtimer_new(b->writes->db->base, on_pause, b);
    evtimer_add(b->pause, &wait);
    b->next = b->writes->paused;
    b->writes->paused = b;
}

/* ---- what came of it ---- */

static const char *first_value(const PGresult *result, int row)
{
    return PQgetisnull(result, row, 0) ? NULL : PQgetvalue(result, row, 0);
}

static void repeat_found(struct batch *b)
{
    const PGresult *same = b->segment.result[0], *answer = b->segment.result[1];
    if (PQntuples(same) != 1 || PQntuples(answer) != 1)
        batch_say(b, DB_UNKNOWN);
    else if (strcmp(PQgetvalue(same, 0, 0), "t") != 0)
        batch_say(b, DB_MISUSED);
    else
        batch_answer(b, DB_REPEATED, first_value(answer, 0), NULL);
}

static void committed(struct batch *b)
{
    struct writes *w = b->writes;
    const PGresult *answer = b->segment.result[b->segment.sent - 1];
    tail_poke(w->db->tail);
    if (PQntuples(answer) != b->count) {
        log_line(LOG_LEVEL_ERROR, "db.answers", "members=%d answers=%d", b->count, PQntuples(answer));
        batch_say(b, DB_UNKNOWN);
        return;
    }
    for (int i = 0; i < b->count; i++)
        vacate(w, b->member[i]);
    for (int i = 0; i < b->count; i++) {
        const struct db_write_result result = {DB_DONE, first_value(answer, i), NULL};
        member_end(w, b->member[i], &result);
    }
    batch_free(b);
}

/* The statement that failed, by name; NULL for the commit itself. */
static const char *guilty_statement(const struct batch *b)
{
    int position = b->segment.failed;
    for (int piece = 0; piece < PIECE_COUNT; piece++)
        if (batch_has(b, piece) && position-- == 0)
            return piece_statement(piece);
    return NULL;
}

static bool failed_at_key(const struct batch *b)
{
    return b->segment.failed == 0 && batch_has(b, PIECE_REQUEST);
}

/* One that waits for its own key in vain may still have done its work: that is not known, not "nothing
 * happened". */
static void give_way(struct batch *b)
{
    if (++b->attempt < ATTEMPTS_MAX)
        batch_pause(b);
    else
        batch_say(b, failed_at_key(b) ? DB_UNKNOWN : DB_BUSY);
}

static void judge_one(struct batch *b)
{
    const PGresult *error = b->segment.error;
    const char *constraint = PQresultErrorField(error, PG_DIAG_CONSTRAINT_NAME);
    enum db_outcome outcome = failure_outcome(error);
    if (failure_passes(error)) {
        give_way(b);
    } else if (outcome == DB_REFUSED && strcmp(constraint, "request_pkey") == 0) {
        b->mode = MODE_REPEAT;
        b->attempt = 0;
        batch_again(b);
    } else if (outcome == DB_REFUSED && strcmp(constraint, "event_pkey") == 0) {
        batch_say(b, DB_CONFLICT);
    } else if (outcome == DB_REFUSED) {
        batch_answer(b, DB_REFUSED, NULL, constraint);
    } else {
        const char *statement = guilty_statement(b);
        failure_log(error, statement ? statement : "commit");
        batch_say(b, outcome == DB_BUSY && failed_at_key(b) ? DB_UNKNOWN : outcome);
    }
}

static void batch_failed(struct batch *b)
{
    if (b->mode == MODE_REPEAT && failure_passes(b->segment.error) && ++b->attempt < ATTEMPTS_MAX)
        batch_pause(b);
    else if (b->mode == MODE_REPEAT)
        batch_say(b, DB_UNKNOWN);
    else if (b->count > 1)
        batch_split(b);
    else
        judge_one(b);
}

static void batch_done(struct segment *segment, enum segment_fate fate)
{
    struct batch *b = (struct batch *)segment;
    b->writes->flying[b->slot]--;
    if (fate == SEGMENT_ERROR)
        batch_failed(b);
    else if (fate == SEGMENT_LOST || segment->warned)
        batch_say(b, DB_UNKNOWN);
    else if (b->mode == MODE_REPEAT)
        repeat_found(b);
    else
        committed(b);
}

/* ---- turns ---- */

static struct member *unlink_member(struct writes *w, struct member **at)
{
    struct member *member = *at;
    *at = member->next;
    if (!*at)
        w->last = at;
    w->waiting--;
    return member;
}

static int by_subject(const void *a, const void *b)
{
    int64_t one = parcel_subject((*(struct member *const *)a)->parcel);
    int64_t two = parcel_subject((*(struct member *const *)b)->parcel);
    return (one > two) - (one < two);
}

/* Everything that waits and meets no write in flight; two batches lock rows in the same order. */
static struct batch *gather(struct writes *w)
{
    struct batch *b = batch_new(w);
    struct member **at = &w->first;
    while (*at && b->count < DB_BATCH_MAX) {
        if (!is_free(w, *at)) {
            at = &(*at)->next;
            continue;
        }
        occupy(w, *at);
        b->member[b->count++] = unlink_member(w, at);
    }
    qsort(b->member, (size_t)b->count, sizeof *b->member, by_subject);
    if (b->count)
        return b;
    batch_free(b);
    return NULL;
}

/* A ready writer with room, the one with the least to do; -1 if there is none. *any: one is ready at all. */
static int pick(const struct writes *w, bool *any)
{
    int best = -1;
    *any = false;
    for (int i = 0; i < DB_WRITERS; i++) {
        struct connection *const *writer = w->db->writer;
        if (!connection_ready(writer[i]))
            continue;
        *any = true;
        if (connection_in_flight(writer[i]) < DB_IN_FLIGHT_MAX &&
            (best < 0 || connection_in_flight(writer[i]) < connection_in_flight(writer[best])))
            best = i;
    }
    return best;
}

static void send_again(struct writes *w)
{
    bool any;
    while (w->again) {
        int slot = pick(w, &any);
        struct batch *b = w->again;
        if (slot < 0 && any)
            return;
        w->again = b->next;
        if (slot >= 0)
            batch_send(b, slot);
        else
            batch_say(b, b->mode == MODE_REPEAT ? DB_UNKNOWN : DB_DOWN);
    }
}

static void send_new(struct writes *w)
{
    for (int slot = 0; slot < DB_WRITERS && w->first; slot++) {
        struct connection *c = w->db->writer[slot];
        if (w->flying[slot] || !connection_ready(c) || connection_in_flight(c) >= DB_IN_FLIGHT_MAX)
            continue;
        struct batch *b = gather(w);
        if (!b)
            return;
        batch_send(b, slot);
    }
}

static void say_refused(struct writes *w)
{
    while (w->refused) {
        struct member *member = w->refused;
        w->refused = member->next;
        member_say(w, member, DB_BUSY);
    }
}

/* As many as wait now: a callback may bring the next. */
static void say_down(struct writes *w)
{
    for (int n = w->waiting; n > 0 && w->first; n--)
        member_say(w, unlink_member(w, &w->first), DB_DOWN);
}

void writes_turn(struct writes *w)
{
    bool any;
    say_refused(w);
    send_again(w);
    send_new(w);
    pick(w, &any);
    if (!any)
        say_down(w);
}

/* ---- coming and going ---- */

struct writes *writes_new(struct db *db)
{
    struct writes *w = xcalloc(1, sizeof *w);
    w->db = db;
    w->last = &w->first;
    for (int piece = 0; piece < PIECE_COUNT; piece++)
        w->statement[piece] = statement_find(piece_statement(piece));
    w->repeat = statement_find("system/repeat");
    return w;
}

bool writes_idle(const struct writes *w)
{
    return w->open == 0;
}

void writes_free(struct writes **at)
{
    struct writes *w = *at;
    while (w->paused) {
        struct batch *b = w->paused;
        w->paused = b->next;
        b->next = w->again;
        w->again = b;
    }
    while (w->again) {
        struct batch *b = w->again;
        w->again = b->next;
        batch_say(b, b->mode == MODE_REPEAT ? DB_UNKNOWN : DB_DOWN);
    }
    while (w->first || w->refused) {
        say_refused(w);
        say_down(w);
    }
    free(w);
    *at = NULL;
}

static struct member *member_new(const struct db_write_request *r, db_write_done *done, void *arg)
{
    struct member *member = xcalloc(1, sizeof *member);
    member->parcel = parcel_new(r);
    member->person = r->actor;
    member->key = r->key ? xstrdup(r->key) : NULL;
    member->digest = r->digest ? xstrdup(r->digest) : NULL;
    member->done = done;
    member->arg = arg;
    return member;
}

void db_write(struct db *db, const struct db_write_request *r, db_write_done *done, void *arg)
{
    struct writes *w = db->writes;
    struct member *member = member_new(r, done, arg);
    w->open++;
    if (w->waiting >= DB_WRITES_MAX) {
        member->next = w->refused;
        w->refused = member;
    } else {
        *w->last = member;
        w->last = &member->next;
        w->waiting++;
    }
    db_wake(db);
}
