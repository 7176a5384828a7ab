/* The database behind the daemon: asynchronous, pipelined, prepared, and sometimes away.
 * The only part that knows libpq. It knows no verb, no session and no rule: statements by name, rows out,
 * decisions in.
 *
 * Connections: two for writes (group commit), two for reads, one for the tail of the event log; a sixth
 * second-by-second reconnect loop serves them all. Every call is answered exactly once, from the loop, never
 * from inside the call. */
#ifndef TEYUE_DB_H
#define TEYUE_DB_H

#include "common/moment.h"
#include "server/workflow/decide.h"

#include <stdbool.h>
#include <stddef.h>

struct event_base;
struct db;
struct db_rows;

#define DB_DEADLINE_SECONDS 5
#define DB_BATCH_MAX 64    /* decided actions in one transaction */
#define DB_WRITES_MAX 1024 /* waiting for a write connection; one more is DB_BUSY at once */
#define DB_READS_MAX 4096
#define DB_IN_FLIGHT_MAX 32 /* read segments on one connection */

enum db_outcome {
    DB_DONE,
    DB_CONFLICT, /* somebody was faster: the subject has a newer version */
    DB_REPEATED, /* the key was used before by this person with this request: answer holds the first answer */
    DB_MISUSED,  /* the key was used before for another request */
    DB_REFUSED,  /* a constraint says no: constraint names it */
    DB_BUSY,     /* too much is waiting */
    DB_DOWN,     /* no connection: nothing was sent */
    DB_UNKNOWN,  /* sent, and the answer was lost or late */
    DB_FAILED    /* a broken statement: logged, a bug */
};

struct db_hooks {
    void (*up)(void *arg, bool up);
    /* New rows of the event log visible to all, in order. Columns of system/tail.sql. */
    void (*events)(void *arg, const struct db_rows *);
    void *arg;
};

/* conninfo is a libpq string. Never fails: it keeps trying. hooks are copied. */
struct db *db_open(struct event_base *, const char *conninfo, const struct db_hooks *);
bool db_is_up(const struct db *);
/* Ends it at once, not from inside a callback: every waiting call hears DB_DOWN or DB_UNKNOWN. See db_idle to
 * drain first. */
void db_close(struct db **);
bool db_idle(const struct db *);
/* The database's clock now (offset measured at connect and every minute, carried by the monotonic clock). */
moment db_now(const struct db *);

/* ---- reading ---- */

int db_rows_count(const struct db_rows *);
/* NULL is SQL NULL; borrowed until the callback returns. column by position. */
const char *db_rows_get(const struct db_rows *, int row, int column);
int db_rows_columns(const struct db_rows *);
const char *db_rows_name(const struct db_rows *, int column);

/* rows is NULL unless DB_DONE. */
typedef void db_read_done(void *arg, enum db_outcome, const struct db_rows *rows);

struct db_call {
    const char *statement;     /* its embedded name, "view/order.queue" */
    const char *const *params; /* texts, NULL is SQL NULL; copied */
    int count;
    db_read_done *done;
    void *arg;
};

#define DB_PARAMS_MAX 16

/* db_read(db, statement, params, count, done, arg) */
#define db_read(db, ...) db_read_call(db, &(struct db_call){__VA_ARGS__})
void db_read_call(struct db *, const struct db_call *);
/* db_run, the same: a small write outside the log (ring seen, login failures, refusals, deadline claims), on
 * a write connection, in a segment of its own. */
#define db_run(db, ...) db_run_call(db, &(struct db_call){__VA_ARGS__})
void db_run_call(struct db *, const struct db_call *);

/* ---- the end of the event log ---- */

#define DB_MISSED_MAX 5000
#define DB_CURSOR_SIZE 48

/* The cursor up to which hooks.events has told everything; "" before the first connection. Opaque outside
 * server/db. */
const char *db_cursor(const struct db *);
/* The events after a cursor up to db_cursor() at the moment of the answer, with the columns of hooks.events:
 * whoever starts listening in the callback misses none and hears none twice. More than DB_MISSED_MAX rows:
 * too many were missed. DB_REFUSED: not a cursor. */
void db_missed(struct db *, const char *cursor, db_read_done *, void *arg);

/* ---- writing a decision ---- */

struct db_write_request {
    const struct decision *decision; /* accepted; everything needed is copied before the call returns */
    int64_t actor, station;          /* 0: none (the system) */
    moment happened, entered;
    const char *key, *digest; /* idempotency key (NULL: none) and digest of the request */
    int64_t deadline;         /* deadline this fires, 0: none */
};

struct db_write_result {
    enum db_outcome outcome;
    const char *answer;     /* JSON of the OK line, DB_DONE and DB_REPEATED */
    const char *constraint; /* DB_REFUSED */
};

typedef void db_write_done(void *arg, const struct db_write_result *);
void db_write(struct db *, const struct db_write_request *, db_write_done *, void *arg);

/* A snapshot into facts through snapshot/<aggregate>.sql; fills facts and calls back. Parameters: $1 subject
 * (id or form number as text, NULL for a new one), $2 pick, $3 second pick, $4 actor id, $5 now
 * (microseconds). found is false if there is no such subject. */
typedef void db_facts_done(void *arg, enum db_outcome, const struct facts *facts, bool found);
void db_facts(struct db *, enum aggregate, const char *const params[5], db_facts_done *, void *arg);

/* ids for new subjects and parts, from a block taken off the sequence subject_id; false when none is at hand
 * (database down). */
bool db_fresh_ids(struct db *, int64_t *out, int count);

/* ---- on the host, blocking: migrate, check ---- */

/* Applies the embedded migrations that are missing, each in one transaction, under an advisory lock,
 * checksummed; then writes the state and transition rows. False with words on stderr. */
bool db_migrate(const char *conninfo);
/* True if the schema is the one this program was built for. */
bool db_schema_current(const char *conninfo, char *words, size_t size);

#endif
