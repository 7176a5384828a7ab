/* The line to the daemon: unix socket, or TCP with TLS from the first byte. Cuts what comes into lines,
 * connects again by itself when the line is lost (after 1, 2, 5, 10, 30 s, each a little earlier or later, so
 * that a hundred clients do not come at once). Nothing in here waits. */
#ifndef TEYUE_CLIENT_APP_CONN_H
#define TEYUE_CLIENT_APP_CONN_H

#include "common/label.h"

#include <event2/event.h>
#include <stdbool.h>
#include <stddef.h>

#define CONN_CONNECT_S 10 /* for connecting, TLS included */

/* socket goes before host. ca: file with the authority the server's certificate must come from; without it
 * there is no connection over TCP. Everything must outlive the connection. */
struct conn_target {
    const char *socket, *host, *ca;
    int port;
};

struct conn_owner {
    void *owner;
    void (*opened)(void *owner);
    void (*closed)(void *owner); /* conn_fault() says why; a new attempt is under way */
    void (*line)(void *owner, const char *line, size_t len); /* without its newline */
};

struct conn;

struct conn *conn_new(struct event_base *, const struct conn_target *, struct conn_owner);
void conn_free(struct conn *);
/* The first attempt, as soon as the loop runs. */
void conn_open(struct conn *);
/* Sends a line (the newline is added); false if there is no connection. */
bool conn_send(struct conn *, const char *line);
bool conn_is_open(const struct conn *);
/* The line is good: the next loss starts with the shortest wait again. */
void conn_settled(struct conn *);
/* Gives this connection up, for instance because what came was no line of the protocol. closed() follows from
 * the event loop. */
void conn_reset(struct conn *, struct label why);
/* Tries again now instead of later. */
void conn_hurry(struct conn *);
/* No further attempt until conn_hurry(): nobody is there to use it. */
void conn_rest(struct conn *);
/* Attempts since the loss, seconds until the next one, and why the last one failed ("" if unknown). */
int conn_attempts(const struct conn *);
int conn_wait(const struct conn *);
const char *conn_fault(const struct conn *, enum lang);

#endif
