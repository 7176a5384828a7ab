/* Views: requests become parameters by the view's own head, rows of the database become rows of the reply.
 * The JSON of a row is the database's; a second column is the place to go on from. */
#include "server/views.h"

#include "common/mem.h"
#include "common/moment.h"
#include "common/text.h"
#include "server/db/statements.h"
#include "server/refusals.h"
#include "server/reply.h"
#include "server/server.h"
#include "server/workflow/arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct view_spec views[VIEWS_MAX];
static int count;

static bool add(const struct embedded_text *text)
{
    char fault[200];
    if (count == VIEWS_MAX) {
        fprintf(stderr, "teyued: more than %d views\n", VIEWS_MAX);
        return false;
    }
    if (view_spec_parse(text->name + strlen("view/"), text->text, &views[count], fault, sizeof fault)) {
        count++;
        return true;
    }
    fprintf(stderr, "teyued: view %s\n", fault);
    return false;
}

bool views_open(void)
{
    bool good = true;
    count = 0;
    for (const struct embedded_text *text = embedded_statements; text->name; text++)
        if (strncmp(text->name, "view/", strlen("view/")) == 0)
            good &= add(text);
    return good;
}

int views_count(void)
{
    return count;
}

const struct view_spec *views_at(int i)
{
    return &views[i];
}

const struct view_spec *view_find(const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(views[i].name, name) == 0)
            return &views[i];
    return NULL;
}

bool roles_held(const struct actor *actor, unsigned roles, moment now)
{
    for (int i = 0; i < actor->grants; i++)
        if (roles & 1u << actor->grant[i].role)
            return true;
    for (int i = 0; i < actor->standins; i++) {
        const struct standin *s = &actor->standin[i];
        if (roles & 1u << s->role && s->from <= now && now < s->to)
            return true;
    }
    return false;
}

bool view_allowed(const struct view_spec *view, const struct actor *actor, moment now)
{
    return view->anybody || roles_held(actor, view->roles, now);
}

/* ---- from words to parameters ---- */

struct parameters {
    char *text[VIEW_ARGS_MAX]; /* NULL is SQL NULL */
    int64_t limit;             /* rows to show, 0: all */
};

static const struct label why_missing = {"必填", "must be given"};
static const struct label why_kind = {"格式不对", "is malformed"};
static const struct label why_long = {"太长", "is too long"};
static const struct label why_text = {"含有不允许的字符", "holds characters that are not allowed"};
static const struct label why_unknown = {"没有这个参数", "is no argument of this view"};

static bool fault_set(struct arguments_fault *fault, const char *code, const char *field, struct label why)
{
    *fault = (struct arguments_fault){code, field, {NULL, NULL}, why, NULL};
    return false;
}

static int64_t first_site(const struct actor *actor)
{
    for (int i = 0; i < actor->grants; i++)
        if (actor->site_of[i])
            return actor->site_of[i];
    return 0;
}

static char *known_value(struct reply *reply, enum view_arg_kind kind)
{
    const struct actor *actor = reply_actor(reply);
    switch (kind) {
    case VIEW_USER:
        return xasprintf("%lld", (long long)actor->id);
    case VIEW_LANG:
        return xstrdup(lang_name(reply_lang(reply)));
    case VIEW_NOW:
        return xasprintf("%lld", (long long)db_now(reply_server(reply)->db));
    case VIEW_SITE:
        return first_site(actor) ? xasprintf("%lld", (long long)first_site(actor)) : NULL;
    case VIEW_ZONE:
        return xstrdup(reply_zone(reply));
    default:
        return NULL;
    }
}

static bool read_moment(const char *text, const char *zone, char **out)
{
    moment at;
    if (!moment_parse(text, zone, &at))
        return false;
    *out = xasprintf("%lld", (long long)at);
    return true;
}

static bool read_text(const struct view_arg *arg, const char *text, char **out, struct arguments_fault *fault)
{
    struct buf clean = {0};
    enum text_fault wrong = text_clean(text, VIEW_TEXT_MAX, false, &clean);
    if (wrong == TEXT_OK) {
        *out = buf_take(&clean);
        return true;
    }
    buf_free(&clean);
    return wrong == TEXT_TOO_LONG ? fault_set(fault, "arg.long", arg->name, why_long)
                                  : fault_set(fault, "arg.text", arg->name, why_text);
}

static bool read_value(const struct view_arg *arg, const char *text, const char *zone, char **out,
                       struct arguments_fault *fault)
{
    int64_t number;
    moment day;
    bool good = true;
    if (arg->kind == VIEW_TEXT)
        return read_text(arg, text, out, fault);
    if (arg->kind == VIEW_INT)
        good = arguments_integer(text, ARGUMENT_INT_MAX, &number);
    else if (arg->kind == VIEW_ID)
        good = subject_text_good(text);
    else if (arg->kind == VIEW_DAY)
        good = moment_parse_day(text, zone, &day);
    if (arg->kind == VIEW_TIME)
        good = read_moment(text, zone, out);
    else if (good)
        *out = xstrdup(text);
    return good || fault_set(fault, "arg.kind", arg->name, why_kind);
}

/* One row more than wanted tells whether there are more. */
static bool read_limit(char **out, struct parameters *p, struct arguments_fault *fault)
{
    p->limit = strtoll(*out, NULL, 10);
    if (p->limit < 1 || p->limit > VIEW_ROWS_MAX)
        return fault_set(fault, "arg.kind", "limit", why_kind);
    free(*out);
    *out = xasprintf("%lld", (long long)p->limit + 1);
    return true;
}

static bool read_one(struct reply *reply, const struct view_arg *arg, const char *text, char **out,
                     struct arguments_fault *fault)
{
    if (arg->kind < VIEW_TEXT) {
        *out = known_value(reply, arg->kind);
        return true;
    }
    if (!text || !*text)
        text = *arg->preset ? arg->preset : NULL;
    if (!text)
        return arg->optional || fault_set(fault, "arg.missing", arg->name, why_missing);
    return read_value(arg, text, reply_zone(reply), out, fault);
}

static bool all_known(const struct view_spec *view, const struct words *words, struct arguments_fault *fault)
{
    for (int i = 0; i < words->count; i++) {
        const struct word *word = &words->arg[i];
        if (!word->name || !view_spec_arg(view, word->name))
            return fault_set(fault, "arg.unknown", word->name ? word->name : word->value, why_unknown);
    }
    return true;
}

static bool read_parameters(struct reply *reply, const struct view_spec *view, const struct words *words,
                            struct parameters *p, struct arguments_fault *fault)
{
    if (!all_known(view, words, fault))
        return false;
    for (int i = 0; i < view->args; i++) {
        const struct view_arg *arg = &view->arg[i];
        if (!read_one(reply, arg, words_get(words, arg->name), &p->text[i], fault))
            return false;
        if (strcmp(arg->name, "limit") == 0 && p->text[i] && !read_limit(&p->text[i], p, fault))
            return false;
    }
    return true;
}

static void free_parameters(struct parameters *p)
{
    for (int i = 0; i < VIEW_ARGS_MAX; i++)
        free(p->text[i]);
}

static void send(struct reply *reply, const struct view_spec *view, const struct parameters *p,
                 db_read_done *done, void *arg)
{
    char statement[VIEW_NAME_MAX + 8];
    snprintf(statement, sizeof statement, "view/%s", view->name);
    db_read(reply_server(reply)->db, statement, (const char *const *)p->text, view->args, done, arg);
}

bool view_read(struct reply *reply, const struct view_spec *view, const struct words *words,
               db_read_done *done, void *arg)
{
    struct parameters p = {0};
    struct arguments_fault fault;
    bool good = reply_actor(reply) && read_parameters(reply, view, words, &p, &fault);
    if (good)
        send(reply, view, &p, done, arg);
    free_parameters(&p);
    return good;
}

/* ---- answering ---- */

struct answering {
    struct reply *reply;
    int64_t limit;
};

static void add_rows(struct answering *a, const struct db_rows *rows)
{
    int found = db_rows_count(rows);
    bool more = a->limit && found > a->limit;
    int shown = more ? (int)a->limit : found;
    const char *after = more && db_rows_columns(rows) > 1 ? db_rows_get(rows, shown - 1, 1) : NULL;
    struct buf json = {0};
    for (int i = 0; i < shown; i++)
        if (db_rows_get(rows, i, 0))
            reply_row(a->reply, db_rows_get(rows, i, 0));
    buf_char(&json, '{');
    json_member_int(&json, "rows", shown);
    if (more)
        json_member_bool(&json, "more", true);
    if (after)
        json_member(&json, "after", after);
    buf_char(&json, '}');
    reply_ok(a->reply, json.data);
    buf_free(&json);
}

static void answered(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct answering *a = arg;
    if (outcome == DB_DONE)
        add_rows(a, rows);
    else
        refuse_outcome(a->reply, outcome);
    free(a);
}

void view_answer(struct reply *reply, const struct view_spec *view, const struct words *words)
{
    struct parameters p = {0};
    struct arguments_fault fault;
    if (read_parameters(reply, view, words, &p, &fault)) {
        struct answering *a = xmalloc(sizeof *a);
        *a = (struct answering){reply, p.limit};
        send(reply, view, &p, answered, a);
    } else {
        refuse_fault(reply, &fault);
    }
    free_parameters(&p);
}
