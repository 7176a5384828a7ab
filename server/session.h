/* Connections: framing, limits, one request after the other, output that waits, and the one way each of them
 * ends. Nobody keeps a pointer to a session across the loop: (slot, generation) finds it again, or does not.
 *
 * session_end and session_close only mark; what they mark is freed once per turn of the loop. */
#ifndef TEYUE_SESSION_H
#define TEYUE_SESSION_H

#include "common/label.h"
#include "server/addresses.h"
#include "server/db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct session;
struct sessions;
struct server;
struct person;
struct reply;
struct ssl_st;

/* Bytes unread: beyond it no request is taken, no reply that is ready is written and no event is sent, so
 * that never more than this and one reply wait. */
#define SESSION_OUTPUT_PAUSE 65536
#define SESSION_PERSON_FRESH_MS 300000 /* then the person is read again before the next request */

struct session_id {
    uint32_t slot, generation;
};

/* What a connection's own verbs change. */
struct seat {
    enum lang lang;
    int64_t station, station_site; /* 0: none */
    struct person *person;         /* NULL before login; a reference */
};

/* Where a watching session stands in the log; see push.c. */
struct watch {
    bool on;                     /* events are wanted */
    bool catching;               /* the log is being read for it */
    bool missed;                 /* there is more in the log than was sent */
    char cursor[DB_CURSOR_SIZE]; /* what comes after it was not sent yet */
};

/* A socket that was just accepted. */
struct accepted {
    int fd;
    struct ssl_st *ssl; /* owned by the session from here on; NULL: plain */
    struct address address;
    int64_t address_max; /* connections allowed from it, INT64_MAX: any */
};

struct sessions *sessions_new(struct server *);
/* Closes what is left. */
void sessions_free(struct sessions **);
int sessions_count(const struct sessions *);
struct addresses *sessions_addresses(struct sessions *);
/* Takes the socket; closes it at once if there are too many. */
void session_open(struct sessions *, const struct accepted *);
/* NULL if it is gone or going. */
struct session *session_get(struct sessions *, struct session_id);
void sessions_each(struct sessions *, void (*visit)(struct session *, void *arg), void *arg);
/* Deputies or duties changed: everybody is read again before his next request. */
void sessions_persons_changed(struct sessions *);
/* `! bye {"reason":"shutdown","in":seconds}` to all; each ends when what it has under way is answered. */
void sessions_drain(struct sessions *, int seconds);

struct session_id session_id(const struct session *);
struct seat *session_seat(struct session *);
struct watch *session_watch(struct session *);
const struct address *session_address(const struct session *);
/* The session becomes that person's; takes the reference. */
void session_sit(struct session *, struct person *);

/* One event line, newline included. Never lands inside a reply: replies are written in one piece. False: no
 * room, and push_resume() will be called when there is. */
bool session_event(struct session *, const char *line, size_t len);
/* A reply has ended: takes it, writes it when the output has room, frees it. Dead sessions drop it. */
void session_replied(struct sessions *, struct session_id, struct reply *);

/* No further line is taken; what is under way is answered and written, then the connection ends. bye: `! bye`
 * is said first. */
void session_end(struct session *, const char *reason, bool bye);
/* At once. */
void session_close(struct session *, const char *reason);

#endif
