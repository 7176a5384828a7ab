/* The doors: a unix socket in plain text, TCP with TLS only. */
#ifndef TEYUE_LISTENER_H
#define TEYUE_LISTENER_H

#include <stdbool.h>
#include <stddef.h>

struct listener;
struct server;

#define LISTENER_TURN_MAX 64     /* accepts in one turn of the loop */
#define LISTENER_REST_MS 200     /* without descriptors nothing is accepted for so long */
#define LISTENER_RESERVED_FDS 64 /* for everything but sessions */

/* Opens what server->config names; NULL with one line in why. */
struct listener *listener_open(struct server *, char *why, size_t size);
/* Reads the certificate again; what is open keeps the old one. False with one line in why, and nothing
 * changes. */
bool listener_reload(struct listener *, char *why, size_t size);
/* Nobody comes in any more. */
void listener_close(struct listener **);

#endif
