/* What the files of server/db share: the connections, and who uses them. Private to server/db. */
#ifndef TEYUE_DB_INSIDE_H
#define TEYUE_DB_INSIDE_H

#include "server/db/connection.h"
#include "server/db/db.h"

#define DB_WRITERS 2
#define DB_READERS 2

struct calls;
struct writes;
struct tail;
struct clock;
struct ids;
struct event;

struct db {
    struct event_base *base;
    struct db_hooks hooks;
    struct connection *writer[DB_WRITERS], *reader[DB_READERS], *tailer;
    struct calls *reads, *runs;
    struct writes *writes;
    struct tail *tail;
    struct clock *clock;
    struct ids *ids;
    struct event *wake, *tick;
    bool up, closing;
};

struct db_rows {
    const PGresult *result;
};

/* Makes the loop take a turn over everything that waits, after the running callback. */
void db_wake(struct db *);

/* Position of an embedded statement, -1 if there is none of that name. */
int statement_find(const char *name);
int statement_count(void);

/* ---- read.c: single statements over a pool of connections ---- */

struct calls *calls_new(struct db *, struct connection **pool, int size);
void calls_add(struct calls *, const struct db_call *);
void calls_turn(struct calls *);
bool calls_idle(const struct calls *);
/* Whoever waits unsent hears DB_DOWN. */
void calls_free(struct calls **);

/* ---- write.c: decisions, grouped ---- */

struct writes *writes_new(struct db *);
void writes_turn(struct writes *);
bool writes_idle(const struct writes *);
void writes_free(struct writes **);

/* ---- tail.c: the end of the event log ---- */

struct tail *tail_new(struct db *);
/* It knows where the log ends. */
bool tail_started(const struct tail *);
void tail_turn(struct tail *);
/* Something was committed: look at once. */
void tail_poke(struct tail *);
void tail_free(struct tail **);

/* ---- clock.c ---- */

struct clock *clock_new(void);
bool clock_known(const struct clock *);
/* Once a second. */
void clock_tick(struct clock *, struct db *);
void clock_free(struct clock **);

/* ---- ids.c ---- */

struct ids *ids_new(void);
bool ids_at_hand(const struct ids *);
void ids_turn(struct ids *, struct db *);
void ids_free(struct ids **);

/* ---- failure.c: what an error means ---- */

enum db_outcome failure_outcome(const PGresult *error);
/* The lock or the plan was lost to somebody else: the same again may work. */
bool failure_passes(const PGresult *error);
/* The prepared statements of this connection are out of date. */
bool failure_stale(const PGresult *error);
void failure_log(const PGresult *error, const char *statement);

#endif
