/* The growing byte buffer and the JSON writer on top of it.
 * Everybody who builds text calls it: replies, log lines, statements, screens.
 * It keeps no nesting state: whether a comma is due is read off the last byte written. */
#include "common/buf.h"

#include "common/mem.h"
#include "common/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUF_FIRST 64

/* Room for more bytes and the NUL behind them. */
static void reserve(struct buf *b, size_t more)
{
    size_t cap = b->cap == 0 ? BUF_FIRST : b->cap;

    if (more >= SIZE_MAX / 4 - b->len)
        abort();
    while (cap < b->len + more + 1)
        cap *= 2;
    if (cap != b->cap) {
        b->data = xrealloc(b->data, cap);
        b->cap = cap;
    }
}

void buf_add(struct buf *b, const void *data, size_t len)
{
    reserve(b, len);
    if (len > 0)
        memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_str(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

void buf_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        abort();
    reserve(b, (size_t)len);
    va_start(args, format);
    vsnprintf(b->data + b->len, (size_t)len + 1, format, args);
    va_end(args);
    b->len += (size_t)len;
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->data != NULL)
        b->data[0] = '\0';
}

void buf_free(struct buf *b)
{
    free(b->data);
    *b = (struct buf){0};
}

char *buf_take(struct buf *b)
{
    char *text;

    reserve(b, 0);
    text = b->data;
    text[b->len] = '\0';
    *b = (struct buf){0};
    return text;
}

/* JSON may carry DEL and C1 raw, but people read replies in a terminal, where C1 starts a control sequence.
 */
static bool json_plain(uint32_t code)
{
    return code >= 0x20 && code != '"' && code != '\\' && !(code >= 0x7f && code <= 0x9f);
}

static void json_escape(struct buf *b, uint32_t code)
{
    if (code == '"' || code == '\\') {
        buf_char(b, '\\');
        buf_char(b, (char)code);
    } else if (code == '\n') {
        buf_str(b, "\\n");
    } else if (code == '\t') {
        buf_str(b, "\\t");
    } else {
        buf_printf(b, "\\u%04" PRIx32, code);
    }
}

void json_quote(struct buf *b, const char *text)
{
    const char *run = text;
    const char *at = text;

    if (text == NULL) {
        buf_str(b, "null");
        return;
    }
    buf_char(b, '"');
    while (*at != '\0') {
        const char *start = at;
        uint32_t code = text_next(&at);

        if (json_plain(code) && !(code == 0xfffd && at - start == 1))
            continue;
        buf_add(b, run, (size_t)(start - run));
        json_escape(b, code);
        run = at;
    }
    buf_add(b, run, (size_t)(at - run));
    buf_char(b, '"');
}

void json_comma(struct buf *b)
{
    char last = b->len > 0 ? b->data[b->len - 1] : '{';

    if (last != '{' && last != '[')
        buf_char(b, ',');
}

void json_key(struct buf *b, const char *key)
{
    json_comma(b);
    json_quote(b, key);
    buf_char(b, ':');
}

void json_member(struct buf *b, const char *key, const char *text)
{
    json_key(b, key);
    json_quote(b, text);
}

void json_member_int(struct buf *b, const char *key, int64_t value)
{
    json_key(b, key);
    buf_printf(b, "%" PRId64, value);
}

void json_member_bool(struct buf *b, const char *key, bool value)
{
    json_key(b, key);
    buf_str(b, value ? "true" : "false");
}

void json_member_raw(struct buf *b, const char *key, const char *json)
{
    json_key(b, key);
    buf_str(b, json);
}
