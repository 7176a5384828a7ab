/* Visits: how the work comes to the customer's door and goes on there (5.4, 5.5). Part of the pure core. */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"
#include "server/workflow/order_effects.h"

#include <stdio.h>
#include <string.h>

static struct facts *facts_of(const struct decision *d)
{
    return &((struct decision *)d)->after;
}

static const struct arg reason_args[] = {ARG_REASON, ARG_END};

/* ---- planning visits ---- */

static const struct arg assign_args[] = {
    {"technician", ARG_PICK, true, {"实施人", "Technician"}, NULL, "technician.free", 0, NULL},
    {"window", ARG_WINDOW, true, {"上门时间", "Window"}, NULL, NULL, 0, "agreed"},
    {"overlap_reason",
     ARG_NOTE,
     false,
     {"确需与其他上门重叠的原因", "Reason for a deliberate overlap"},
     NULL,
     NULL,
     200,
     NULL},
    ARG_OPTIONAL_NOTE,
    ARG_END};

static bool technician_of_department(const struct decision *d)
{
    return before(d)->pick_is_tec;
}

static bool window_within_agreed(const struct decision *d)
{
    const struct facts *f = before(d);
    const struct value *w = arg_of(d, "window");
    return f->agreed_from == MOMENT_NONE || (w->n >= f->agreed_from && w->n2 <= f->agreed_to);
}

static const struct guard guard_technician = {
    "rule.technician",
    "5.4.1",
    "R5.4.1-3",
    technician_of_department,
    {"只能安排本部门的实施人", "Only a technician of the department can be assigned"},
    BY_SUP,
    true};
static const struct guard guard_within = {
    "rule.outside_agreed",
    "5.4.1",
    "R5.4.1-6",
    window_within_agreed,
    {"上门时间须在与客户约定的时间内;否则请另提时间,由客户经理与客户达成一致",
     "The visit must lie within the agreed window; else propose another time for the account manager to "
     "agree"},
    BY_SUP | BY_CAM,
    true};

static void plan(struct decision *d, struct part *visit)
{
    const struct value *window = arg_of(d, "window");
    visit->user = arg_of(d, "technician")->n;
    visit->from = window->n;
    visit->to = window->n2;
    visit->note = arg_of(d, "note")->text;
    if (arg_of(d, "overlap_reason")->given)
        snprintf(visit->kind, sizeof visit->kind, "overlap");
    ring_user(d, visit->user);
}

static void visit_assign(struct decision *d)
{
    plan(d, d->part);
    consequence(d, "order.schedule", NULL, ORDER_SCHEDULED);
}

static void visit_reassign(struct decision *d)
{
    ring_user(d, d->part->user);
    plan(d, part_new(d, "visit.assign", LIFECYCLE_VISIT, VISIT_PLANNED, NULL));
}

/* ---- on the way and at the door ---- */

static const struct arg leave_args[] = {TICK("uniform", "着装整洁、佩带工卡", "Uniform tidy, badge on"),
                                        TICK("greeting", "一声问候(已备问候语)", "Greeting ready"),
                                        TICK("shoe_covers", "一双鞋套", "Shoe covers"),
                                        TICK("tool_kit", "一套工具", "Tool kit"),
                                        TICK("cloth", "一张抹布", "Cloth"),
                                        TICK("mat", "一块垫布", "Mat"),
                                        ARG_END};
static const struct option materials[] = {{"present", {"已备齐", "On site"}},
                                          {"none_needed", {"不需要", "None needed"}},
                                          {"missing", {"未备齐", "Missing"}},
                                          {NULL, {NULL, NULL}}};
static const struct arg arrive_args[] = {
    {"materials", ARG_CHOICE, true, {"客户自备材料", "Customer's materials"}, materials, NULL, 0, NULL},
    {"at", ARG_TIME, false, {"到达时间", "Arrived at"}, NULL, NULL, 0, "now"},
    ARG_END};
static const struct arg start_args[] = {
    TICK("wish_repeated", "已复述服务内容,客户确认无误", "Wish repeated and confirmed"),
    TICK("mat_laid", "已铺好工作地垫", "Mat laid"), ARG_END};
static const struct arg differ_args[] = {
    {"what", ARG_NOTE, true, {"客户要求有何不同", "What differs"}, NULL, NULL, 300, NULL}, ARG_END};
static const struct option causes[] = {{"customer_absent", {"客户不在", "Customer absent"}},
                                       {"no_access", {"无法进入", "No access"}},
                                       {"materials", {"客户材料未备齐", "Materials missing"}},
                                       {"company", {"我方原因", "Our side"}},
                                       {"other", {"其他", "Other"}},
                                       {NULL, {NULL, NULL}}};
static const struct arg fail_args[] = {{"cause", ARG_CHOICE, true, {"原因", "Cause"}, causes, NULL, 0, NULL},
                                       {"note", ARG_NOTE, true, {"说明", "Details"}, NULL, NULL, 300, NULL},
                                       ARG_END};

static bool no_stop_card(const struct decision *d)
{
    return !before(d)->actor_stop_cards;
}

static const struct guard guard_no_stop_card = {
    "rule.stop_card",
    "5.4.1",
    "R5.4.1-3",
    no_stop_card,
    {"有停工卡尚未确认,请先确认", "A stop card is not acknowledged yet: do that first"},
    BY_TEC,
    false};

static void visit_leave(struct decision *d)
{
    consequence(d, "order.serve", NULL, ORDER_SERVING);
}

/* R5.4.1-10: inside the window is on time; whole minutes, started ones count. */
static int64_t minutes_late(moment at, moment from, moment to)
{
    if (at < from)
        return -((from - at + MOMENT_MINUTE - 1) / MOMENT_MINUTE);
    if (at > to)
        return (at - to + MOMENT_MINUTE - 1) / MOMENT_MINUTE;
    return 0;
}

static void visit_arrive(struct decision *d)
{
    const struct value *at = arg_of(d, "at");
    d->part->number = minutes_late(at->given ? at->n : d->q->now, d->part->from, d->part->to);
    d->part->dirty = true;
}

void checklist_start(struct decision *d)
{
    struct part *list = part_new(d, "checklist.open", LIFECYCLE_CHECKLIST, CHECKLIST_OPEN, NULL);
    list->number = facts_count(&d->after, LIFECYCLE_ROUND, ROUND_REFUSED) + 1;
    const char *columns[] = {text_int(d, list->id),
                             d->after.template ? text_int(d, d->after.template) : NULL};
    effect_add(d, EFFECT_checklist_copy, columns, 2);
}

static void visit_start(struct decision *d)
{
    struct facts *f = facts_of(d);
    if (f->first_started == MOMENT_NONE)
        f->first_started = d->q->now;
    checklist_start(d);
}

static void visit_differ(struct decision *d)
{
    d->part->flag = 1;
    d->part->dirty = true;
    ring_role(d, ROLE_CAM);
}

static void visit_within(struct decision *d)
{
    d->part->flag = 0;
    d->part->dirty = true;
    ring_user(d, d->part->user);
}

/* R5.4.1-11: no automatic no-show; a new time is agreed, and a checklist begun is asked afresh. */
static void visit_fail(struct decision *d)
{
    struct part *list = facts_last(facts_of(d), LIFECYCLE_CHECKLIST);
    d->part->note = arg_of(d, "note")->text;
    if (list && list->state != CHECKLIST_DROPPED)
        consequence(d, "checklist.drop", list, CHECKLIST_DROPPED);
    order_wait_time(d);
}

/* ---- at work ---- */

static const struct arg pause_args[] = {ARG_REASON, ARG_END};
static const struct arg finish_args[] = {
    TICK("cleaned", "已收拾工具、清理现场", "Tools gathered, site cleaned"),
    TICK("called", "已请客户检查", "Customer asked to look"),
    TICK("demonstrated", "已操作演示并说明注意事项", "Demonstrated, cautions given"), ARG_END};

static bool checklist_complete(const struct decision *d)
{
    const struct part *list = facts_last(facts_of(d), LIFECYCLE_CHECKLIST);
    return list && list->state == CHECKLIST_COMPLETE;
}

static const struct guard guard_checklist = {
    "rule.checklist",
    "5.4.2",
    "R5.4.2-1",
    checklist_complete,
    {"本轮作业检查表还没有全部填写", "The checklist of this round is not fully answered"},
    BY_TEC,
    false};

static void visit_finish(struct decision *d)
{
    struct part *round = part_new(d, "round.open", LIFECYCLE_ROUND, ROUND_TRIAL, NULL);
    int rounds = 0;
    for (int i = 0; i < d->after.parts; i++)
        rounds += d->after.part[i].lifecycle == LIFECYCLE_ROUND;
    round->number = rounds;
    round->at = d->q->now;
    d->part->at = d->q->now;
    d->part->dirty = true;
}

/* ---- leaving the door ---- */

static const struct arg depart_args[] = {
    {"anything_else",
     ARG_CHOICE,
     true,
     {"还有其他需要帮忙吗", "Anything else?"},
     options_yes_no,
     NULL,
     0,
     "no"},
    {"wish",
     ARG_NOTE,
     false,
     {"客户的新需求(转告客户经理)", "The new wish (goes to the account manager)"},
     NULL,
     NULL,
     400,
     NULL},
    ARG_END};

static bool wish_given(const struct decision *d)
{
    return arg_is(d, "anything_else", "no") || arg_of(d, "wish")->given;
}

static const struct guard guard_wish = {"rule.wish",
                                        "5.5.5",
                                        "R5.5.5-3",
                                        wish_given,
                                        {"客户还有需要时,请写下需求,转告专属客户经理",
                                         "If the customer wants more, write it down for the account manager"},
                                        BY_TEC,
                                        true};

/* A13: the technician may ask but not take; the answer becomes a relay of its own. */
static void relay_on_site(struct decision *d)
{
    const struct facts *f = &d->after;
    int64_t relay = subject_new(d, "relay.create", LIFECYCLE_RELAY, RELAY_NEW);
    const char *now = text_moment(d, d->q->now);
    const char *columns[] = {text_int(d, relay),
                             text_int(d, f->site),
                             text_int(d, f->unit),
                             "new",
                             "",
                             "",
                             arg_of(d, "wish")->text,
                             "",
                             "",
                             now,
                             now,
                             text_int(d, d->q->actor->id),
                             text_int(d, f->id)};
    effect_add(d, EFFECT_relay_new, columns, 13);
    const char *due = text_moment(d, d->q->now + f->p_relay_ring_minutes * MOMENT_MINUTE);
    const char *deadline[] = {text_int(d, relay), text_int(d, relay), "relay_ring", due};
    effect_add(d, EFFECT_deadline_new, deadline, 4);
    ring_about(d, relay, 1, ROLE_CAM);
}

static void visit_depart(struct decision *d)
{
    if (arg_is(d, "anything_else", "yes"))
        relay_on_site(d);
}

static bool own_stop_card(const struct part *part)
{
    return part->state == VISIT_STOPPING;
}

#define AT_WORK (MASK(VISIT_WORKING) | MASK(VISIT_PAUSED))

static const struct row visit_rows[] = {
    {.action = "visit.assign",
     .track = LIFECYCLE_VISIT,
     .from = MASK(0),
     .to = MASK(VISIT_PLANNED),
     .when = MASK(ORDER_PLANNING),
     .who = BY_SUP,
     .label = {"安排实施人", "Assign"},
     .clause = "5.4.1",
     .args = assign_args,
     .effects = visit_assign,
     .key = 'a',
     .guards = {&guard_consent_stands, &guard_agreed_window, &guard_technician, &guard_concrete,
                &guard_window_order, &guard_within}},
    {.action = "visit.reassign",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_PLANNED),
     .to = MASK(VISIT_STOPPING),
     .when = MASK(ORDER_SCHEDULED),
     .who = BY_SUP,
     .label = {"改派", "Reassign"},
     .clause = "5.4.1",
     .args = assign_args,
     .effects = visit_reassign,
     .key = 'r',
     .guards = {&guard_consent_stands, &guard_agreed_window, &guard_technician, &guard_concrete,
                &guard_window_order, &guard_within}},
    {.action = "visit.leave",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_PLANNED),
     .to = MASK(VISIT_LEFT),
     .when = MASK(ORDER_SCHEDULED),
     .who = BY_TEC,
     .label = {"出发(五个一)", "Leave"},
     .clause = "5.5.7",
     .args = leave_args,
     .effects = visit_leave,
     .card = "order.door",
     .key = 'g',
     .guards = {&guard_consent_stands, &guard_agreed_window, &guard_no_stop_card}},
    {.action = "visit.arrive",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_LEFT),
     .to = MASK(VISIT_ARRIVED),
     .when = MASK(ORDER_SERVING),
     .who = BY_TEC,
     .label = {"上门", "Arrive"},
     .clause = "5.5.2",
     .args = arrive_args,
     .effects = visit_arrive,
     .card = "order.door",
     .key = 's',
     .guards = {&guard_agreed_window, &guard_not_future}},
    {.action = "visit.start",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_ARRIVED),
     .to = MASK(VISIT_WORKING),
     .when = MASK(ORDER_SERVING),
     .who = BY_TEC,
     .label = {"开始作业", "Start"},
     .clause = "5.5.4",
     .args = start_args,
     .effects = visit_start,
     .key = 'b',
     .guards = {&guard_consent_stands, &guard_agreed_window, &guard_no_flag}},
    {.action = "visit.differ",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_ARRIVED) | AT_WORK,
     .when = MASK(ORDER_SERVING),
     .who = BY_TEC,
     .label = {"客户要求与单不符", "The wish differs"},
     .clause = "5.5.4",
     .args = differ_args,
     .effects = visit_differ,
     .key = 'd'},
    {.action = "visit.within",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_ARRIVED) | AT_WORK,
     .when = MASK(ORDER_SERVING),
     .who = BY_CAM,
     .label = {"确认在原范围内", "Within the agreed scope"},
     .clause = "5.5.4",
     .args = reason_args,
     .effects = visit_within},
    {.action = "visit.pause",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_WORKING),
     .to = MASK(VISIT_PAUSED),
     .when = MASK(ORDER_SERVING),
     .who = BY_TEC,
     .label = {"暂停", "Pause"},
     .clause = "5.4.2",
     .args = pause_args,
     .key = 'p'},
    {.action = "visit.resume",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_PAUSED),
     .to = MASK(VISIT_WORKING),
     .when = MASK(ORDER_SERVING),
     .who = BY_TEC,
     .label = {"继续", "Resume"},
     .clause = "5.4.2",
     .key = 'p',
     .guards = {&guard_consent_stands, &guard_no_flag}},
    {.action = "visit.fail",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_LEFT) | MASK(VISIT_ARRIVED) | AT_WORK,
     .to = MASK(VISIT_FAILED),
     .when = MASK(ORDER_SERVING),
     .who = BY_TEC,
     .label = {"上门未成", "Visit failed"},
     .clause = "5.4.1",
     .args = fail_args,
     .effects = visit_fail,
     .key = 'F'},
    {.action = "visit.finish",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_WORKING),
     .to = MASK(VISIT_FINISHED),
     .when = MASK(ORDER_SERVING),
     .who = BY_TEC,
     .label = {"完工", "Finish"},
     .clause = "5.5.5",
     .args = finish_args,
     .effects = visit_finish,
     .key = 'f',
     .guards = {&guard_consent_stands, &guard_no_flag, &guard_checklist}},
    {.action = "visit.depart",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_FINISHED),
     .to = MASK(VISIT_DEPARTED),
     .when = MASK(ORDER_ACCEPTED) | MASK(ORDER_CLOSED),
     .who = BY_TEC,
     .label = {"道别离开", "Say goodbye and go"},
     .clause = "5.5.6",
     .args = depart_args,
     .effects = visit_depart,
     .key = 'l',
     .guards = {&guard_wish}},
    {.action = "visit.stop",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_PLANNED) | MASK(VISIT_LEFT) | MASK(VISIT_ARRIVED) | AT_WORK | MASK(VISIT_FINISHED),
     .to = MASK(VISIT_STOPPING),
     .who = BY_SYSTEM,
     .label = {"停工卡", "Stop card"},
     .clause = "5.4.1",
     .hidden = true},
    {.action = "visit.acknowledge",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_STOPPING),
     .to = MASK(VISIT_STOPPED),
     .who = BY_PART_USER,
     .label = {"确认停工卡", "Acknowledge the stop card"},
     .clause = "5.4.1",
     .choose = own_stop_card,
     .key = 'k'},
    {.action = "visit.rework",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_FINISHED),
     .to = MASK(VISIT_WORKING),
     .who = BY_SYSTEM,
     .label = {"当场返工", "Rework at once"},
     .clause = "5.6.2",
     .hidden = true},
    {.action = "visit.release",
     .track = LIFECYCLE_VISIT,
     .from = MASK(VISIT_FINISHED),
     .to = MASK(VISIT_DEPARTED),
     .who = BY_SYSTEM,
     .label = {"离开待处理", "Goes, undecided"},
     .clause = "5.6.2",
     .hidden = true},
};

const struct lifecycle lifecycle_visit = {
    LIFECYCLE_VISIT, AGGREGATE_ORDER, {"上门", "Visit"}, visit_rows, sizeof visit_rows / sizeof *visit_rows};
