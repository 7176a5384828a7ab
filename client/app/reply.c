/* Decodes lines of the daemon. Called by the connection's owner and by the fuzz target; knows the grammar of
 * docs/protocol.md and nothing of what the objects mean. */
#include "client/app/reply.h"

#include <inttypes.h>
#include <string.h>

struct cursor {
    const char *at, *end;
};

static bool is_blank(char c)
{
    return c == ' ';
}

static void skip_blanks(struct cursor *c)
{
    while (c->at < c->end && is_blank(*c->at))
        c->at++;
}

/* The next word into out; false if there is none or it is too long. */
static bool take_word(struct cursor *c, char *out, size_t size)
{
    const char *start = c->at;
    while (c->at < c->end && !is_blank(*c->at))
        c->at++;
    size_t len = (size_t)(c->at - start);
    if (len == 0 || len >= size || memchr(start, '\0', len))
        return false;
    memcpy(out, start, len);
    out[len] = '\0';
    skip_blanks(c);
    return true;
}

/* What is left must be one JSON object, or nothing. */
static bool take_object(struct cursor *c, bool optional, json_t **out)
{
    json_error_t error;
    if (c->at == c->end)
        return optional;
    *out = json_loadb(c->at, (size_t)(c->end - c->at), 0, &error);
    if (*out && json_is_object(*out))
        return true;
    json_decref(*out);
    *out = NULL;
    return false;
}

static bool take_tag(struct cursor *c, struct reply *out)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    if (c->at == c->end || *c->at != '@')
        return true;
    c->at++;
    return take_word(c, out->tag, sizeof out->tag) && out->tag[strspn(out->tag, allowed)] == '\0';
}

/* "teyue 1 {…}" behind the star of the first line. */
static bool take_greeting(struct cursor *c, struct reply *out)
{
    char word[16];
    out->kind = REPLY_GREETING;
    if (!take_word(c, word, sizeof word) || strcmp(word, "teyue") != 0 || !take_word(c, word, sizeof word) ||
        strlen(word) > 4 || word[strspn(word, "0123456789")])
        return false;
    for (const char *digit = word; *digit; digit++)
        out->number = out->number * 10 + (*digit - '0');
    return take_object(c, false, &out->json);
}

static bool take_code(struct cursor *c, struct reply *out, enum reply_kind kind)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789._";
    out->kind = kind;
    return take_word(c, out->code, sizeof out->code) && out->code[strspn(out->code, allowed)] == '\0' &&
           take_object(c, kind != REPLY_EVENT, &out->json);
}

static bool take_row(struct cursor *c, struct reply *out)
{
    if (c->at < c->end && *c->at == 't' && !*out->tag)
        return take_greeting(c, out);
    out->kind = REPLY_ROW;
    return take_object(c, false, &out->json);
}

static bool take_reply(struct cursor *c, struct reply *out)
{
    char word[16];
    if (!take_tag(c, out) || !take_word(c, word, sizeof word))
        return false;
    if (strcmp(word, "*") == 0)
        return take_row(c, out);
    if (strcmp(word, "!") == 0)
        return !*out->tag && take_code(c, out, REPLY_EVENT);
    if (strcmp(word, "NO") == 0)
        return take_code(c, out, REPLY_NO);
    if (strcmp(word, "BAD") == 0)
        return take_code(c, out, REPLY_BAD);
    bool ok = strcmp(word, "OK") == 0;
    out->kind = ok ? REPLY_OK : REPLY_UNKNOWN;
    return (ok || strcmp(word, "UNKNOWN") == 0) && take_object(c, true, &out->json);
}

bool reply_read(const char *line, size_t len, struct reply *out)
{
    struct cursor c = {line, line + len};
    if (len > 0 && line[len - 1] == '\r')
        c.end--;
    memset(out, 0, sizeof *out);
    if (take_reply(&c, out))
        return true;
    reply_end(out);
    out->kind = REPLY_BROKEN;
    return false;
}

void reply_end(struct reply *reply)
{
    json_decref(reply->json);
    reply->json = NULL;
}

const char *reply_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

long long reply_int(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

bool reply_true(const json_t *object, const char *name)
{
    return json_is_true(json_object_get(object, name));
}

json_t *reply_list(const json_t *object, const char *name)
{
    json_t *list = json_object_get(object, name);
    return json_is_array(list) ? list : NULL;
}

void reply_show(const json_t *value, struct buf *out)
{
    buf_str(out, "");
    if (json_is_string(value))
        buf_str(out, json_string_value(value));
    else if (json_is_integer(value))
        buf_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value))
        buf_printf(out, "%g", json_real_value(value));
}
