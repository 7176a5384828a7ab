/* Agreeing a time with the customer: the supervisor proposes, only the account manager agrees (5.4.1).
 * Part of the pure core. */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"
#include "server/workflow/order_effects.h"

static struct facts *facts_of(const struct decision *d)
{
    return &((struct decision *)d)->after;
}

/* ---- agreeing a time ---- */

static const struct arg propose_args[] = {
    {"window", ARG_WINDOW, true, {"可上门时间", "Possible time"}, NULL, NULL, 0, NULL}, ARG_REASON, ARG_END};
static const struct arg agree_args[] = {
    {"window", ARG_WINDOW, true, {"约定时间", "Agreed time"}, NULL, NULL, 0, "proposed"},
    {"with", ARG_TEXT, true, {"与谁约定", "Agreed with"}, NULL, NULL, 40, "contact"},
    {"channel", ARG_CHOICE, true, {"方式", "Channel"}, options_channel, NULL, 0, "phone"},
    {"at", ARG_TIME, true, {"约定于", "When"}, NULL, NULL, 0, "now"},
    ARG_END};
static const struct arg reason_args[] = {ARG_REASON, ARG_END};

static bool no_open_proposal(const struct decision *d)
{
    return !facts_live(facts_of(d), LIFECYCLE_TIME);
}

static const struct guard guard_no_proposal = {
    "rule.proposal_open",
    "5.4.1",
    "R5.4.1-8",
    no_open_proposal,
    {"主管的时间提议尚待答复,请先记录客户同意或不同意",
     "The supervisor's proposal waits for an answer: record the customer's yes or no first"},
    BY_CAM,
    false};

static void time_window(struct decision *d)
{
    const struct value *window = arg_of(d, "window");
    d->part->from = window->n;
    d->part->to = window->n2;
    d->part->dirty = true;
}

static void time_propose(struct decision *d)
{
    struct facts *f = facts_of(d);
    struct part *visit = facts_live(f, LIFECYCLE_VISIT);
    time_window(d);
    d->part->user = d->q->actor->id;
    d->part->note = arg_of(d, "reason")->text;
    if (visit) {
        consequence(d, "visit.stop", visit, VISIT_STOPPING);
        ring_user(d, visit->user);
    }
    consequence(d, "order.wait_time", NULL, ORDER_AGREEING);
    deadline_set(d, f->id, "time_agree", d->q->now + f->p_time_agree_days_max * MOMENT_DAY);
    ring_role(d, ROLE_CAM);
}

static void set_agreed(struct decision *d)
{
    struct facts *f = facts_of(d);
    time_window(d);
    f->agreed = 1;
    f->agreed_from = d->part->from;
    f->agreed_to = d->part->to;
    deadline_clear(d, f->id, "time_agree");
    if (f->state == ORDER_AGREEING)
        consequence(d, "order.unschedule", NULL, ORDER_PLANNING);
    if (f->department)
        ring_role(d, ROLE_SUP);
}

/* The customer's own change, or a new time after a visit that failed: nobody proposed it. */
static void time_set(struct decision *d)
{
    struct facts *f = facts_of(d);
    if (f->state == ORDER_SCHEDULED) {
        visit_stop(d);
        consequence(d, "order.unschedule", NULL, ORDER_PLANNING);
    }
    set_agreed(d);
}

static void time_reject(struct decision *d)
{
    deadline_clear(d, d->after.id, "time_agree");
    consequence(d, "order.unschedule", NULL, ORDER_PLANNING);
    ring_role(d, ROLE_SUP);
}

static const struct row time_rows[] = {
    {.action = "time.propose",
     .track = LIFECYCLE_TIME,
     .from = MASK(0),
     .to = MASK(TIME_PROPOSED),
     .when = MASK(ORDER_PLANNING) | MASK(ORDER_SCHEDULED),
     .who = BY_SUP,
     .label = {"另提时间", "Propose another time"},
     .clause = "5.4.1",
     .args = propose_args,
     .effects = time_propose,
     .key = 't',
     .guards = {&guard_concrete, &guard_window_order, &guard_no_proposal}},
    {.action = "time.agree",
     .track = LIFECYCLE_TIME,
     .from = MASK(TIME_PROPOSED),
     .to = MASK(TIME_AGREED),
     .when = MASK(ORDER_AGREEING),
     .who = BY_CAM,
     .label = {"客户同意时间", "Customer agrees to the time"},
     .clause = "5.4.1",
     .args = agree_args,
     .effects = set_agreed,
     .key = 't',
     .guards = {&guard_concrete, &guard_window_order, &guard_not_future}},
    {.action = "time.set",
     .track = LIFECYCLE_TIME,
     .from = MASK(0),
     .to = MASK(TIME_AGREED),
     .when = MASK(ORDER_READY) | MASK(ORDER_DISPATCHED) | MASK(ORDER_PLANNING) | MASK(ORDER_AGREEING) |
             MASK(ORDER_SCHEDULED),
     .who = BY_CAM,
     .label = {"与客户另约时间", "Agree a time with the customer"},
     .clause = "5.4.1",
     .args = agree_args,
     .effects = time_set,
     .key = 'm',
     .guards = {&guard_concrete, &guard_window_order, &guard_not_future, &guard_no_proposal}},
    {.action = "time.reject",
     .track = LIFECYCLE_TIME,
     .from = MASK(TIME_PROPOSED),
     .to = MASK(TIME_REJECTED),
     .when = MASK(ORDER_AGREEING),
     .who = BY_CAM,
     .label = {"客户不同意时间", "Customer rejects the time"},
     .clause = "5.4.1",
     .args = reason_args,
     .effects = time_reject},
    {.action = "time.drop",
     .track = LIFECYCLE_TIME,
     .from = MASK(TIME_PROPOSED),
     .to = MASK(TIME_DROPPED),
     .who = BY_SYSTEM,
     .label = {"提议作废", "Proposal dropped"},
     .clause = "5.4.1",
     .hidden = true},
};

const struct lifecycle lifecycle_time = {LIFECYCLE_TIME,
                                         AGGREGATE_ORDER,
                                         {"上门时间", "Visit time"},
                                         time_rows,
                                         sizeof time_rows / sizeof *time_rows};
