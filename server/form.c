/* A form is the row's arguments as JSON, with what is known already filled in, and above them what is to be
 * read out. The fields come from the table the daemon checks the answer with, so that a form never asks for
 * what is not taken. */
#include "server/form.h"

#include "common/log.h"
#include "common/mem.h"
#include "common/moment.h"
#include "common/words.h"
#include "server/dispatch.h"
#include "server/perform.h"
#include "server/refusals.h"
#include "server/reply.h"
#include "server/server.h"
#include "server/spec/json_find.h"
#include "server/views.h"
#include "server/workflow/arguments.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_TEXT 24
#define MINUTES_TEXT 17 /* "2026-11-24 15:30" */

struct form {
    struct reply *reply;
    const struct row *row;
    int64_t part;
    int64_t id;      /* 0: something new */
    struct buf json; /* open object: "say" and the bracket are missing */
};

static const char *const kinds[] = {
    [ARG_TEXT] = "text",       [ARG_NOTE] = "note",     [ARG_CHOICE] = "choice", [ARG_TICK] = "tick",
    [ARG_TIME] = "time",       [ARG_WINDOW] = "window", [ARG_DAY] = "day",       [ARG_INT] = "int",
    [ARG_FEN] = "fen",         [ARG_PICK] = "pick",     [ARG_LINES] = "lines",   [ARG_THINGS] = "things",
    [ARG_ANSWERS] = "answers", [ARG_SECRET] = "secret"};

static void form_free(struct form *form)
{
    buf_free(&form->json);
    free(form);
}

/* ---- what a field starts with ---- */

/* As a person types it in his zone: 2026-11-24 15:30 */
static void minutes(struct buf *out, moment at, const char *zone)
{
    struct buf text = {0};
    moment_print(&text, at, zone);
    if (text.len >= MINUTES_TEXT - 1) {
        text.data[10] = ' ';
        buf_add(out, text.data, MINUTES_TEXT - 1);
    }
    buf_free(&text);
}

static void span(struct buf *out, moment from, moment to, const char *zone)
{
    if (from == MOMENT_NONE || to == MOMENT_NONE)
        return;
    minutes(out, from, zone);
    buf_char(out, '/');
    minutes(out, to, zone);
}

static void proposed_preset(struct buf *out, const struct facts *facts, const char *zone)
{
    const struct part *time = facts_live((struct facts *)facts, LIFECYCLE_TIME);
    if (time)
        span(out, time->from, time->to, zone);
}

static void window_preset(struct buf *out, const char *preset, const struct facts *facts, const char *zone)
{
    if (!facts)
        return;
    bool wanted = strcmp(preset, "wanted") == 0;
    if (wanted && facts->any_time)
        buf_str(out, "any");
    else if (strcmp(preset, "proposed") == 0)
        proposed_preset(out, facts, zone);
    else if (wanted)
        span(out, facts->wanted_from, facts->wanted_to, zone);
    else
        span(out, facts->agreed_from, facts->agreed_to, zone);
}

/* Who asked, and how related; for something new a pick fills them in, and the client does that. */
static const char *person_preset(const char *preset, const struct facts *facts)
{
    if (!facts)
        return "";
    if (strcmp(preset, "contact") == 0)
        return facts->contact;
    return strcmp(preset, "relation") == 0 ? facts->relation : "";
}

static void preset_json(struct buf *out, const struct arg *arg, const struct facts *facts,
                        struct reply *reply)
{
    struct buf value = {0};
    if (!arg->preset)
        return;
    if (arg->kind == ARG_TIME && strcmp(arg->preset, "now") == 0)
        minutes(&value, db_now(reply_server(reply)->db), reply_zone(reply));
    else if (arg->kind == ARG_WINDOW)
        window_preset(&value, arg->preset, facts, reply_zone(reply));
    else if (arg->kind == ARG_TEXT)
        buf_str(&value, person_preset(arg->preset, facts));
    else if (arg->kind == ARG_CHOICE || arg->kind == ARG_INT || arg->kind == ARG_FEN)
        buf_str(&value, arg->preset);
    if (value.len)
        json_member(out, "value", value.data);
    buf_free(&value);
}

/* ---- fields ---- */

static void options_json(struct buf *out, const struct option *options, enum lang lang)
{
    json_key(out, "options");
    buf_char(out, '[');
    for (; options->value; options++) {
        json_comma(out);
        buf_char(out, '{');
        json_member(out, "value", options->value);
        json_member(out, "label", label_in(options->label, lang));
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

static void source_json(struct buf *out, const struct arg *arg, const struct form *form)
{
    const struct view_spec *view = view_find(arg->source);
    json_member(out, "source", arg->source);
    json_key(out, "source_args");
    buf_char(out, '{');
    if (view && form->id && view_spec_arg(view, "id"))
        json_member_int(out, "id", form->id);
    if (view && form->part && view_spec_arg(view, "part"))
        json_member_int(out, "part", form->part);
    buf_char(out, '}');
}

static int longest(const struct arg *arg)
{
    if (arg->kind == ARG_TEXT)
        return arg->max ? arg->max : ARGUMENT_TEXT_MAX;
    return arg->kind == ARG_NOTE && !arg->max ? ARGUMENT_NOTE_MAX : arg->max;
}

static void field_json(struct form *form, const struct arg *arg, const struct facts *facts)
{
    struct buf *out = &form->json;
    enum lang lang = reply_lang(form->reply);
    json_comma(out);
    buf_char(out, '{');
    json_member(out, "name", arg->name);
    json_member(out, "label", label_in(arg->label, lang));
    json_member(out, "kind", kinds[arg->kind]);
    json_member_bool(out, "required", arg->required);
    if (arg->options)
        options_json(out, arg->options, lang);
    if (longest(arg))
        json_member_int(out, "max", longest(arg));
    if (arg->source)
        source_json(out, arg, form);
    preset_json(out, arg, facts, form->reply);
    buf_char(out, '}');
}

static void form_json(struct form *form, const struct facts *facts)
{
    struct buf *out = &form->json;
    const struct row *row = form->row;
    buf_char(out, '{');
    json_member(out, "action", row->action);
    json_member(out, "title", label_in(row->label, reply_lang(form->reply)));
    json_member(out, "clause", row->clause);
    if (form->id)
        json_member_int(out, "id", form->id);
    if (form->part)
        json_member_int(out, "part", form->part);
    if (form->id)
        json_member_int(out, "version", facts->version);
    json_member_bool(out, "danger", isupper((unsigned char)row->key));
    json_key(out, "fields");
    buf_char(out, '[');
    for (const struct arg *arg = row->args; arg && arg->name; arg++)
        field_json(form, arg, facts);
    buf_char(out, ']');
}

/* ---- what to read out ---- */

static void form_end(struct form *form, const struct db_rows *rows)
{
    struct buf *out = &form->json;
    json_key(out, "say");
    buf_char(out, '[');
    for (int i = 0; rows && i < db_rows_count(rows); i++) {
        const char *row = db_rows_get(rows, i, 0), *text;
        size_t len;
        if (!row || !json_find(row, "text", &text, &len))
            continue;
        json_comma(out);
        buf_add(out, text, len);
    }
    buf_str(out, "]}");
    reply_ok(form->reply, out->data);
    form_free(form);
}

/* A form without its card would lead to a consent without the prices having been said. */
static void got_card(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct form *form = arg;
    if (outcome == DB_DONE) {
        form_end(form, rows);
        return;
    }
    refuse_outcome(form->reply, outcome);
    form_free(form);
}

static void ask_card(struct form *form)
{
    char id[NUMBER_TEXT], part[NUMBER_TEXT];
    const struct view_spec *view = form->row->card ? view_find(form->row->card) : NULL;
    struct words words = {.verb = form->row->card, .arg = {{"id", id, 0}, {"part", part, 0}}, .count = 1};
    snprintf(id, sizeof id, "%lld", (long long)form->id);
    snprintf(part, sizeof part, "%lld", (long long)form->part);
    if (view && form->part && view_spec_arg(view, "part"))
        words.count = 2;
    if (!view || !form->id || !view_read(form->reply, view, &words, got_card, form))
        form_end(form, NULL);
}

/* ---- which row ---- */

/* The offer that is meant: of the action and, if one is named, of the part; one that is allowed before
 * others. */
struct choice {
    const struct form *form;
    struct offer offer;
    bool found;
};

static void choose(void *arg, const struct offer *offer)
{
    struct choice *choice = arg;
    bool fits = strcmp(offer->row->action, choice->form->row->action) == 0 &&
                (!choice->form->part || choice->form->part == offer->part);
    if (!fits || choice->found)
        return;
    choice->offer = *offer;
    choice->found = true;
}

static void refuse_form(struct form *form, const struct refusal *list, int count, const struct facts *facts)
{
    refusals_open(&form->json, list, count, facts, reply_lang(form->reply));
    buf_char(&form->json, '}');
    reply_no(form->reply, list[0].code, form->json.data);
    form_free(form);
}

/* Nothing of that name is offered in this state: the core says so in its own words. */
static void refuse_state(struct form *form, const struct question *q)
{
    static struct decision decision;
    struct question dry = *q;
    dry.row = form->row;
    if (!decide(&dry, &decision)) {
        refuse_form(form, decision.refusal, decision.refusals, q->facts);
        return;
    }
    refuse_denied(form->reply);
    form_free(form);
}

static void fill(struct form *form, const struct actor *actor, const struct facts *facts)
{
    struct question q = {.actor = actor, .facts = facts, .now = db_now(reply_server(form->reply)->db)};
    struct choice *choice = xcalloc(1, sizeof *choice);
    choice->form = form;
    offers_each(&q, choose, choice);
    form->id = facts->id;
    if (!choice->found) {
        refuse_state(form, &q);
    } else if (!choice->offer.allowed) {
        refuse_form(form, choice->offer.refusal, choice->offer.refusals, facts);
    } else {
        form->row = choice->offer.row;
        form->part = choice->offer.part;
        form_json(form, facts);
        ask_card(form);
    }
    free(choice);
}

static void got_facts(void *arg, enum db_outcome outcome, const struct facts *facts, bool found)
{
    struct form *form = arg;
    const struct actor *actor = reply_actor(form->reply);
    if (outcome == DB_DONE && found && actor) {
        fill(form, actor, facts);
        return;
    }
    if (outcome != DB_DONE)
        refuse_outcome(form->reply, outcome);
    else
        refuse_unknown(form->reply);
    form_free(form);
}

static void ask_facts(struct form *form, const char *id)
{
    char person[NUMBER_TEXT], now[NUMBER_TEXT];
    struct db *db = reply_server(form->reply)->db;
    snprintf(person, sizeof person, "%lld", (long long)reply_actor(form->reply)->id);
    snprintf(now, sizeof now, "%lld", (long long)db_now(db));
    const char *const params[] = {id, NULL, NULL, person, now};
    db_facts(db, lifecycle_of(form->row->track)->aggregate, params, got_facts, form);
}

static void refuse_field(struct reply *reply, const char *code, const char *field, struct label why)
{
    struct arguments_fault fault = {code, field, {NULL, NULL}, why, NULL};
    refuse_fault(reply, &fault);
}

void form_handle(struct reply *reply, const struct words *words)
{
    const char *id = words_get(words, "id"), *part = words_get(words, "part");
    const struct row *row = row_first(words_get(words, "action"));
    if (!row || row->hidden) {
        refuse_field(reply, "arg.option", "action", (struct label){"没有这个动作", "is no action"});
        return;
    }
    if (!action_creates(row) && !id) {
        refuse_field(reply, "arg.missing", "id", (struct label){"必填", "must be given"});
        return;
    }
    if (action_creates(row) && !row_open_to(row, reply_actor(reply), db_now(reply_server(reply)->db))) {
        refuse_denied(reply);
        return;
    }
    struct form *form = xcalloc(1, sizeof *form);
    form->reply = reply;
    form->row = row;
    if (part)
        arguments_integer(part, INT64_MAX, &form->part);
    if (action_creates(row)) {
        form_json(form, NULL);
        form_end(form, NULL);
    } else {
        ask_facts(form, id);
    }
}

/* ---- at the start ---- */

static void check_view(const struct row *row, const char *view)
{
    if (view && !view_find(view))
        log_line(LOG_LEVEL_ERROR, "form.view", "action=%s view=%s", row->action, view);
}

void forms_check(void)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    for (int i = 0; i < count; i++) {
        check_view(rows[i], rows[i]->card);
        for (const struct arg *arg = rows[i]->args; arg && arg->name; arg++)
            check_view(rows[i], arg->source);
    }
}
