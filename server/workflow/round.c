/* Acceptance rounds: the customer tries, accepts and signs, or refuses and the work is done again (5.6.1
 * – 5.6.3). Part of the pure core. */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"
#include "server/workflow/order_effects.h"

#include <string.h>

static const struct option tried[] = {{"yes", {"已试用", "Tried"}},
                                      {"no", {"未试用", "Not tried"}},
                                      {"na", {"不适用", "Not applicable"}},
                                      {NULL, {NULL, NULL}}};
static const struct option satisfaction[] = {
    {"satisfied", {"满意", "Satisfied"}},
    {"fair", {"基本满意", "Fairly satisfied"}},
    {"dissatisfied_quality", {"不满意(质量)", "Dissatisfied with the quality"}},
    {"dissatisfied_other", {"不满意(其他)", "Dissatisfied, other"}},
    {NULL, {NULL, NULL}}};
#define ARG_CONDUCT                                                                                          \
    {                                                                                                        \
        "conduct", ARG_CHOICE, false, {"客户反映的行为问题", "Conduct reported"}, options_conduct, NULL, 0,  \
            NULL                                                                                             \
    }
static const struct arg accept_args[] = {
    {"tried", ARG_CHOICE, true, {"客户试用", "Tried by customer"}, tried, NULL, 0, NULL},
    {"satisfaction", ARG_CHOICE, true, {"满意度", "Satisfaction"}, satisfaction, NULL, 0, NULL},
    {"signer", ARG_TEXT, true, {"签名人", "Signer"}, NULL, NULL, 40, "contact"},
    {"relation", ARG_TEXT, true, {"与业主关系", "Relation"}, NULL, NULL, 20, "relation"},
    {"signed_at", ARG_TIME, true, {"签字时间", "Signed at"}, NULL, NULL, 0, "now"},
    {"objection",
     ARG_NOTE,
     false,
     {"客户异议(有异议请走返工)", "Objection (then it is a rework)"},
     NULL,
     NULL,
     300,
     NULL},
    ARG_CONDUCT,
    ARG_END};
static const struct option redo[] = {
    {"now", {"当场返工", "At once"}}, {"later", {"另约时间返工", "At another time"}}, {NULL, {NULL, NULL}}};
static const struct arg refuse_args[] = {
    {"reason", ARG_NOTE, true, {"客户不满意之处", "What the customer objects to"}, NULL, NULL, 300, NULL},
    TICK("apology", "已向客户道歉", "Apologised to the customer"),
    {"redo", ARG_CHOICE, true, {"返工安排", "Rework"}, redo, NULL, 0, "now"},
    ARG_CONDUCT,
    ARG_END};
static const struct option unsigned_causes[] = {
    {"refuses", {"客户拒签", "Refuses to sign"}}, {"absent", {"客户不在场", "Absent"}}, {NULL, {NULL, NULL}}};
static const struct arg unsigned_args[] = {
    {"cause", ARG_CHOICE, true, {"原因", "Cause"}, unsigned_causes, NULL, 0, NULL},
    {"note", ARG_NOTE, true, {"经过", "What happened"}, NULL, NULL, 300, NULL},
    ARG_END};

static bool no_objection(const struct decision *d)
{
    return !arg_of(d, "objection")->given;
}

static bool quality_passes(const struct decision *d)
{
    return !arg_is(d, "satisfaction", "dissatisfied_quality");
}

static const struct guard guard_objection = {
    "rule.objection",
    "5.5.5",
    "R5.5.5-2",
    no_objection,
    {"客户有异议就不能签收:请选择返工,或去掉异议后签收",
     "With an objection nothing is signed: choose rework, or remove the objection"},
    BY_TEC,
    true};
static const struct guard guard_quality = {
    "rule.quality",
    "5.6.2",
    "R5.6.1-4",
    quality_passes,
    {"客户对质量不满意,不能验收合格,须返工", "Dissatisfied with the quality is no acceptance: rework it"},
    BY_TEC,
    true};

static void entries_after_acceptance(struct decision *d)
{
    moment due = d->q->now + before(d)->p_entry_due_hours * MOMENT_HOUR;
    entry_open(d, "e2", due);
    entry_open(d, "e3", due);
}

/* R5.7.2-9: the new clock begins, the old one stays in the record. */
static void followup_start(struct decision *d, moment signed_at)
{
    struct facts *f = &d->after;
    struct part *old = facts_live(f, LIFECYCLE_FOLLOWUP);
    if (old) {
        consequence(d, "followup.supersede", old, FOLLOWUP_SUPERSEDED);
        deadline_clear(d, old->id, NULL);
    }
    struct part *followup = part_new(d, "followup.open", LIFECYCLE_FOLLOWUP, FOLLOWUP_RUNNING, NULL);
    followup->from = signed_at;
    followup->to = signed_at + f->p_followup_hours * MOMENT_HOUR;
    deadline_set(d, followup->id, "followup_warn1", signed_at + f->p_followup_warn1_hours * MOMENT_HOUR);
    deadline_set(d, followup->id, "followup_warn2", signed_at + f->p_followup_warn2_hours * MOMENT_HOUR);
    deadline_set(d, followup->id, "followup", followup->to);
}

static void form_after_acceptance(struct decision *d, moment signed_at, bool waived)
{
    struct facts *f = &d->after;
    struct part *form = facts_live(f, LIFECYCLE_FORM);
    if (!form)
        return;
    if (waived) {
        consequence(d, "form.excuse", form, FORM_WAIVED);
        return;
    }
    if (form->state == FORM_OUT || form->state == FORM_REPRINTED)
        consequence(d, "form.sign", form, FORM_SIGNED);
    deadline_set(d, form->id, "form_return", signed_at + f->p_form_return_hours * MOMENT_HOUR);
}

/* R4.1.2-1: what an approver granted for this order is a line of its own beside the consented one. */
void charge_relief(struct decision *d)
{
    const char *columns[] = {text_int(d, d->after.id), text_moment(d, d->q->now)};
    effect_add(d, EFFECT_charge_relief, columns, 2);
}

/* R4.1.2-2: one set of charge lines per order, however often it is accepted. */
static void charge_once(struct decision *d)
{
    struct facts *f = &d->after;
    if (f->charge_lines)
        return;
    const char *columns[] = {text_int(d, f->id), text_int(d, f->consent_rev), text_moment(d, d->q->now)};
    effect_add(d, EFFECT_charge, columns, 3);
    charge_relief(d);
    f->charge_lines = f->quote_lines;
}

void order_accept(struct decision *d, moment signed_at, bool waived)
{
    struct facts *f = &d->after;
    consequence(d, "order.accept", NULL, ORDER_ACCEPTED);
    f->signed_at = signed_at;
    deadline_clear(d, f->id, "rework");
    form_after_acceptance(d, signed_at, waived);
    charge_once(d);
    entries_after_acceptance(d);
    followup_start(d, signed_at);
}

static void round_accept(struct decision *d)
{
    order_accept(d, arg_of(d, "signed_at")->n, false);
    if (arg_is(d, "satisfaction", "dissatisfied_other"))
        case_open(d, "other", NULL);
    ring_role(d, ROLE_CAM);
}

static void rework_now(struct decision *d)
{
    struct part *visit = facts_live(&d->after, LIFECYCLE_VISIT);
    consequence(d, "visit.rework", visit, VISIT_WORKING);
    checklist_start(d);
}

static void escalate(struct decision *d, const char *kind, const char *note)
{
    visit_release(d);
    case_open(d, kind, note);
    consequence(d, "order.escalate", NULL, ORDER_ESCALATED);
}

/* R5.6.3-1: the manager's case opens by itself; nobody chooses to. */
static void round_refuse(struct decision *d)
{
    struct facts *f = &d->after;
    const char *reason = arg_of(d, "reason")->text;
    int refusals = facts_count(f, LIFECYCLE_ROUND, ROUND_REFUSED);
    d->part->note = reason;
    deadline_clear(d, f->id, "rework");
    if (refusals > f->p_rework_rounds_before_pm + f->extra_rounds) {
        escalate(d, "refused_twice", reason);
        return;
    }
    deadline_set(d, f->id, "rework", d->q->now + f->p_rework_due_hours * MOMENT_HOUR);
    if (arg_is(d, "redo", "now")) {
        rework_now(d);
    } else {
        visit_release(d);
        order_wait_time(d);
    }
}

static void round_unsigned(struct decision *d)
{
    d->part->note = arg_of(d, "note")->text;
    escalate(d, "unsigned", arg_of(d, "note")->text);
}

static const struct row rows[] = {
    {.action = "round.open",
     .track = LIFECYCLE_ROUND,
     .from = MASK(0),
     .to = MASK(ROUND_TRIAL),
     .who = BY_SYSTEM,
     .label = {"待验收", "To accept"},
     .clause = "5.6.1",
     .hidden = true},
    {.action = "round.accept",
     .track = LIFECYCLE_ROUND,
     .from = MASK(ROUND_TRIAL),
     .to = MASK(ROUND_ACCEPTED),
     .when = MASK(ORDER_SERVING),
     .who = BY_TEC | BY_CAM,
     .label = {"客户验收签字", "Customer accepts and signs"},
     .clause = "5.6.1",
     .args = accept_args,
     .effects = round_accept,
     .key = 'y',
     .guards = {&guard_consent_stands, &guard_objection, &guard_quality, &guard_signing_time}},
    {.action = "round.refuse",
     .track = LIFECYCLE_ROUND,
     .from = MASK(ROUND_TRIAL),
     .to = MASK(ROUND_REFUSED),
     .when = MASK(ORDER_SERVING),
     .who = BY_TEC,
     .label = {"客户不满意,返工", "Customer refuses: rework"},
     .clause = "5.6.2",
     .args = refuse_args,
     .effects = round_refuse,
     .key = 'n'},
    {.action = "round.unsigned",
     .track = LIFECYCLE_ROUND,
     .from = MASK(ROUND_TRIAL),
     .to = MASK(ROUND_UNSIGNED),
     .when = MASK(ORDER_SERVING),
     .who = BY_TEC,
     .label = {"客户未签字", "Not signed"},
     .clause = "5.6.1",
     .args = unsigned_args,
     .effects = round_unsigned,
     .key = 'U'},
    {.action = "round.drop",
     .track = LIFECYCLE_ROUND,
     .from = MASK(ROUND_TRIAL),
     .to = MASK(ROUND_DROPPED),
     .who = BY_SYSTEM,
     .label = {"验收作废", "Round dropped"},
     .clause = "5.6.1",
     .hidden = true},
};

const struct lifecycle lifecycle_round = {
    LIFECYCLE_ROUND, AGGREGATE_ORDER, {"验收", "Acceptance round"}, rows, sizeof rows / sizeof *rows};
