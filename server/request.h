/* The session's side of a reply (server/reply.h is the handlers'): made from a line, run, and at last
 * written. */
#ifndef TEYUE_REQUEST_H
#define TEYUE_REQUEST_H

#include "common/words.h"
#include "server/reply.h"
#include "server/session.h"

#define REPLY_BYTES_MAX 131072 /* of one reply; more is NO limit.reply: a view pages */

struct request_origin {
    struct server *server;
    struct session_id session;
    uint32_t connection, number; /* for the trace */
};

/* line[0..len] is taken and freed with the reply; words point into it as long as it lives. */
struct reply *reply_new(const struct request_origin *, char *line, size_t len);
void reply_free(struct reply *);
/* Parses the line; what the seat says now is what the request is answered for. */
enum words_fault reply_parse(struct reply *, const struct seat *, int *column);
const struct words *reply_words(const struct reply *);
bool reply_tagged(const struct reply *);
/* The person was read anew before the request began. */
void reply_set_person(struct reply *, struct person *);
struct person *reply_person(const struct reply *);
struct session_id reply_session(const struct reply *);
/* The whole of it, after its end. */
const struct buf *reply_text(const struct reply *);

#endif
