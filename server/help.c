/* Help is read off the tables that answer, so that it cannot drift from them. */
#include "server/help.h"

#include "common/buf.h"
#include "common/words.h"
#include "server/dispatch.h"
#include "server/perform.h"
#include "server/reply.h"
#include "server/server.h"
#include "server/views.h"
#include "server/workflow/arguments.h"

#include <string.h>

struct helping {
    struct reply *reply;
    const struct actor *actor;
    const char *wanted; /* NULL: all */
    moment now;
    int rows;
};

static const char *const kind_names[] = {
    [ARG_TEXT] = "text",       [ARG_NOTE] = "note",     [ARG_CHOICE] = "choice", [ARG_TICK] = "tick",
    [ARG_TIME] = "time",       [ARG_WINDOW] = "window", [ARG_DAY] = "day",       [ARG_INT] = "int",
    [ARG_FEN] = "fen",         [ARG_PICK] = "pick",     [ARG_LINES] = "lines",   [ARG_THINGS] = "things",
    [ARG_ANSWERS] = "answers", [ARG_SECRET] = "secret"};

static void say(struct helping *h, const char *verb, const char *args, const char *about)
{
    struct buf json = {0};
    buf_char(&json, '{');
    json_member(&json, "verb", verb);
    json_member(&json, "args", args);
    json_member(&json, "about", about);
    buf_char(&json, '}');
    reply_row(h->reply, json.data);
    buf_free(&json);
    h->rows++;
}

static bool wanted(const struct helping *h, const char *verb)
{
    return !h->wanted || strcmp(h->wanted, verb) == 0;
}

static void say_verbs(struct helping *h, const struct verb *table)
{
    for (const struct verb *verb = table; verb->name; verb++) {
        bool may =
            verb->access != ACCESS_NOBODY && (verb->access != ACCESS_STATION || reply_station(h->reply));
        if (may && wanted(h, verb->name))
            say(h, verb->name, verb->args, reply_lang(h->reply) == LANG_ZH ? verb->about_zh : verb->about_en);
    }
}

static void say_row(struct helping *h, const struct row *row)
{
    struct buf args = {0};
    buf_str(&args, action_creates(row) ? "" : "id:id part:int? version:int?");
    for (const struct arg *arg = row->args; arg && arg->name; arg++)
        buf_printf(&args, "%s%s:%s%s", args.len ? " " : "", arg->name, kind_names[arg->kind],
                   arg->required ? "" : "?");
    buf_printf(&args, "%sidem:text?", args.len ? " " : "");
    say(h, row->action, args.data, label_in(row->label, reply_lang(h->reply)));
    buf_free(&args);
}

static void say_actions(struct helping *h)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    for (int i = 0; i < count; i++)
        if (rows[i] == row_first(rows[i]->action) && row_open_to(rows[i], h->actor, h->now) &&
            wanted(h, rows[i]->action))
            say_row(h, rows[i]);
}

static void say_view(struct helping *h, const struct view_spec *view)
{
    struct buf args = {0};
    for (int i = 0; i < view->args; i++)
        if (*view->arg[i].name)
            buf_printf(&args, "%s%s:%s%s", args.len ? " " : "", view->arg[i].name,
                       view_arg_kind_name(view->arg[i].kind), view->arg[i].optional ? "?" : "");
    say(h, view->name, args.len ? args.data : "", reply_lang(h->reply) == LANG_ZH ? view->zh : view->en);
    buf_free(&args);
}

void help_handle(struct reply *reply, const struct words *words)
{
    struct helping h = {reply, reply_actor(reply), words->count ? words->arg[0].value : NULL,
                        db_now(reply_server(reply)->db), 0};
    struct buf json = {0};
    say_verbs(&h, session_verbs);
    say_verbs(&h, workflow_verbs);
    say_actions(&h);
    for (int i = 0; i < views_count(); i++)
        if (view_allowed(views_at(i), h.actor, h.now) && wanted(&h, views_at(i)->name))
            say_view(&h, views_at(i));
    buf_printf(&json, "{\"rows\":%d}", h.rows);
    reply_ok(reply, json.data);
    buf_free(&json);
}
