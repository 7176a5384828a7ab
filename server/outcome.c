/* How an action ends: done, said before, refused, overtaken, or unknown. A refusal waits until it is sure
 * that the request's key was not used before: a repeated request meets the state its first sending made, and
 * must hear the first answer. */
#include "common/log.h"
#include "common/mem.h"
#include "server/action.h"
#include "server/refusals.h"
#include "server/reply.h"
#include "server/server.h"
#include "server/spec/json_find.h"
#include "server/views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_TEXT 24
#define OVERLAP "visit_overlap"

/* Constraints of the schema that keep a rule; others are a fault of ours. */
static const struct kept_rule {
    const char *constraint;
    struct refusal refusal;
} kept_rules[] = {
    {OVERLAP,
     {"rule.overlap",
      "5.4.1",
      {"该实施人这段时间已有上门安排", "The technician is already planned elsewhere at that time"},
      BY_SUP}},
    {"unit_one_cam",
     {"rule.one_cam",
      "5.3.1",
      {"一个单元同一时间只有一位专属客户经理", "A unit has one account manager at a time"},
      BY_PM}},
    {"deputy_once",
     {"rule.deputy_twice",
      "5.3.1",
      {"这段时间已有人代理", "Somebody stands in for that time already"},
      BY_PM}},
    {"charge_pkey",
     {"rule.charged_twice", "4.1.2", {"每单只产生一组收费明细", "An order is charged exactly once"}, 0}},
    {"book_one_in_force",
     {"rule.one_book",
      "5.2.3",
      {"同一范围同一天只有一个现行标准", "One book is in force per place and day"},
      BY_APPROVER}},
};

/* ---- a yes ---- */

static void copy_member(struct buf *out, const char *answer, const char *key)
{
    const char *value;
    size_t len;
    if (!json_find(answer, key, &value, &len))
        return;
    json_key(out, key);
    buf_add(out, value, len);
}

/* The database gives the state's label in both languages. */
static void copy_label(struct buf *out, const char *answer, enum lang lang)
{
    const char *value;
    size_t len;
    if (!json_find(answer, "label", &value, &len))
        return;
    char *label = xstrndup(value, len);
    if (json_find(label, lang_name(lang), &value, &len)) {
        json_key(out, "state_label");
        buf_add(out, value, len);
    }
    free(label);
}

static void done(struct action *a, const char *answer, bool repeated)
{
    struct buf json = {0};
    buf_char(&json, '{');
    copy_member(&json, answer, "id");
    copy_member(&json, answer, "version");
    copy_member(&json, answer, "state");
    copy_label(&json, answer, a->lang);
    copy_member(&json, answer, "no");
    if (repeated)
        json_member_bool(&json, "repeated", true);
    buf_char(&json, '}');
    reply_ok(a->reply, json.data);
    buf_free(&json);
    action_free(a);
}

static void misused(struct action *a)
{
    reply_bad_label(a->reply, "idem.misused",
                    (struct label){"这个请求号已用于另一个请求", "This key was used for another request"});
    action_free(a);
}

/* ---- a no ---- */

void action_stopped(struct action *a, enum db_outcome outcome)
{
    if (a->reply)
        refuse_outcome(a->reply, outcome);
    else
        log_line(LOG_LEVEL_WARN, "deadline.later", "deadline=%lld outcome=%d", (long long)a->deadline,
                 (int)outcome);
    action_free(a);
}

static void logged(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    (void)arg;
    (void)rows;
    if (outcome != DB_DONE)
        log_line(LOG_LEVEL_WARN, "refusal.unlogged", "outcome=%d", (int)outcome);
}

/* RX-8: who tried what, against which clause. */
static void log_refusal(const struct action *a)
{
    char person[NUMBER_TEXT], station[NUMBER_TEXT], subject[NUMBER_TEXT];
    snprintf(person, sizeof person, "%lld", (long long)a->actor.id);
    snprintf(station, sizeof station, "%lld", (long long)a->station);
    snprintf(subject, sizeof subject, "%lld", (long long)a->facts.id);
    const char *const params[] = {person,         a->station ? station : NULL,
                                  a->row->action, a->facts.id ? subject : NULL,
                                  a->codes,       a->clauses};
    db_run(a->server->db, "system/refusal", params, 6, logged, NULL);
}

/* The subject has moved on: the deadline means nothing any more. */
static void close_deadline(const struct action *a)
{
    char deadline[NUMBER_TEXT];
    snprintf(deadline, sizeof deadline, "%lld", (long long)a->deadline);
    const char *const params[] = {deadline};
    db_run(a->server->db, "system/deadline_over", params, 1, logged, NULL);
}

static void array_text(char *out, size_t size, const struct refusal *list, int count, bool clauses)
{
    size_t n = (size_t)snprintf(out, size, "{");
    for (int i = 0; i < count && n + 2 < size; i++)
        n += (size_t)snprintf(out + n, size - n, "%s\"%s\"", i ? "," : "",
                              clauses ? list[i].clause : list[i].code);
    if (n + 2 > size)
        n = (size_t)snprintf(out, size, "{");
    snprintf(out + n, size - n, "}");
}

static void keep_codes(struct action *a, const struct refusal *list, int count)
{
    snprintf(a->code, sizeof a->code, "%s", list[0].code);
    array_text(a->codes, sizeof a->codes, list, count, false);
    array_text(a->clauses, sizeof a->clauses, list, count, true);
}

/* A fault that breaks a clause (a price in the request) is kept like any other refusal. */
void action_malformed(struct action *a, const struct arguments_fault *fault)
{
    struct refusal refusal = {.code = fault->code, .clause = fault->clause};
    if (fault->clause) {
        keep_codes(a, &refusal, 1);
        log_refusal(a);
    }
    refuse_fault(a->reply, fault);
    action_free(a);
}

struct next_list {
    struct buf *out;
    const struct action *action;
};

static void add_next(void *arg, const struct offer *offer)
{
    struct next_list *list = arg;
    offer_json(list->out, offer, &list->action->facts, list->action->lang);
}

/* Whoever has nothing to do with the subject is not told what could happen to it. */
static void next_json(struct action *a)
{
    int64_t acting_for;
    struct question q = {.actor = &a->actor, .facts = &a->facts, .now = a->now};
    struct next_list list = {&a->no, a};
    if (!a->facts.id || !relations_of(&q, NULL, ~0u, &acting_for))
        return;
    json_key(&a->no, "next");
    buf_char(&a->no, '[');
    offers_each(&q, add_next, &list);
    buf_char(&a->no, ']');
}

static void keep_refusals(struct action *a, const struct refusal *list, int count)
{
    keep_codes(a, list, count);
    buf_clear(&a->no);
    refusals_open(&a->no, list, count, &a->facts, a->lang);
}

static void say_refused(struct action *a)
{
    log_refusal(a);
    buf_char(&a->no, '}');
    reply_no(a->reply, a->code, a->no.data);
    action_free(a);
}

void action_refused(struct action *a, const struct decision *decision)
{
    if (!a->reply) {
        close_deadline(a);
        action_free(a);
        return;
    }
    keep_refusals(a, decision->refusal, decision->refusals);
    next_json(a);
    action_denied(a, DENIAL_REFUSED);
}

/* ---- overtaken ---- */

/* Rows of system/changes.sql: JSON of the change, version. */
static void got_changes(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct action *a = arg;
    struct buf json = {0};
    int count = outcome == DB_DONE ? db_rows_count(rows) : 0;
    buf_char(&json, '{');
    json_member(&json, "msg",
                a->lang == LANG_ZH ? "刚才已有别人改动,请看过再提交"
                                   : "Somebody changed it meanwhile; look again and send again");
    json_member_int(&json, "version",
                    count ? strtoll(db_rows_get(rows, count - 1, 1), NULL, 10) : a->facts.version);
    json_key(&json, "changes");
    buf_char(&json, '[');
    for (int i = 0; i < count; i++) {
        json_comma(&json);
        buf_str(&json, db_rows_get(rows, i, 0));
    }
    buf_str(&json, "]}");
    reply_no(a->reply, "state.conflict", json.data);
    buf_free(&json);
    action_free(a);
}

static void ask_changes(struct action *a)
{
    char subject[NUMBER_TEXT], version[NUMBER_TEXT];
    snprintf(subject, sizeof subject, "%lld", (long long)a->facts.id);
    snprintf(version, sizeof version, "%lld", (long long)(a->version >= 0 ? a->version : a->facts.version));
    const char *const params[] = {subject, version, lang_name(a->lang)};
    db_read(a->server->db, "system/changes", params, 3, got_changes, a);
}

/* ---- said before? ---- */

static void say_denied(struct action *a)
{
    if (a->denial == DENIAL_CONFLICT) {
        ask_changes(a);
    } else if (a->denial == DENIAL_UNKNOWN) {
        refuse_unknown(a->reply);
        action_free(a);
    } else {
        say_refused(a);
    }
}

static void got_first_answer(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct action *a = arg;
    const char *answer = outcome == DB_DONE && db_rows_count(rows) ? db_rows_get(rows, 0, 0) : NULL;
    if (answer)
        done(a, answer, true);
    else
        action_stopped(a, outcome == DB_DONE ? DB_FAILED : outcome);
}

static void got_repeat(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct action *a = arg;
    char person[NUMBER_TEXT];
    if (outcome != DB_DONE) {
        action_stopped(a, outcome);
    } else if (!db_rows_count(rows)) {
        say_denied(a);
    } else if (strcmp(db_rows_get(rows, 0, 0), "t") != 0) {
        misused(a);
    } else {
        snprintf(person, sizeof person, "%lld", (long long)a->actor.id);
        const char *const params[] = {NULL, NULL, person, a->key};
        db_read(a->server->db, "system/answer", params, 4, got_first_answer, a);
    }
}

void action_denied(struct action *a, enum denial denial)
{
    char person[NUMBER_TEXT];
    a->denial = denial;
    if (!a->reply) {
        close_deadline(a);
        action_free(a);
    } else if (a->key) {
        snprintf(person, sizeof person, "%lld", (long long)a->actor.id);
        const char *const params[] = {person, a->key, a->digest};
        db_run(a->server->db, "system/repeat", params, 3, got_repeat, a);
    } else {
        say_denied(a);
    }
}

/* ---- a constraint ---- */

/* The row of technician.free that is about the technician meant, its "free" into the refusal. */
static void got_free(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct action *a = arg;
    const struct value *technician = arguments_value(&a->arguments, "technician");
    char wanted[NUMBER_TEXT + 2];
    snprintf(wanted, sizeof wanted, "\"%lld\"", technician ? (long long)technician->n : 0LL);
    for (int i = 0; outcome == DB_DONE && i < db_rows_count(rows); i++) {
        const char *json = db_rows_get(rows, i, 0), *value, *free_slots;
        size_t len, free_len;
        if (!json_find(json, "value", &value, &len) || len != strlen(wanted) ||
            strncmp(value, wanted, len) != 0)
            continue;
        if (json_find(json, "free", &free_slots, &free_len)) {
            json_key(&a->no, "free");
            buf_add(&a->no, free_slots, free_len);
        }
    }
    say_refused(a);
}

/* R5.4.1-9: with the refusal of an overlap come the technician's nearest free slots of the day that was asked
 * for. */
static void ask_free(struct action *a)
{
    char subject[NUMBER_TEXT], day[11] = "";
    const struct value *window = arguments_value(&a->arguments, "window");
    const struct view_spec *view = view_find("technician.free");
    snprintf(subject, sizeof subject, "%lld", (long long)a->facts.id);
    if (window && window->n != MOMENT_NONE)
        snprintf(day, sizeof day, "%.10s", window->text);
    struct words words = {
        .verb = "technician.free", .arg = {{"id", subject, 0}, {"day", day, 0}}, .count = 2};
    if (!view || !reply_actor(a->reply) || !view_allowed(view, &a->actor, a->now) ||
        !view_read(a->reply, view, &words, got_free, a))
        say_refused(a);
}

static void constrained(struct action *a, const char *constraint)
{
    for (size_t i = 0; i < array_length(kept_rules); i++) {
        if (strcmp(kept_rules[i].constraint, constraint) != 0)
            continue;
        keep_refusals(a, &kept_rules[i].refusal, 1);
        if (strcmp(constraint, OVERLAP) == 0)
            ask_free(a);
        else
            say_refused(a);
        return;
    }
    log_line(LOG_LEVEL_ERROR, "constraint.unexpected", "action=%s constraint=%s", a->row->action, constraint);
    action_stopped(a, DB_FAILED);
}

/* ---- after writing ---- */

static void unknown(struct action *a)
{
    struct buf json = {0};
    buf_char(&json, '{');
    json_member(&json, "msg",
                a->lang == LANG_ZH ? "不清楚是否已保存:请用同一请求号再发一次"
                                   : "Not known whether it was saved: send it again with the same key");
    buf_char(&json, '}');
    reply_unknown(a->reply, json.data);
    buf_free(&json);
    action_free(a);
}

static void system_written(struct action *a, const struct db_write_result *result)
{
    if (result->outcome == DB_CONFLICT && a->tries < ACTION_TRIES_MAX) {
        action_again(a);
        return;
    }
    if (result->outcome != DB_DONE)
        log_line(LOG_LEVEL_WARN, "deadline.later", "deadline=%lld outcome=%d", (long long)a->deadline,
                 (int)result->outcome);
    action_free(a);
}

/* A sender who named no version means the subject as it is, whoever was faster. */
static void overtaken(struct action *a)
{
    if (a->version < 0 && a->tries < ACTION_TRIES_MAX)
        action_again(a);
    else
        action_denied(a, DENIAL_CONFLICT);
}

void action_written(struct action *a, const struct db_write_result *result)
{
    if (!a->reply) {
        system_written(a, result);
        return;
    }
    switch (result->outcome) {
    case DB_DONE:
    case DB_REPEATED:
        done(a, result->answer, result->outcome == DB_REPEATED);
        break;
    case DB_CONFLICT:
        overtaken(a);
        break;
    case DB_MISUSED:
        misused(a);
        break;
    case DB_REFUSED:
        constrained(a, result->constraint);
        break;
    case DB_UNKNOWN:
        unknown(a);
        break;
    default:
        action_stopped(a, result->outcome);
    }
}
