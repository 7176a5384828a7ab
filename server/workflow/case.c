/* The project manager's case and the customer's claim for damage (5.6.3, 5.6.4, 5.7.3). Part of the pure
 * core. */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"
#include "server/workflow/order_effects.h"

#include <string.h>

/* ---- the case ---- */

static const struct arg act_args[] = {
    {"what", ARG_NOTE, true, {"措施", "What is done"}, NULL, NULL, 300, NULL},
    {"who", ARG_TEXT, true, {"责任人", "By whom"}, NULL, NULL, 40, NULL},
    {"by", ARG_TIME, true, {"完成期限", "By when"}, NULL, NULL, 0, NULL},
    ARG_END};
static const struct arg rework_args[] = {
    {"who", ARG_TEXT, true, {"指定人员", "Supervisor or technician"}, NULL, NULL, 40, NULL},
    {"by", ARG_TIME, true, {"期限", "By when"}, NULL, NULL, 0, NULL},
    ARG_REASON,
    ARG_END};
static const struct arg remedy_args[] = {
    {"what", ARG_NOTE, true, {"补救办法", "Remedy"}, NULL, NULL, 300, NULL}, ARG_REASON, ARG_END};
static const struct arg relief_args[] = {
    {"item", ARG_TEXT, true, {"项目编号", "Item code"}, NULL, NULL, 24, NULL},
    {"price", ARG_FEN, true, {"减免后单价(元)", "New unit price (yuan)"}, NULL, NULL, 0, NULL},
    ARG_REASON,
    ARG_END};
static const struct arg accept_args[] = {
    {"evidence", ARG_NOTE, true, {"依据", "Evidence"}, NULL, NULL, 300, NULL}, ARG_REASON, ARG_END};
static const struct arg end_args[] = {ARG_REASON, ARG_END};
static const struct option views[] = {{"satisfied", {"满意", "Satisfied"}},
                                      {"accepts", {"接受处理结果", "Accepts the outcome"}},
                                      {"dissatisfied", {"仍不满意", "Still dissatisfied"}},
                                      {NULL, {NULL, NULL}}};
static const struct arg close_args[] = {
    {"view", ARG_CHOICE, true, {"客户现在的看法", "Customer's view now"}, views, NULL, 0, NULL},
    {"with", ARG_TEXT, true, {"与谁确认", "Confirmed with"}, NULL, NULL, 40, "contact"},
    {"channel", ARG_CHOICE, true, {"方式", "Channel"}, options_channel, NULL, 0, "phone"},
    {"at", ARG_TIME, true, {"确认时间", "When"}, NULL, NULL, 0, "now"},
    ARG_OPTIONAL_NOTE,
    ARG_END};

static bool view_settled(const struct decision *d)
{
    return !arg_is(d, "view", "dissatisfied");
}

static bool contact_after_act(const struct decision *d)
{
    const struct part *c = d->part;
    const struct value *at = arg_of(d, "at");
    return at->n <= d->q->now && (!c || c->at == MOMENT_NONE || typed_not_before(at->n, c->at));
}

static bool decided(const struct decision *d)
{
    int state = before(d)->state;
    return state != ORDER_ESCALATED;
}

static const struct guard guard_view = {
    "rule.customer_view",
    "5.7.3",
    "R5.7.3-3",
    view_settled,
    {"客户仍不满意,不能了结,须继续整改", "The customer is still dissatisfied: go on putting it right"},
    BY_PM,
    true};
static const struct guard guard_contact = {
    "rule.contact_after",
    "5.7.3",
    "R5.7.3-3",
    contact_after_act,
    {"须在整改之后再次联系客户确认", "A further contact after the last measure is needed"},
    BY_PM,
    true};
static const struct guard guard_decided = {
    "rule.undecided",
    "5.6.3",
    "R5.6.3-2",
    decided,
    {"须先作出处理决定(再次返工、认可验收或未验收结束)",
     "Decide first: further rework, acceptance, or end without acceptance"},
    BY_PM,
    false};

void case_open(struct decision *d, const char *kind, const char *note)
{
    struct facts *f = &d->after;
    for (int i = 0; i < f->parts; i++) {
        struct part *old = &f->part[i];
        if (old->lifecycle == LIFECYCLE_CASE && !part_over(old) && strcmp(old->kind, kind) == 0) {
            ring_role(d, ROLE_PM);
            return;
        }
    }
    struct part *part = part_new(d, "case.open", LIFECYCLE_CASE, CASE_OPEN, kind);
    part->note = note;
    deadline_set(d, part->id, "case_first", d->q->now + f->p_case_first_action_hours * MOMENT_HOUR);
    ring_role(d, ROLE_PM);
}

static void acted(struct decision *d)
{
    d->part->at = d->q->now;
    d->part->dirty = true;
    deadline_clear(d, d->part->id, "case_first");
}

static void form_again(struct decision *d)
{
    struct part *form = facts_last(&d->after, LIFECYCLE_FORM);
    if (form && form->state != FORM_OUT && form->state != FORM_VOID)
        consequence(d, "form.reissue", form, FORM_OUT);
}

/* A round is granted where the team's own are used up; a rework ordered for another reason adds none to them.
 */
static void grant_round(struct facts *f)
{
    if (facts_count(f, LIFECYCLE_ROUND, ROUND_REFUSED) > f->p_rework_rounds_before_pm + f->extra_rounds)
        f->extra_rounds++;
}

static void case_rework(struct decision *d)
{
    acted(d);
    grant_round(&d->after);
    visit_release(d);
    form_again(d);
    order_wait_time(d);
    ring_role(d, ROLE_SUP);
}

static void case_relief(struct decision *d)
{
    acted(d);
    struct part *price = part_new(d, "price.ask", LIFECYCLE_PRICE, PRICE_OPEN, "relief");
    price->user = d->q->actor->id;
    price->number = arg_of(d, "price")->n;
    price->note = arg_of(d, "item")->text;
    deadline_set(d, price->id, "offcat_reply", d->q->now + before(d)->p_offcat_reply_hours * MOMENT_HOUR);
    ring_role(d, (enum role)before(d)->approver_role);
}

static void case_accept(struct decision *d)
{
    acted(d);
    order_accept(d, d->q->now, true);
    ring_role(d, ROLE_CAM);
}

static void case_end(struct decision *d)
{
    struct facts *f = &d->after;
    struct part *form = facts_live(f, LIFECYCLE_FORM);
    acted(d);
    if (form)
        consequence(d, "form.void", form, FORM_VOID);
    consequence(d, "order.end", NULL, ORDER_ENDED);
    order_over(d);
    ring_role(d, ROLE_CAM);
}

/* A20: where nothing was done on site, the manager's own confirming contact is what puts the follow-up right.
 */
static void case_close(struct decision *d)
{
    struct part *followup = facts_last(&d->after, LIFECYCLE_FOLLOWUP);
    acted(d);
    if (strcmp(d->part->kind, "followup") == 0 && followup && followup->state == FOLLOWUP_UNSATISFIED)
        consequence(d, "followup.settle", followup, FOLLOWUP_SETTLED);
}

#define CASE_LIVE (MASK(CASE_OPEN) | MASK(CASE_ACTING))

static const struct row case_rows[] = {
    {.action = "case.open",
     .track = LIFECYCLE_CASE,
     .from = MASK(0),
     .to = MASK(CASE_OPEN),
     .who = BY_SYSTEM,
     .label = {"经理处理单", "Manager's case"},
     .clause = "5.6.3",
     .hidden = true},
    {.action = "case.act",
     .track = LIFECYCLE_CASE,
     .from = CASE_LIVE,
     .to = MASK(CASE_ACTING),
     .who = BY_PM,
     .label = {"安排整改", "Organise a measure"},
     .clause = "5.7.3",
     .args = act_args,
     .effects = acted,
     .key = 'a'},
    {.action = "case.rework",
     .track = LIFECYCLE_CASE,
     .from = CASE_LIVE,
     .to = MASK(CASE_ACTING),
     .when = MASK(ORDER_ESCALATED) | MASK(ORDER_ACCEPTED),
     .who = BY_PM,
     .label = {"再次返工", "Further rework"},
     .clause = "5.6.3",
     .args = rework_args,
     .effects = case_rework,
     .key = 'r'},
    {.action = "case.remedy",
     .track = LIFECYCLE_CASE,
     .from = CASE_LIVE,
     .to = MASK(CASE_ACTING),
     .who = BY_PM,
     .label = {"其他补救", "Other remedy"},
     .clause = "5.6.3",
     .args = remedy_args,
     .effects = acted,
     .key = 'm'},
    {.action = "case.relief",
     .track = LIFECYCLE_CASE,
     .from = CASE_LIVE,
     .to = MASK(CASE_ACTING),
     .when = MASK(ORDER_ESCALATED) | MASK(ORDER_ACCEPTED),
     .who = BY_PM,
     .label = {"申请减免", "Ask for price relief"},
     .clause = "5.6.3",
     .args = relief_args,
     .effects = case_relief},
    {.action = "case.accept",
     .track = LIFECYCLE_CASE,
     .from = CASE_LIVE,
     .to = MASK(CASE_ACTING),
     .when = MASK(ORDER_ESCALATED),
     .who = BY_PM,
     .label = {"经理认可验收", "Manager accepts the work"},
     .clause = "5.6.1",
     .args = accept_args,
     .effects = case_accept,
     .key = 'Y'},
    {.action = "case.end",
     .track = LIFECYCLE_CASE,
     .from = CASE_LIVE,
     .to = MASK(CASE_CLOSED),
     .when = MASK(ORDER_ESCALATED),
     .who = BY_PM,
     .label = {"未验收结束", "End without acceptance"},
     .clause = "5.6.3",
     .args = end_args,
     .effects = case_end,
     .key = 'E'},
    {.action = "case.close",
     .track = LIFECYCLE_CASE,
     .from = MASK(CASE_ACTING),
     .to = MASK(CASE_CLOSED),
     .who = BY_PM,
     .label = {"了结", "Close the case"},
     .clause = "5.7.3",
     .args = close_args,
     .effects = case_close,
     .key = 'c',
     .guards = {&guard_decided, &guard_view, &guard_contact}},
};

const struct lifecycle lifecycle_case = {LIFECYCLE_CASE,
                                         AGGREGATE_ORDER,
                                         {"经理处理", "Manager's case"},
                                         case_rows,
                                         sizeof case_rows / sizeof *case_rows};

/* ---- the claim ---- */

static const struct arg claim_args[] = {
    {"what", ARG_NOTE, true, {"损坏情况", "What was damaged"}, NULL, NULL, 300, NULL},
    {"at", ARG_TIME, true, {"发生时间", "When"}, NULL, NULL, 0, "now"},
    {"evidence", ARG_NOTE, false, {"照片/旁证说明", "Photos or witnesses"}, NULL, NULL, 300, NULL},
    ARG_END};
static const struct arg step_args[] = {
    {"what", ARG_NOTE, true, {"协商经过", "Negotiation step"}, NULL, NULL, 300, NULL}, ARG_END};
static const struct option forms[] = {{"money", {"现金", "Money"}},
                                      {"repair", {"修复", "Repair"}},
                                      {"replace", {"更换", "Replacement"}},
                                      {"other", {"其他", "Other"}},
                                      {NULL, {NULL, NULL}}};
static const struct arg settle_args[] = {
    {"amount", ARG_FEN, true, {"金额(元)", "Amount (yuan)"}, NULL, NULL, 0, NULL},
    {"form", ARG_CHOICE, true, {"赔偿方式", "Form"}, forms, NULL, 0, NULL},
    {"day", ARG_DAY, true, {"日期", "Date"}, NULL, NULL, 0, "now"},
    {"signed_by", ARG_TEXT, true, {"客户签字人", "Signed by the customer"}, NULL, NULL, 40, "contact"},
    ARG_END};

static bool claim_in_time(const struct decision *d)
{
    const struct facts *f = before(d);
    return f->ended_at == MOMENT_NONE || d->q->now <= f->ended_at + f->p_claim_after_close_days * MOMENT_DAY;
}

static const struct guard guard_claim_time = {
    "rule.claim_late",
    "5.6.4",
    "R5.6.4-1",
    claim_in_time,
    {"关闭后可报损的期限已过", "The time for a claim after closing is over"},
    BY_PM,
    false};

static void claim_open(struct decision *d)
{
    d->part->user = d->q->actor->id;
    d->part->note = arg_of(d, "what")->text;
    deadline_set(d, d->part->id, "case_first", d->q->now + d->after.p_case_first_action_hours * MOMENT_HOUR);
    ring_role(d, ROLE_PM);
}

static void claim_step(struct decision *d)
{
    deadline_clear(d, d->part->id, "case_first");
}

static void claim_settle(struct decision *d)
{
    claim_step(d);
    d->part->number = arg_of(d, "amount")->n;
    d->part->dirty = true;
}

#define CLAIM_LIVE (MASK(CLAIM_OPEN) | MASK(CLAIM_TALKS))

static const struct row claim_rows[] = {
    {.action = "claim.open",
     .track = LIFECYCLE_CLAIM,
     .from = MASK(0),
     .to = MASK(CLAIM_OPEN),
     .when = ORDER_NUMBERED, /* at any stage, also after a visit that came to nothing (R5.6.4-1) */
     .who = BY_CAM | BY_SUP | BY_TEC | BY_PM,
     .label = {"报告损坏客户财物", "Report damage"},
     .clause = "5.6.4",
     .args = claim_args,
     .effects = claim_open,
     .key = 'j',
     .guards = {&guard_claim_time, &guard_not_future}},
    {.action = "claim.step",
     .track = LIFECYCLE_CLAIM,
     .from = CLAIM_LIVE,
     .to = MASK(CLAIM_TALKS),
     .who = BY_PM,
     .label = {"记录协商", "Record a negotiation step"},
     .clause = "5.6.4",
     .args = step_args,
     .effects = claim_step,
     .key = 'h'},
    {.action = "claim.settle",
     .track = LIFECYCLE_CLAIM,
     .from = CLAIM_LIVE,
     .to = MASK(CLAIM_SETTLED),
     .who = BY_PM,
     .label = {"赔偿达成", "Settle"},
     .clause = "5.6.4",
     .args = settle_args,
     .effects = claim_settle,
     .key = 's'},
    {.action = "claim.drop",
     .track = LIFECYCLE_CLAIM,
     .from = CLAIM_LIVE,
     .to = MASK(CLAIM_DROPPED),
     .who = BY_PM,
     .label = {"客户撤回", "Customer withdraws"},
     .clause = "5.6.4",
     .args = end_args,
     .effects = claim_step},
};

const struct lifecycle lifecycle_claim = {LIFECYCLE_CLAIM,
                                          AGGREGATE_ORDER,
                                          {"损坏赔偿", "Claim"},
                                          claim_rows,
                                          sizeof claim_rows / sizeof *claim_rows};
