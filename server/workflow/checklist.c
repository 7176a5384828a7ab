/* The operating checklist of one round, as its template was at dispatch (5.4.2). Part of the pure core. */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"
#include "server/workflow/order_effects.h"

#include <string.h>

static struct facts *facts_of(const struct decision *d)
{
    return &((struct decision *)d)->after;
}

static const struct arg answer_args[] = {
    {"answers", ARG_ANSWERS, true, {"作业检查表", "Checklist"}, NULL, "checklist.show", 0, NULL}, ARG_END};

static const struct checklist_item *item_find(const struct decision *d, const char *code)
{
    const struct facts *f = before(d);
    for (int i = 0; i < f->items; i++)
        if (strcmp(f->item[i].code, code) == 0)
            return &f->item[i];
    return NULL;
}

static bool items_known(const struct decision *d)
{
    for (int i = 0; i < d->q->input->things; i++)
        if (!item_find(d, d->q->input->thing[i].name))
            return false;
    return true;
}

static bool na_has_word(const struct decision *d)
{
    for (int i = 0; i < d->q->input->things; i++)
        if (strcmp(d->q->input->thing[i].quantity, "na") == 0 && !*d->q->input->thing[i].word)
            return false;
    return true;
}

static const struct guard guard_items = {
    "rule.checklist_item",
    "5.4.2",
    "R5.4.2-3",
    items_known,
    {"检查表(派工时的版本)里没有这一项", "The checklist, as it was at dispatch, has no such item"},
    BY_TEC,
    true};
static const struct guard guard_word = {"rule.checklist_word",
                                        "5.4.2",
                                        "R5.4.2-1",
                                        na_has_word,
                                        {"答「不适用」须注明原因", "\"Not applicable\" needs a word"},
                                        BY_TEC,
                                        true};

static bool all_answered(const struct decision *d)
{
    const struct facts *f = before(d);
    const struct input *input = d->q->input;
    for (int i = 0; i < f->items; i++) {
        bool answered = f->item[i].answered;
        for (int k = 0; k < input->things && !answered; k++)
            answered = strcmp(input->thing[k].name, f->item[i].code) == 0;
        if (!answered)
            return false;
    }
    return true;
}

static void checklist_answer(struct decision *d)
{
    const char *now = text_moment(d, d->q->now);
    for (int i = 0; i < d->q->input->things; i++) {
        const struct thing *thing = &d->q->input->thing[i];
        const char *columns[] = {text_int(d, d->part->id), thing->name, thing->quantity, thing->word, now};
        effect_add(d, EFFECT_checklist_answer, columns, 5);
    }
    decision_goto(d, all_answered(d) ? CHECKLIST_COMPLETE : CHECKLIST_OPEN);
}

static bool visit_at_work(const struct decision *d)
{
    const struct part *visit = facts_live(facts_of(d), LIFECYCLE_VISIT);
    return visit && (visit->state == VISIT_WORKING || visit->state == VISIT_PAUSED);
}

static const struct guard guard_at_work = {"rule.not_at_work",
                                           "5.4.2",
                                           "R5.4.2-1",
                                           visit_at_work,
                                           {"须在上门作业时填写", "It is answered while the work goes on"},
                                           BY_TEC,
                                           false};

static bool of_this_round(const struct decision *d)
{
    return d->part == facts_last(facts_of(d), LIFECYCLE_CHECKLIST);
}

static const struct guard guard_this_round = {
    "rule.earlier_round",
    "5.6.2",
    "R5.6.2-2",
    of_this_round,
    {"前一轮的检查表不能再改", "The checklist of an earlier round stays as it is"},
    0,
    false};

static const struct row checklist_rows[] = {
    {.action = "checklist.open",
     .track = LIFECYCLE_CHECKLIST,
     .from = MASK(0),
     .to = MASK(CHECKLIST_OPEN),
     .who = BY_SYSTEM,
     .label = {"检查表", "Checklist"},
     .clause = "5.4.2",
     .hidden = true},
    {.action = "checklist.answer",
     .track = LIFECYCLE_CHECKLIST,
     .from = MASK(CHECKLIST_OPEN) | MASK(CHECKLIST_COMPLETE),
     .to = MASK(CHECKLIST_OPEN) | MASK(CHECKLIST_COMPLETE),
     .when = MASK(ORDER_SERVING),
     .who = BY_TEC,
     .label = {"填检查表", "Fill the checklist"},
     .clause = "5.4.2",
     .args = answer_args,
     .effects = checklist_answer,
     .key = 'c',
     .guards = {&guard_at_work, &guard_this_round, &guard_items, &guard_word}},
    {.action = "checklist.drop",
     .track = LIFECYCLE_CHECKLIST,
     .from = MASK(CHECKLIST_OPEN) | MASK(CHECKLIST_COMPLETE),
     .to = MASK(CHECKLIST_DROPPED),
     .who = BY_SYSTEM,
     .label = {"检查表作废", "Checklist dropped"},
     .clause = "5.4.2",
     .hidden = true},
};

const struct lifecycle lifecycle_checklist = {LIFECYCLE_CHECKLIST,
                                              AGGREGATE_ORDER,
                                              {"作业检查表", "Checklist"},
                                              checklist_rows,
                                              sizeof checklist_rows / sizeof *checklist_rows};
