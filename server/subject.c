/* Numbers that may be an order, a relay, a deputy, an incident or a unit. Called by dispatch.c, next.c. */
#include "server/subject.h"

#include "common/mem.h"
#include "common/words.h"
#include "server/refusals.h"
#include "server/reply.h"
#include "server/server.h"
#include "server/views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_TEXT 24

/* A row of system/subject.sql: id, kind. */
static bool kind_of(const struct db_rows *rows, enum aggregate *out)
{
    if (!db_rows_count(rows))
        return false;
    for (int a = 0; a < AGGREGATE_COUNT; a++) {
        if (strcmp(aggregate_name((enum aggregate)a), db_rows_get(rows, 0, 1)) == 0) {
            *out = (enum aggregate)a;
            return true;
        }
    }
    return false;
}

/* ---- facts ---- */

struct asking {
    struct reply *reply;
    db_facts_done *done;
    void *arg;
};

static void got_kind(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct asking asking = *(struct asking *)arg;
    const struct actor *actor = reply_actor(asking.reply);
    enum aggregate aggregate;
    char person[NUMBER_TEXT], now[NUMBER_TEXT];
    free(arg);
    if (outcome != DB_DONE || !actor || !kind_of(rows, &aggregate)) {
        asking.done(asking.arg, outcome, NULL, false);
        return;
    }
    snprintf(person, sizeof person, "%lld", (long long)actor->id);
    snprintf(now, sizeof now, "%lld", (long long)db_now(reply_server(asking.reply)->db));
    const char *const params[] = {db_rows_get(rows, 0, 0), NULL, NULL, person, now};
    db_facts(reply_server(asking.reply)->db, aggregate, params, asking.done, asking.arg);
}

void subject_facts(struct reply *reply, const char *text, db_facts_done *done, void *arg)
{
    struct asking *asking = xmalloc(sizeof *asking);
    const char *const params[] = {text};
    *asking = (struct asking){reply, done, arg};
    db_read(reply_server(reply)->db, "system/subject", params, 1, got_kind, asking);
}

/* ---- detail ---- */

static void show(struct reply *reply, enum aggregate aggregate, const char *id)
{
    char name[VIEW_NAME_MAX];
    snprintf(name, sizeof name, "%s.show", aggregate_name(aggregate));
    const struct view_spec *view = view_find(name);
    struct words words = {.verb = name, .arg = {{"id", id, 0}}, .count = 1};
    const struct actor *actor = reply_actor(reply);
    if (view && actor && view_allowed(view, actor, db_now(reply_server(reply)->db)))
        view_answer(reply, view, &words);
    else
        refuse_denied(reply);
}

static void got_shown(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct reply *reply = arg;
    enum aggregate aggregate;
    if (outcome != DB_DONE)
        refuse_outcome(reply, outcome);
    else if (kind_of(rows, &aggregate))
        show(reply, aggregate, db_rows_get(rows, 0, 0));
    else
        refuse_unknown(reply);
}

void subject_show_handle(struct reply *reply, const struct words *words)
{
    const char *const params[] = {words_get(words, "id")};
    db_read(reply_server(reply)->db, "system/subject", params, 1, got_shown, reply);
}

/* ---- rings ---- */

static void got_seen(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct reply *reply = arg;
    (void)rows;
    if (outcome == DB_DONE)
        reply_ok(reply, NULL);
    else
        refuse_outcome(reply, outcome);
}

void ring_seen_handle(struct reply *reply, const struct words *words)
{
    char person[NUMBER_TEXT];
    snprintf(person, sizeof person, "%lld", (long long)reply_actor(reply)->id);
    const char *const params[] = {words_get(words, "id"), person};
    db_run(reply_server(reply)->db, "system/ring_seen", params, 2, got_seen, reply);
}
