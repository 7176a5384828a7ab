/* Requests and their answers over the line to the daemon: tags, at most WIRE_TAGS_MAX in flight, the rest
 * wait in order. Every request ends exactly once: with the daemon's final line, or with REPLY_LOST when the
 * line is cut or nothing came for REQUESTS_ANSWER_S. */
#ifndef TEYUE_CLIENT_APP_REQUESTS_H
#define TEYUE_CLIENT_APP_REQUESTS_H

#include "client/app/conn.h"
#include "client/app/reply.h"
#include "common/buf.h"

#define REQUESTS_MAX 64 /* in flight and waiting */
#define REQUESTS_ANSWER_S 20

/* Who gets an answer. */
struct answer {
    void *owner;
    void (*row)(void *owner, const json_t *row);          /* may be NULL */
    void (*done)(void *owner, const struct reply *final); /* may be NULL */
};

struct requests_owner {
    void *owner;
    void (*greeted)(void *owner, const struct reply *);
    void (*event)(void *owner, const struct reply *);
    void (*lost)(void *owner);
};

struct requests;

struct requests *requests_new(struct event_base *, const struct conn_target *, struct requests_owner);
/* What is under way ends with REPLY_LOST. */
void requests_free(struct requests *);
struct conn *requests_conn(struct requests *);
/* The daemon has greeted: requests can be sent. */
bool requests_ready(const struct requests *);
/* line has no tag. False if there is no connection or REQUESTS_MAX wait: nothing is sent, nobody is called.
 */
bool requests_send(struct requests *, const char *line, struct answer);
/* The owner goes away: its answers are dropped. */
void requests_forget(struct requests *, const void *owner);

/* A request line, word by word. A NULL value adds nothing. */
void request_begin(struct buf *, const char *verb);
void request_word(struct buf *, const char *name, const char *value);
void request_int(struct buf *, const char *name, long long value);

#endif
