/* One connection to the database in pipeline mode: connects, prepares every embedded statement, sends
 * segments, gives their results back, and starts anew when it is lost or late. It does not know what a
 * segment means. Private to server/db.
 *
 * A segment is what stands before one Sync: one implicit transaction. */
#ifndef TEYUE_DB_CONNECTION_H
#define TEYUE_DB_CONNECTION_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

struct event_base;
struct connection;

#define CONNECT_SECONDS 3
#define SEGMENT_STATEMENTS_MAX 32

enum segment_fate {
    SEGMENT_CLEAN, /* the Sync came and no statement failed: committed */
    SEGMENT_ERROR, /* the Sync came after an error: nothing happened */
    SEGMENT_LOST   /* the connection ended, or the answer was late or made no sense: nobody knows */
};

struct segment {
    struct segment *next;
    /* Called once; the segment is the owner's again and may be sent anew. */
    void (*done)(struct segment *, enum segment_fate);
    PGresult *result[SEGMENT_STATEMENTS_MAX]; /* of each statement; NULL where it failed or was skipped */
    PGresult *error;
    int sent, came;
    int failed;      /* position of the statement that failed; == sent if the error came at the commit */
    bool warned;     /* a warning came while it ran */
    int64_t sent_at; /* monotonic, microseconds */
};

/* Frees the results, keeps the segment. */
void segment_clear(struct segment *);

/* changed is called, from the loop, when it became ready, was lost, or answered a segment. */
struct connection *connection_new(struct event_base *, const char *name, const char *conninfo,
                                  void (*changed)(void *arg), void *arg);
/* Segments in flight hear SEGMENT_LOST. */
void connection_free(struct connection **);
/* Once a second: reconnects, and looks for bytes that TLS may have kept from the poll. */
void connection_tick(struct connection *);
bool connection_ready(const struct connection *);
int connection_in_flight(const struct connection *);
/* False if the statement could not be prepared (logged then). */
bool connection_knows(const struct connection *, int statement);

/* begin, add one to SEGMENT_STATEMENTS_MAX statements, end. A failure to send shows as SEGMENT_LOST, later.
 */
void connection_begin(struct connection *, struct segment *);
void connection_add(struct connection *, int statement, const char *const *values, int count);
void connection_end(struct connection *);
/* Acts on what failed while sending; not to be called from a segment's done. */
void connection_settle(struct connection *);
/* Starts anew as soon as the running callback returned. */
void connection_doom(struct connection *, const char *why);

#endif
