/* The one table of verbs: those of a connection, those of the workflow, then actions by their rows, then
 * views by their heads. What is in none of them does not exist, and what is in one is denied unless it says
 * otherwise. */
#include "server/dispatch.h"

#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"
#include "common/words.h"
#include "server/form.h"
#include "server/help.h"
#include "server/next.h"
#include "server/perform.h"
#include "server/refusals.h"
#include "server/reply.h"
#include "server/screens.h"
#include "server/server.h"
#include "server/spec/near.h"
#include "server/subject.h"
#include "server/views.h"
#include "server/workflow/arguments.h"

#include <stdio.h>
#include <string.h>

#define VERB_TEXT_MAX 200
#define NEAR_SHOWN 3
#define NEAR_ENOUGH 3 /* letters wrong */

const struct verb workflow_verbs[] = {
    {"next", ACCESS_PERSON, "id:id", "下一步:能做什么,不能做的为什么", "Every next step, allowed or why not",
     next_handle},
    {"form", ACCESS_PERSON, "action:text id:id? part:int?", "一个动作的表单", "The form of an action",
     form_handle},
    {"screens", ACCESS_PERSON, "", "我的画面", "The screens one has", screens_handle},
    {"help", ACCESS_PERSON, "verb:word?", "可用的命令", "What one may call", help_handle},
    {"subject.show", ACCESS_PERSON, "id:id", "一件事的详情", "One subject, whatever it is",
     subject_show_handle},
    {"ring.seen", ACCESS_PERSON, "id:int", "提醒已看过", "A ring has been seen", ring_seen_handle},
    {NULL, ACCESS_NOBODY, NULL, NULL, NULL, NULL},
};

/* ---- the arguments of a verb ---- */

struct verb_arg {
    char name[24], kind[12];
    bool optional;
};

/* Takes the next "name:kind[?]" off *specs; false at the end. */
static bool next_arg(const char **specs, struct verb_arg *arg)
{
    *specs += strspn(*specs, " ");
    size_t length = strcspn(*specs, " "), name = strcspn(*specs, ":");
    if (!length)
        return false;
    size_t kind = length - name - 1;
    arg->optional = (*specs)[length - 1] == '?';
    snprintf(arg->name, sizeof arg->name, "%.*s", (int)name, *specs);
    snprintf(arg->kind, sizeof arg->kind, "%.*s", (int)(kind - arg->optional), *specs + name + 1);
    *specs += length;
    return true;
}

static const char *positional(const struct words *words)
{
    for (int i = 0; i < words->count; i++)
        if (!words->arg[i].name)
            return words->arg[i].value;
    return NULL;
}

static bool good_value(const struct verb_arg *arg, const char *value)
{
    int64_t number;
    struct buf clean = {0};
    if (strcmp(arg->kind, "id") == 0)
        return subject_text_good(value);
    if (strcmp(arg->kind, "int") == 0)
        return arguments_integer(value, INT64_MAX, &number);
    if (strcmp(arg->kind, "secret") == 0)
        return strlen(value) <= VERB_TEXT_MAX;
    bool good = text_clean(value, VERB_TEXT_MAX, false, &clean) == TEXT_OK;
    buf_free(&clean);
    return good;
}

static bool fault_at(struct arguments_fault *fault, const char *code, const char *field, struct label why)
{
    *fault = (struct arguments_fault){code, field, {NULL, NULL}, why, NULL};
    return false;
}

static bool all_known(const char *specs, const struct words *words, struct arguments_fault *fault)
{
    static const struct label why = {"没有这个参数", "is no argument of this verb"};
    for (int i = 0; i < words->count; i++) {
        const struct word *word = &words->arg[i];
        struct verb_arg arg;
        const char *rest = specs;
        bool known = false;
        while (!known && next_arg(&rest, &arg))
            known = word->name ? strcmp(arg.name, word->name) == 0 : strcmp(arg.kind, "word") == 0;
        if (!known)
            return fault_at(fault, "arg.unknown", word->name ? word->name : word->value, why);
    }
    return true;
}

/* field is the caller's: a fault points into it. */
static bool check_args(const char *specs, const struct words *words, struct verb_arg *field,
                       struct arguments_fault *fault)
{
    static const struct label missing = {"必填", "must be given"}, kind = {"格式不对", "is malformed"};
    if (!all_known(specs, words, fault))
        return false;
    while (next_arg(&specs, field)) {
        const char *value =
            strcmp(field->kind, "word") == 0 ? positional(words) : words_get(words, field->name);
        if (!value && !field->optional)
            return fault_at(fault, "arg.missing", field->name, missing);
        if (value && !good_value(field, value))
            return fault_at(fault, "arg.kind", field->name, kind);
    }
    return true;
}

/* ---- who may ---- */

static unsigned roles_of(unsigned who)
{
    static const struct {
        enum relation relation;
        unsigned roles;
    } table[] = {
        {BY_CAM, 1u << ROLE_CAM},
        {BY_SUP, 1u << ROLE_SUP},
        {BY_TEC, 1u << ROLE_TEC},
        {BY_PART_USER, 1u << ROLE_TEC},
        {BY_PM, 1u << ROLE_PM},
        {BY_APPROVER, 1u << ROLE_TAR | 1u << ROLE_TAD},
        {BY_TAR, 1u << ROLE_TAR},
        {BY_STAFF, 1u << ROLE_CAM | 1u << ROLE_SUP | 1u << ROLE_TEC | 1u << ROLE_PM | 1u << ROLE_STF}};
    unsigned roles = 0;
    for (size_t i = 0; i < array_length(table); i++)
        if (who & table[i].relation)
            roles |= table[i].roles;
    return roles;
}

bool row_open_to(const struct row *row, const struct actor *actor, int64_t now)
{
    return !row->hidden && roles_held(actor, roles_of(row->who), now);
}

static bool admitted(struct reply *reply, enum access access)
{
    static const struct label login = {"请先登录", "Log in first"};
    static const struct label station = {"只能在登记的电脑上使用", "Only on a registered computer"};
    bool person = reply_actor(reply), here = reply_station(reply) != 0;
    if (access == ACCESS_ANYONE || (access == ACCESS_STATION && here) || (access == ACCESS_PERSON && person))
        return true;
    if (access == ACCESS_NOBODY)
        refuse_denied(reply);
    else
        reply_no_label(reply, access == ACCESS_PERSON ? "auth.required" : "auth.station",
                       access == ACCESS_PERSON ? login : station);
    return false;
}

/* ---- finding ---- */

static const struct verb *find(const struct verb *table, const char *name)
{
    for (const struct verb *verb = table; verb->name; verb++)
        if (strcmp(verb->name, name) == 0)
            return verb;
    return NULL;
}

static void run_verb(struct reply *reply, const struct verb *verb, const struct words *words)
{
    struct arguments_fault fault;
    struct verb_arg field;
    if (!admitted(reply, verb->access))
        return;
    if (check_args(verb->args, words, &field, &fault))
        verb->handle(reply, words);
    else
        refuse_fault(reply, &fault);
}

struct nearest {
    const char *name[NEAR_SHOWN];
    int distance[NEAR_SHOWN];
    const char *wanted;
};

static void consider(struct nearest *n, const char *name)
{
    int distance = near_distance(n->wanted, name);
    if (distance > NEAR_ENOUGH)
        return;
    for (int i = 0; i < NEAR_SHOWN; i++) {
        if (n->name[i] && n->distance[i] <= distance) {
            if (strcmp(n->name[i], name) == 0)
                return;
            continue;
        }
        for (int j = NEAR_SHOWN - 1; j > i; j--) {
            n->name[j] = n->name[j - 1];
            n->distance[j] = n->distance[j - 1];
        }
        n->name[i] = name;
        n->distance[i] = distance;
        return;
    }
}

static void consider_all(struct nearest *n, const struct actor *actor, moment now)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    for (const struct verb *verb = session_verbs; verb->name; verb++)
        consider(n, verb->name);
    for (const struct verb *verb = workflow_verbs; verb->name; verb++)
        consider(n, verb->name);
    for (int i = 0; i < count; i++)
        if (row_open_to(rows[i], actor, now))
            consider(n, rows[i]->action);
    for (int i = 0; i < views_count(); i++)
        if (view_allowed(views_at(i), actor, now))
            consider(n, views_at(i)->name);
}

static void unknown_verb(struct reply *reply, const char *verb)
{
    struct nearest n = {.wanted = verb};
    struct buf json = {0};
    consider_all(&n, reply_actor(reply), db_now(reply_server(reply)->db));
    buf_char(&json, '{');
    json_member(&json, "msg", reply_lang(reply) == LANG_ZH ? "没有这个命令" : "There is no such verb");
    json_key(&json, "near");
    buf_char(&json, '[');
    for (int i = 0; i < NEAR_SHOWN && n.name[i]; i++) {
        json_comma(&json);
        json_quote(&json, n.name[i]);
    }
    buf_str(&json, "]}");
    reply_bad(reply, "parse.verb", json.data);
    buf_free(&json);
}

static void run_view(struct reply *reply, const struct view_spec *view, const struct words *words)
{
    if (view_allowed(view, reply_actor(reply), db_now(reply_server(reply)->db)))
        view_answer(reply, view, words);
    else
        refuse_denied(reply);
}

void dispatch(struct reply *reply, const struct words *words)
{
    const struct verb *verb = find(session_verbs, words->verb);
    verb = verb ? verb : find(workflow_verbs, words->verb);
    if (verb) {
        run_verb(reply, verb, words);
        return;
    }
    if (!admitted(reply, ACCESS_PERSON))
        return;
    const struct row *row = row_first(words->verb);
    const struct view_spec *view = view_find(words->verb);
    if (row && !row->hidden)
        perform(reply, row, words);
    else if (view)
        run_view(reply, view, words);
    else
        unknown_verb(reply, words->verb);
}

bool dispatch_open(void)
{
    if (!views_open())
        return false;
    screens_check();
    forms_check();
    return true;
}
