/* The why-not list as rows. It asks the core and shows what it says; it knows no rule. */
#include "server/next.h"

#include "common/words.h"
#include "server/refusals.h"
#include "server/reply.h"
#include "server/server.h"
#include "server/subject.h"

struct listing {
    struct reply *reply;
    const struct facts *facts;
    int rows;
};

static void add(void *arg, const struct offer *offer)
{
    struct listing *list = arg;
    struct buf json = {0};
    offer_json(&json, offer, list->facts, reply_lang(list->reply));
    reply_row(list->reply, json.data);
    buf_free(&json);
    list->rows++;
}

/* Whoever may see a subject but has nothing to do with it gets an empty list, no reasons. */
static void got_facts(void *arg, enum db_outcome outcome, const struct facts *facts, bool found)
{
    struct reply *reply = arg;
    const struct actor *actor = reply_actor(reply);
    struct listing list = {reply, facts, 0};
    struct buf json = {0};
    int64_t acting_for;
    if (outcome != DB_DONE) {
        refuse_outcome(reply, outcome);
        return;
    }
    if (!found || !actor) {
        refuse_unknown(reply);
        return;
    }
    struct question q = {.actor = actor, .facts = facts, .now = db_now(reply_server(reply)->db)};
    if (relations_of(&q, NULL, ~0u, &acting_for))
        offers_each(&q, add, &list);
    buf_printf(&json, "{\"rows\":%d,\"version\":%lld}", list.rows, (long long)facts->version);
    reply_ok(reply, json.data);
    buf_free(&json);
}

void next_handle(struct reply *reply, const struct words *words)
{
    subject_facts(reply, words_get(words, "id"), got_facts, reply);
}
