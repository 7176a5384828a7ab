/* An action's way: words to arguments, the secret if one is asked for, facts, what the lines and the class
 * are, decide(), write. Each reading calls the next step back from the loop; outcome.c ends it. No rule
 * stands here. */
#include "server/perform.h"

#include "common/log.h"
#include "common/mem.h"
#include "common/text.h"
#include "common/wire.h"
#include "server/action.h"
#include "server/hashing.h"
#include "server/reply.h"
#include "server/server.h"
#include "server/spec/view_spec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_TEXT 24

static const char *number_text(int64_t number, char out[NUMBER_TEXT])
{
    snprintf(out, NUMBER_TEXT, "%lld", (long long)number);
    return out;
}

void action_free(struct action *a)
{
    arguments_free(&a->arguments);
    buf_free(&a->no);
    free(a->subject);
    free(a->key);
    free(a);
}

/* ---- deciding ---- */

static void written(void *arg, const struct db_write_result *result)
{
    action_written(arg, result);
}

static moment happened_at(const struct action *a)
{
    static const char *const names[] = {"at", "signed_at", "heard_at", "happened_at"};
    for (size_t i = 0; i < array_length(names); i++) {
        const struct value *value = arguments_value(&a->arguments, names[i]);
        if (value)
            return value->n;
    }
    return a->now;
}

/* What a refused decision did not use serves the next: ids are for people to read out and should stay short.
 */
static struct {
    int64_t id[DECISION_FRESH_MAX];
    int count;
} fresh;

static bool fresh_fill(struct db *db)
{
    int missing = DECISION_FRESH_MAX - fresh.count;
    if (missing && !db_fresh_ids(db, fresh.id + fresh.count, missing))
        return false;
    fresh.count = DECISION_FRESH_MAX;
    return true;
}

static void fresh_take(int used)
{
    fresh.count -= used;
    memmove(fresh.id, fresh.id + used, (size_t)fresh.count * sizeof *fresh.id);
}

/* The decision is too big for the stack, and nobody else decides between here and the end of db_write. */
static void judge(struct action *a)
{
    static struct decision decision;
    struct question q = {a->row, &a->actor, &a->facts, &a->arguments.input, a->now, fresh.id};
    if (!fresh_fill(a->server->db)) {
        action_stopped(a, DB_DOWN);
        return;
    }
    if (!decide(&q, &decision)) {
        action_refused(a, &decision);
        return;
    }
    struct db_write_request request = {
        &decision,  a->actor.id, a->station, happened_at(a), a->now, a->key, a->key ? a->digest : NULL,
        a->deadline};
    db_write(a->server->db, &request, written, a);
    fresh_take(decision.fresh_used);
}

/* ---- what lines and the class are ---- */

static const char *kept(struct action *a, const char *text)
{
    return text ? arguments_keep(&a->arguments, text) : NULL;
}

/* One row of snapshot/lines.sql: code, item, name, unit, class, price. A code may be asked for on several
 * lines. */
static void line_fill(struct action *a, const struct db_rows *rows, int r)
{
    const char *code = db_rows_get(rows, r, 0), *item = db_rows_get(rows, r, 1);
    for (int i = 0; i < a->arguments.input.lines; i++) {
        struct line *line = &a->arguments.input.line[i];
        if (strcmp(line->code, code) != 0)
            continue;
        line->item = item ? strtoll(item, NULL, 10) : 0;
        line->name = kept(a, db_rows_get(rows, r, 2));
        line->unit = kept(a, db_rows_get(rows, r, 3));
        line->class_code = kept(a, db_rows_get(rows, r, 4));
        line->price = kept(a, db_rows_get(rows, r, 5));
    }
}

static void got_lines(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct action *a = arg;
    if (outcome != DB_DONE) {
        action_stopped(a, outcome);
        return;
    }
    for (int r = 0; r < db_rows_count(rows); r++)
        if (db_rows_get(rows, r, 0))
            line_fill(a, rows, r);
    judge(a);
}

/* {"A-28","A-05"} as PostgreSQL reads an array. */
static void codes_array(struct buf *out, const struct input *input)
{
    buf_char(out, '{');
    for (int i = 0; i < input->lines; i++) {
        buf_str(out, i ? ",\"" : "\"");
        for (const char *c = input->line[i].code; *c; c++) {
            if (*c == '"' || *c == '\\')
                buf_char(out, '\\');
            buf_char(out, *c);
        }
        buf_char(out, '"');
    }
    buf_char(out, '}');
}

static void ask_lines(struct action *a)
{
    char site[NUMBER_TEXT], now[NUMBER_TEXT], subject[NUMBER_TEXT];
    struct buf codes = {0};
    if (!a->arguments.input.lines) {
        judge(a);
        return;
    }
    codes_array(&codes, &a->arguments.input);
    const char *const params[] = {number_text(a->facts.site, site), codes.data, number_text(a->now, now),
                                  number_text(a->facts.id, subject)};
    db_read(a->server->db, "snapshot/lines", params, 4, got_lines, a);
    buf_free(&codes);
}

static void got_class(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct action *a = arg;
    if (outcome != DB_DONE) {
        action_stopped(a, outcome);
        return;
    }
    for (int c = 0; db_rows_count(rows) && c < db_rows_columns(rows); c++)
        if (!facts_set(&a->facts, db_rows_name(rows, c), db_rows_get(rows, 0, c)))
            log_line(LOG_LEVEL_ERROR, "fact.unknown", "column=%s", db_rows_name(rows, c));
    ask_lines(a);
}

static void ask_class(struct action *a)
{
    const struct value *class = arguments_value(&a->arguments, "class");
    if (!class) {
        ask_lines(a);
        return;
    }
    const char *const params[] = {class->text};
    db_read(a->server->db, "snapshot/class", params, 1, got_class, a);
}

/* ---- facts ---- */

bool action_creates(const struct row *row)
{
    return row->from & MASK(0) && row->track == aggregate_root(lifecycle_of(row->track)->aggregate);
}

static void got_facts(void *arg, enum db_outcome outcome, const struct facts *facts, bool found)
{
    struct action *a = arg;
    if (outcome != DB_DONE) {
        action_stopped(a, outcome);
        return;
    }
    if (!found) {
        action_denied(a, DENIAL_UNKNOWN);
        return;
    }
    a->facts = *facts;
    if (a->version >= 0 && a->version < facts->version)
        action_denied(a, DENIAL_CONFLICT);
    else
        ask_class(a);
}

/* The row's picks, in the order of its arguments. */
static const char *pick_text(const struct action *a, int wanted, char out[NUMBER_TEXT])
{
    for (int i = 0; a->row->args && a->row->args[i].name; i++) {
        const struct value *value = &a->arguments.input.value[i];
        if (a->row->args[i].kind == ARG_PICK && wanted-- == 0)
            return value->given ? number_text(value->n, out) : NULL;
    }
    return NULL;
}

void action_again(struct action *a)
{
    char pick[NUMBER_TEXT], second[NUMBER_TEXT], actor[NUMBER_TEXT], now[NUMBER_TEXT];
    a->tries++;
    a->now = db_now(a->server->db);
    const char *const params[] = {a->subject, pick_text(a, 0, pick), pick_text(a, 1, second),
                                  number_text(a->actor.id, actor), number_text(a->now, now)};
    db_facts(a->server->db, lifecycle_of(a->row->track)->aggregate, params, got_facts, a);
}

/* ---- the secret ---- */

struct secret_check {
    struct action *action;
    char *password_hash; /* NULL: not to be tried (any more) */
};

static void check_hash(struct secret_check *, enum secret_kind, const char *hash);

static void counted(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    (void)arg;
    (void)rows;
    if (outcome != DB_DONE)
        log_line(LOG_LEVEL_WARN, "secret.uncounted", "outcome=%d", (int)outcome);
}

/* A wrong secret counts as a wrong login: an open screen is no place to try PINs. */
static void count_failure(const struct action *a)
{
    char person[NUMBER_TEXT];
    const char *const params[] = {number_text(a->actor.id, person)};
    db_run(a->server->db, "system/login_failed", params, 1, counted, NULL);
}

static void checked(void *arg, bool right)
{
    struct secret_check *check = arg;
    struct action *a = check->action;
    if (!right && check->password_hash) {
        char *hash = check->password_hash;
        check->password_hash = NULL;
        check_hash(check, SECRET_PASSWORD, hash);
        free(hash);
        return;
    }
    a->arguments.input.secret_ok = right;
    if (!right)
        count_failure(a);
    free(check->password_hash);
    free(check);
    action_again(a);
}

static void check_hash(struct secret_check *check, enum secret_kind kind, const char *hash)
{
    struct hashing_task task = {kind, hash, check->action->arguments.secret, checked, check};
    if (hashing_check(check->action->server->hashing, &task))
        return;
    action_stopped(check->action, DB_BUSY);
    free(check->password_hash);
    free(check);
}

/* A PIN counts only on a registered station, as at login. */
static void got_hashes(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct action *a = arg;
    if (outcome != DB_DONE) {
        action_stopped(a, outcome);
        return;
    }
    const char *password = db_rows_count(rows) ? db_rows_get(rows, 0, 0) : NULL;
    const char *pin = db_rows_count(rows) ? db_rows_get(rows, 0, 1) : NULL;
    struct secret_check *check = xcalloc(1, sizeof *check);
    check->action = a;
    if (a->station && pin) {
        check->password_hash = password ? xstrdup(password) : NULL;
        check_hash(check, SECRET_PIN, pin);
    } else {
        check_hash(check, SECRET_PASSWORD, password);
    }
}

static void begin(struct action *a)
{
    char person[NUMBER_TEXT];
    if (!a->arguments.secret || !*a->arguments.secret) {
        action_again(a);
        return;
    }
    const char *const params[] = {number_text(a->actor.id, person)};
    db_read(a->server->db, "system/secret", params, 1, got_hashes, a);
}

/* ---- from words ---- */

static bool fault_at(struct arguments_fault *fault, const char *code, const char *field, struct label why)
{
    *fault = (struct arguments_fault){code, field, {NULL, NULL}, why, NULL};
    return false;
}

static const struct label why_missing = {"必填", "must be given"};
static const struct label why_kind = {"格式不对", "is malformed"};
static const struct label why_long = {"太长", "is too long"};
static const struct label why_new = {"新建时不能给出编号", "cannot be given for something new"};

static bool read_subject(struct action *a, const char *id, struct arguments_fault *fault)
{
    if (action_creates(a->row))
        return !id || fault_at(fault, "arg.unknown", "id", why_new);
    if (!id || !*id)
        return fault_at(fault, "arg.missing", "id", why_missing);
    if (!subject_text_good(id))
        return fault_at(fault, "arg.kind", "id", why_kind);
    a->subject = xstrdup(id);
    return true;
}

static bool read_key(struct action *a, const char *key, struct arguments_fault *fault)
{
    struct buf clean = {0};
    if (!key || !*key)
        return true;
    enum text_fault wrong = text_clean(key, WIRE_IDEM_MAX, false, &clean);
    if (wrong == TEXT_OK && strcmp(clean.data, key) == 0)
        a->key = xstrdup(key);
    buf_free(&clean);
    if (a->key)
        return true;
    return fault_at(fault, wrong == TEXT_TOO_LONG ? "arg.long" : "arg.text", "idem",
                    wrong == TEXT_TOO_LONG ? why_long : why_kind);
}

static bool read_version(struct action *a, const char *version, struct arguments_fault *fault)
{
    a->version = -1;
    if (!version || !*version || arguments_integer(version, INT64_MAX, &a->version))
        return true;
    return fault_at(fault, "arg.kind", "version", why_kind);
}

static bool read_words(struct action *a, const struct words *words, const char *zone,
                       struct arguments_fault *fault)
{
    bool good = arguments_parse(&a->arguments, a->row, words, zone, fault);
    good = good && read_subject(a, words_get(words, "id"), fault) &&
           read_key(a, words_get(words, "idem"), fault) &&
           read_version(a, words_get(words, "version"), fault);
    if (good)
        chain_digest(a->arguments.canon.data, a->digest);
    return good;
}

void perform(struct reply *reply, const struct row *row, const struct words *words)
{
    struct action *a = xcalloc(1, sizeof *a);
    struct arguments_fault fault;
    a->server = reply_server(reply);
    a->reply = reply;
    a->row = row;
    a->actor = *reply_actor(reply);
    a->lang = reply_lang(reply);
    a->station = reply_station(reply);
    if (read_words(a, words, reply_zone(reply), &fault)) {
        begin(a);
        return;
    }
    action_malformed(a, &fault);
}

/* The same words a person would say, so that the clock has no way of its own. */
void perform_system(struct server *server, const struct system_action *wanted)
{
    char subject[NUMBER_TEXT], part[NUMBER_TEXT], deadline[NUMBER_TEXT];
    struct words words = {.verb = wanted->action,
                          .arg = {{"id", number_text(wanted->subject, subject), 0},
                                  {"kind", wanted->kind, 0},
                                  {"deadline", number_text(wanted->deadline, deadline), 0},
                                  {"part", number_text(wanted->part, part), 0}},
                          .count = 4};
    struct arguments_fault fault = {0};
    struct action *a = xcalloc(1, sizeof *a);
    a->server = server;
    a->row = row_first(wanted->action);
    a->actor.system = true;
    a->deadline = wanted->deadline;
    if (a->row && read_words(a, &words, "UTC", &fault)) {
        begin(a);
        return;
    }
    log_line(LOG_LEVEL_ERROR, "deadline.malformed", "action=%s deadline=%s field=%s", wanted->action,
             deadline, fault.field ? fault.field : "action");
    action_free(a);
}
