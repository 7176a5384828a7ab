/* What the two files of sessions share: sessions.c has the table, the timers and the freeing, session.c one
 * connection. Private to them. */
#ifndef TEYUE_SESSION_INSIDE_H
#define TEYUE_SESSION_INSIDE_H

#include "common/wire.h"
#include "server/session.h"

#include <sys/queue.h>

struct bufferevent;
struct event;

/* TLS (handshake) -> OPEN -> FINISHING (no more lines, answers are awaited) -> FLUSHING (answers are written,
 * our side is shut, what comes is dropped) -> CLOSED (marked; freed by reap in the same turn of the loop). */
enum stage { STAGE_TLS, STAGE_OPEN, STAGE_FINISHING, STAGE_FLUSHING, STAGE_CLOSED };

struct session {
    struct sessions *all;
    struct session_id id;
    enum stage stage;
    struct bufferevent *bev;
    struct ssl_st *ssl; /* owned by bev */
    struct address address;
    uint32_t connection, requests, epoch;
    int tagged, faults, held_count;
    bool untagged, processing, reading, eof, shut;
    size_t scanned;                                  /* input bytes without a newline */
    int64_t opened_ms, line_ms, end_ms, progress_ms; /* line_ms: 0 when no line has begun */
    uint64_t written, consumed;
    struct seat seat;
    struct watch watch;
    struct reply *held[WIRE_TAGS_MAX + 2]; /* ended, waiting for room */
    STAILQ_ENTRY(session) closed;
};

struct slot {
    struct session *session;
    uint32_t generation, next_free;
};

struct sessions {
    struct server *server;
    struct addresses *addresses;
    struct slot *slot;
    uint32_t slots, first_free;
    int count;
    uint32_t connections, epoch;
    struct event *tick, *reap;
    int64_t tidied_ms;
    STAILQ_HEAD(, session) closed;
};

/* Makes the session of an accepted socket; the table has room. */
struct session *session_new(struct sessions *, const struct accepted *);
/* The table has it: greets, unless a handshake comes first. */
void session_start(struct session *);
void session_free(struct session *);
/* What it has waited too long for at now (monotonic), NULL: nothing. */
const char *session_overdue(struct session *, int64_t now);
/* No further line; bye (may be NULL) is the line said first. */
void session_finish(struct session *, const char *reason, const char *bye);

#endif
