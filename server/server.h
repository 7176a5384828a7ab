/* What the daemon is made of; the only shared state, made in main.c and passed down. */
#ifndef TEYUE_SERVER_H
#define TEYUE_SERVER_H

#include <stdbool.h>

struct event_base;
struct db;
struct config;
struct sessions; /* session.c: every connection, and the only way to reach one */
struct hashing;  /* hashing.c: argon2id in worker threads */
struct logins;   /* auth.c: logins under way, and names nobody has */

struct server {
    struct event_base *base;
    const struct config *config;
    struct db *db;
    struct sessions *sessions;
    struct hashing *hashing;
    struct logins *logins;
    bool draining;
};

#endif
