/* A reply is gathered in memory and handed to its session in one piece, so that neither an event nor another
 * tagged reply can stand inside it. Handlers call the reply_* of reply.h, session.c those of request.h. It
 * knows no socket. */
#include "common/mem.h"
#include "server/clock.h"
#include "server/person.h"
#include "server/request.h"
#include "server/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reply {
    struct request_origin from;
    char *line;
    size_t len;
    struct words words;
    char tag[WORDS_MAX_TAG + 1];
    char trace[32];
    enum lang lang;
    int64_t station;
    struct person *person;
    struct buf out;
    bool too_long;
};

struct reply *reply_new(const struct request_origin *from, char *line, size_t len)
{
    struct reply *reply = xcalloc(1, sizeof(*reply));

    reply->from = *from;
    reply->line = line;
    reply->len = len;
    snprintf(reply->trace, sizeof(reply->trace), "%04x-%u", from->connection, from->number);
    return reply;
}

void reply_free(struct reply *reply)
{
    person_unref(&reply->person);
    buf_free(&reply->out);
    explicit_bzero(reply->line, reply->len); /* it may hold a password */
    free(reply->line);
    free(reply);
}

enum words_fault reply_parse(struct reply *reply, const struct seat *seat, int *column)
{
    enum words_fault fault = words_parse(reply->line, reply->len, &reply->words, column);

    if (reply->words.tag != NULL)
        snprintf(reply->tag, sizeof(reply->tag), "%s", reply->words.tag);
    reply->lang = seat->lang;
    reply->station = seat->station;
    reply->person = person_ref(seat->person);
    return fault;
}

const struct words *reply_words(const struct reply *reply)
{
    return &reply->words;
}

bool reply_tagged(const struct reply *reply)
{
    return reply->tag[0] != '\0';
}

void reply_set_person(struct reply *reply, struct person *person)
{
    person_unref(&reply->person);
    reply->person = person_ref(person);
}

struct person *reply_person(const struct reply *reply)
{
    return reply->person;
}

struct session_id reply_session(const struct reply *reply)
{
    return reply->from.session;
}

const struct buf *reply_text(const struct reply *reply)
{
    return &reply->out;
}

struct server *reply_server(const struct reply *reply)
{
    return reply->from.server;
}

bool reply_alive(const struct reply *reply)
{
    return session_get(reply->from.server->sessions, reply->from.session) != NULL;
}

const struct actor *reply_actor(const struct reply *reply)
{
    return reply->person != NULL && reply_alive(reply) ? &reply->person->actor : NULL;
}

enum lang reply_lang(const struct reply *reply)
{
    return reply->lang;
}

const char *reply_zone(const struct reply *reply)
{
    return reply->person == NULL ? "Asia/Shanghai" : reply->person->zone;
}

int64_t reply_station(const struct reply *reply)
{
    return reply->station;
}

const char *reply_trace(const struct reply *reply)
{
    return reply->trace;
}

static void tag(struct reply *reply)
{
    if (reply_tagged(reply))
        buf_printf(&reply->out, "@%s ", reply->tag);
}

void reply_row(struct reply *reply, const char *json)
{
    if (reply->out.len + strlen(json) > REPLY_BYTES_MAX)
        reply->too_long = true;
    if (reply->too_long)
        return;
    tag(reply);
    buf_str(&reply->out, "* ");
    buf_str(&reply->out, json);
    buf_char(&reply->out, '\n');
}

/* "OK {…}", "NO code {…}": the end of the reply, and of our knowing it. */
static void finish(struct reply *reply, const char *word, const char *code, const char *json)
{
    tag(reply);
    buf_str(&reply->out, word);
    if (code != NULL)
        buf_printf(&reply->out, " %s", code);
    if (json != NULL)
        buf_printf(&reply->out, " %s", json);
    buf_char(&reply->out, '\n');
    session_replied(reply->from.server->sessions, reply->from.session, reply);
}

static void message(struct buf *out, struct label label, enum lang lang)
{
    buf_char(out, '{');
    json_member(out, "msg", label_in(label, lang));
    buf_char(out, '}');
}

static void finish_label(struct reply *reply, const char *word, const char *code, struct label label)
{
    struct buf json = {0};

    message(&json, label, reply->lang);
    finish(reply, word, code, json.data);
    buf_free(&json);
}

/* A list cut short would look like a whole one. */
static bool refuse_too_long(struct reply *reply, const char *json)
{
    static const struct label label = {"结果太长,请缩小范围或分页", "Too long an answer: narrow it or page"};

    if (!reply->too_long && (json == NULL || reply->out.len + strlen(json) <= REPLY_BYTES_MAX))
        return false;
    buf_clear(&reply->out);
    finish_label(reply, "NO", "limit.reply", label);
    return true;
}

void reply_ok(struct reply *reply, const char *json)
{
    if (!refuse_too_long(reply, json))
        finish(reply, "OK", NULL, json);
}

void reply_no(struct reply *reply, const char *code, const char *json)
{
    finish(reply, "NO", code, json);
}

void reply_bad(struct reply *reply, const char *code, const char *json)
{
    finish(reply, "BAD", code, json);
}

void reply_unknown(struct reply *reply, const char *json)
{
    finish(reply, "UNKNOWN", NULL, json);
}

void reply_no_label(struct reply *reply, const char *code, struct label label)
{
    finish_label(reply, "NO", code, label);
}

void reply_bad_label(struct reply *reply, const char *code, struct label label)
{
    finish_label(reply, "BAD", code, label);
}
