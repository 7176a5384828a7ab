/* One line from the daemon, decoded. Whatever it is, it is judged here: a line that is none of the protocol's
 * is REPLY_BROKEN, never a guess. Pure. */
#ifndef TEYUE_CLIENT_APP_REPLY_H
#define TEYUE_CLIENT_APP_REPLY_H

#include "common/buf.h"
#include "common/words.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define REPLY_CODE_MAX 64

enum reply_kind {
    REPLY_BROKEN,
    REPLY_GREETING, /* number: the protocol's version */
    REPLY_ROW,
    REPLY_OK,
    REPLY_NO,      /* code */
    REPLY_BAD,     /* code */
    REPLY_UNKNOWN, /* the outcome was lost: ask again with the same key */
    REPLY_EVENT,   /* code is the topic */
    REPLY_LOST     /* not from the daemon: the line was cut before an answer came */
};

struct reply {
    enum reply_kind kind;
    char tag[WORDS_MAX_TAG + 1]; /* "" if none */
    char code[REPLY_CODE_MAX + 1];
    int number;
    json_t *json; /* an object, or NULL if there was none; ended by reply_end() */
};

/* line without its newline. True unless it is REPLY_BROKEN. */
bool reply_read(const char *line, size_t len, struct reply *out);
void reply_end(struct reply *);

/* Members of an object; NULL objects have none. The text is "" if there is none or it is no text. */
const char *reply_text(const json_t *object, const char *name);
long long reply_int(const json_t *object, const char *name);
bool reply_true(const json_t *object, const char *name);
/* An array; NULL if it is none. */
json_t *reply_list(const json_t *object, const char *name);
/* Text or number as people read it, appended. */
void reply_show(const json_t *value, struct buf *out);

#endif
