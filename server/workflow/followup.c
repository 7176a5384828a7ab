/* The follow-up within 24 hours of the customer's signing (5.7.2, 5.7.3). Part of the pure core. */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"
#include "server/workflow/order_effects.h"

static const struct option outcomes[] = {{"no_answer", {"无人接听", "No answer"}},
                                         {"busy", {"占线", "Busy"}},
                                         {"later", {"客户要求改时间", "Asked to call later"}},
                                         {NULL, {NULL, NULL}}};
static const struct arg attempt_args[] = {
    {"outcome", ARG_CHOICE, true, {"结果", "Outcome"}, outcomes, NULL, 0, NULL},
    {"at", ARG_TIME, false, {"时间", "When"}, NULL, NULL, 0, "now"},
    ARG_OPTIONAL_NOTE,
    ARG_END};
static const struct option methods[] = {{"phone", {"电话回访", "Phone"}},
                                        {"onsite", {"上门回访", "On site"}},
                                        {"other", {"其他", "Other"}},
                                        {NULL, {NULL, NULL}}};
static const struct option results[] = {
    {"satisfied", {"满意", "Satisfied"}}, {"unsatisfied", {"不满意", "Not satisfied"}}, {NULL, {NULL, NULL}}};
static const struct arg record_args[] = {
    {"method", ARG_CHOICE, true, {"回访方式", "Method"}, methods, NULL, 0, "phone"},
    {"method_word", ARG_TEXT, false, {"其他方式说明", "Which other method"}, NULL, NULL, 40, NULL},
    {"at", ARG_TIME, true, {"回访时间", "When"}, NULL, NULL, 0, "now"},
    {"spoken_with", ARG_TEXT, true, {"受访人", "Spoken with"}, NULL, NULL, 40, "contact"},
    {"result", ARG_CHOICE, true, {"回访结果", "Result"}, results, NULL, 0, NULL},
    {"conduct",
     ARG_CHOICE,
     true,
     {"客户反映的行为问题", "Conduct reported"},
     options_conduct,
     NULL,
     0,
     "none"},
    {"words",
     ARG_NOTE,
     false,
     {"客户原话(不满意时必填)", "The customer's words (needed if not satisfied)"},
     NULL,
     NULL,
     400,
     NULL},
    {"remarks", ARG_NOTE, false, {"备注", "Remarks"}, NULL, NULL, 400, NULL},
    {"signature",
     ARG_SECRET,
     true,
     {"签名确认(再次输入 PIN 或密码)", "Signature (PIN or password again)"},
     NULL,
     NULL,
     64,
     NULL},
    ARG_END};
static const struct arg correct_args[] = {
    {"result", ARG_CHOICE, true, {"更正后的结果", "Corrected result"}, results, NULL, 0, NULL},
    ARG_REASON,
    {"signature", ARG_SECRET, true, {"签名确认", "Signature"}, NULL, NULL, 64, NULL},
    ARG_END};

/* RX-3: whoever executed the order does not follow it up, deputy or not. */
static bool not_executor(const struct decision *d)
{
    const struct facts *f = before(d);
    if (d->relations & BY_SUP)
        return false;
    for (int i = 0; i < f->parts; i++)
        if (f->part[i].lifecycle == LIFECYCLE_VISIT && f->part[i].user == d->q->actor->id)
            return false;
    return true;
}

static bool after_signing(const struct decision *d)
{
    const struct value *at = arg_of(d, "at");
    return !at->given || (at->n <= d->q->now && (!d->part || typed_not_before(at->n, d->part->from)));
}

static bool method_said(const struct decision *d)
{
    return !arg_is(d, "method", "other") || arg_of(d, "method_word")->given;
}

static bool unsatisfied(const struct decision *d)
{
    return arg_is(d, "result", "unsatisfied") ||
           (arg_of(d, "conduct")->given && !arg_is(d, "conduct", "none"));
}

static bool words_given(const struct decision *d)
{
    return !unsatisfied(d) || arg_of(d, "words")->given;
}

/* R5.5.8-1: a conduct code and "satisfied" contradict each other; the caller must choose. */
static bool conduct_fits(const struct decision *d)
{
    return arg_is(d, "result", "unsatisfied") || !unsatisfied(d);
}

static const struct guard guard_executor = {
    "rule.own_work",
    "5.7.2",
    "R5.7.2-2",
    not_executor,
    {"实施人和主管不能回访自己经手的单", "Whoever executed the order may not follow it up"},
    BY_CAM,
    false};
static const struct guard guard_after = {
    "rule.followup_time",
    "5.7.2",
    "R5.7.2-8",
    after_signing,
    {"回访时间须在客户签字之后、现在之前", "The follow-up lies between the signing and now"},
    0,
    true};
static const struct guard guard_method = {"rule.method_word",
                                          "5.7.2",
                                          "R5.7.2-3",
                                          method_said,
                                          {"「其他」方式须写明", "Say which other method"},
                                          BY_CAM,
                                          true};
static const struct guard guard_words = {
    "rule.customer_words",
    "5.7.3",
    "R5.7.3-1",
    words_given,
    {"客户不满意时须记录客户原话,报项目经理", "Not satisfied: record the customer's words for the manager"},
    BY_CAM,
    true};
static const struct guard guard_conduct = {
    "rule.conduct",
    "5.5.8",
    "R5.5.8-1",
    conduct_fits,
    {"反映了行为问题,回访结果只能是不满意", "With a conduct complaint the result can only be not satisfied"},
    BY_CAM,
    true};

static void followup_attempt(struct decision *d)
{
    d->part->number++;
    d->part->dirty = true;
}

static void followup_record(struct decision *d)
{
    deadline_clear(d, d->part->id, NULL);
    entry_open(d, "e4", d->q->now + d->after.p_entry_due_hours * MOMENT_HOUR);
    d->part->at = d->q->now;
    if (unsatisfied(d)) {
        decision_goto(d, FOLLOWUP_UNSATISFIED);
        case_open(d, "followup", arg_of(d, "words")->text);
    } else {
        decision_goto(d, FOLLOWUP_SATISFIED);
    }
}

/* R5.7.3-2: the first answer stays; a correction is a record of its own, and an unsatisfied one stays with
 * the manager. */
static void followup_correct(struct decision *d)
{
    bool bad = unsatisfied(d);
    if (bad && d->q->facts->part[d->part - d->after.part].state == FOLLOWUP_SATISFIED)
        case_open(d, "followup", arg_of(d, "reason")->text);
    entry_open(d, "e4", d->q->now + d->after.p_entry_due_hours * MOMENT_HOUR);
    decision_goto(d,
                  bad || d->part->state == FOLLOWUP_UNSATISFIED ? FOLLOWUP_UNSATISFIED : FOLLOWUP_SATISFIED);
}

static const struct row rows[] = {
    {.action = "followup.open",
     .track = LIFECYCLE_FOLLOWUP,
     .from = MASK(0),
     .to = MASK(FOLLOWUP_RUNNING),
     .who = BY_SYSTEM,
     .label = {"24 小时回访", "24-hour follow-up"},
     .clause = "5.7.2",
     .hidden = true},
    {.action = "followup.attempt",
     .track = LIFECYCLE_FOLLOWUP,
     .from = MASK(FOLLOWUP_RUNNING),
     .who = BY_CAM,
     .label = {"回访未联系上", "No contact"},
     .clause = "5.7.2",
     .args = attempt_args,
     .effects = followup_attempt,
     .key = 'u',
     .guards = {&guard_executor, &guard_after}},
    {.action = "followup.record",
     .track = LIFECYCLE_FOLLOWUP,
     .from = MASK(FOLLOWUP_RUNNING),
     .to = MASK(FOLLOWUP_SATISFIED) | MASK(FOLLOWUP_UNSATISFIED),
     .who = BY_CAM,
     .label = {"记录回访", "Record the follow-up"},
     .clause = "5.7.2",
     .args = record_args,
     .effects = followup_record,
     .key = 'v',
     .guards = {&guard_executor, &guard_after, &guard_method, &guard_conduct, &guard_words,
                &guard_signature}},
    {.action = "followup.correct",
     .track = LIFECYCLE_FOLLOWUP,
     .from = MASK(FOLLOWUP_SATISFIED) | MASK(FOLLOWUP_UNSATISFIED),
     .to = MASK(FOLLOWUP_SATISFIED) | MASK(FOLLOWUP_UNSATISFIED),
     .when = MASK(ORDER_ACCEPTED),
     .who = BY_CAM,
     .label = {"更正回访记录", "Correct the record"},
     .clause = "5.7.3",
     .args = correct_args,
     .effects = followup_correct,
     .guards = {&guard_executor, &guard_signature}},
    {.action = "followup.supersede",
     .track = LIFECYCLE_FOLLOWUP,
     .from = MASK(FOLLOWUP_RUNNING),
     .to = MASK(FOLLOWUP_SUPERSEDED),
     .who = BY_SYSTEM,
     .label = {"重新验收,另计回访", "Superseded by a new acceptance"},
     .clause = "5.7.2",
     .hidden = true},
    {.action = "followup.settle",
     .track = LIFECYCLE_FOLLOWUP,
     .from = MASK(FOLLOWUP_UNSATISFIED),
     .to = MASK(FOLLOWUP_SETTLED),
     .who = BY_SYSTEM,
     .label = {"已整改确认", "Put right"},
     .clause = "5.7.3",
     .hidden = true},
};

const struct lifecycle lifecycle_followup = {
    LIFECYCLE_FOLLOWUP, AGGREGATE_ORDER, {"回访", "Follow-up"}, rows, sizeof rows / sizeof *rows};
