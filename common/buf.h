/* A growing byte buffer that is always NUL-terminated, and JSON written into it.
 * `struct buf b = {0};` is an empty one; buf_free() ends it. The bytes belong to the buffer. */
#ifndef TEYUE_COMMON_BUF_H
#define TEYUE_COMMON_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data;
    size_t len, cap;
};

void buf_add(struct buf *, const void *data, size_t len);
void buf_str(struct buf *, const char *text);
void buf_char(struct buf *, char c);
void buf_printf(struct buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_clear(struct buf *);
void buf_free(struct buf *);
/* Takes the text out (never NULL); the buffer is empty afterwards and the caller frees the text. */
char *buf_take(struct buf *);

/* A JSON string literal with its quotes; text must be valid UTF-8. NULL writes null. */
void json_quote(struct buf *, const char *text);
/* Members of one object: each writes a comma first unless the object was just opened with '{' or '['. */
void json_key(struct buf *, const char *key);
void json_member(struct buf *, const char *key, const char *text);
void json_member_int(struct buf *, const char *key, int64_t value);
void json_member_bool(struct buf *, const char *key, bool value);
void json_member_raw(struct buf *, const char *key, const char *json);
/* A comma unless the container was just opened. */
void json_comma(struct buf *);

#endif
