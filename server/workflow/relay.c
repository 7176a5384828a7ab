/* Relays (转告), deputies, incidents and the account manager of a unit: the subjects beside orders
 * (5.3.1, 5.3.3). Part of the pure core. */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"

#include <string.h>

static const struct arg reason_args[] = {ARG_REASON, ARG_END};
static const struct arg remind_args[] = {
    {"kind", ARG_TEXT, true, {"提醒", "Reminder"}, NULL, NULL, 32, NULL},
    {"deadline", ARG_PICK, true, {"时限", "Deadline"}, NULL, NULL, 0, NULL},
    ARG_END};

static bool deadline_open(const struct decision *d)
{
    return before(d)->deadline_open;
}

static const struct guard guard_deadline = {"rule.deadline_over",
                                            "5.3.3",
                                            "R5.3.3-2",
                                            deadline_open,
                                            {"该时限已不再有效", "That deadline no longer stands"},
                                            0,
                                            true};

/* ---- the relay ---- */

static const struct arg relay_args[] = {
    {"unit", ARG_PICK, false, {"房号", "Unit"}, NULL, "unit.find", 0, NULL},
    {"caller", ARG_TEXT, false, {"来人/来电", "Caller"}, NULL, NULL, 40, "contact"},
    {"phone", ARG_TEXT, false, {"电话", "Phone"}, NULL, NULL, 20, "phone"},
    {"wish", ARG_NOTE, true, {"需求", "Wish"}, NULL, NULL, 400, NULL},
    {"wanted", ARG_TEXT, false, {"希望时间", "Wanted time"}, NULL, NULL, 60, NULL},
    {"remarks", ARG_NOTE, false, {"其他信息", "Remarks"}, NULL, NULL, 300, NULL},
    {"heard_at", ARG_TIME, false, {"听到的时间", "Heard at"}, NULL, NULL, 0, "now"},
    ARG_END};
static const struct arg place_args[] = {
    {"unit", ARG_PICK, true, {"房号", "Unit"}, NULL, "unit.find", 0, NULL}, ARG_END};

static bool unit_or_caller(const struct decision *d)
{
    return (arg_of(d, "unit")->given && before(d)->unit) ||
           (!arg_of(d, "unit")->given && arg_of(d, "caller")->given);
}

static bool unit_known(const struct decision *d)
{
    return before(d)->pick != 0 && before(d)->pick_site == before(d)->site;
}

static bool heard_before_now(const struct decision *d)
{
    return !arg_of(d, "heard_at")->given || arg_of(d, "heard_at")->n <= d->q->now;
}

static const struct guard guard_unit_or_caller = {
    "rule.relay_unit",
    "5.3.3",
    "R5.3.3-1",
    unit_or_caller,
    {"请给出本项目的房号,或来人姓名", "Give a unit of the site, or who called"},
    BY_STAFF,
    true};
static const struct guard guard_unit = {
    "rule.unit", "2.0", "R2.0-1", unit_known, {"本项目没有这个房号", "No such unit at this site"},
    BY_PM,       true};
static const struct guard guard_heard = {
    "rule.future",
    "5.3.3",
    "R5.3.3-1",
    heard_before_now,
    {"听到的时间不能晚于现在", "It cannot have been heard later than now"},
    0,
    true};

static void ring_owner(struct decision *d)
{
    ring_role(d, d->after.unit ? ROLE_CAM : ROLE_PM);
}

static void relay_create(struct decision *d)
{
    struct facts *f = &d->after;
    const struct value *heard = arg_of(d, "heard_at");
    const char *state = f->unit ? "new" : "unplaced";
    decision_goto(d, f->unit ? RELAY_NEW : RELAY_UNPLACED);
    f->state = f->unit ? RELAY_NEW : RELAY_UNPLACED;
    const char *columns[] = {text_int(d, f->id),
                             text_int(d, f->site),
                             f->unit ? text_int(d, f->unit) : NULL,
                             state,
                             arg_of(d, "caller")->text,
                             arg_of(d, "phone")->text,
                             arg_of(d, "wish")->text,
                             arg_of(d, "wanted")->text,
                             arg_of(d, "remarks")->text,
                             text_moment(d, heard->given ? heard->n : d->q->now),
                             text_moment(d, d->q->now),
                             text_int(d, d->q->actor->id),
                             NULL};
    effect_add(d, EFFECT_relay_new, columns, 13);
    deadline_set(d, f->id, "relay_ring", d->q->now + f->p_relay_ring_minutes * MOMENT_MINUTE);
    ring_owner(d);
}

static void relay_place(struct decision *d)
{
    struct facts *f = &d->after;
    f->unit = f->pick;
    const char *columns[] = {text_int(d, f->id), text_int(d, f->unit)};
    effect_add(d, EFFECT_relay_place, columns, 2);
    ring_role(d, ROLE_CAM);
}

static void relay_close(struct decision *d)
{
    deadline_clear(d, d->after.id, NULL);
}

/* R5.3.3-2: what the account manager does not take is shown to the project manager too. */
static void relay_remind(struct decision *d)
{
    ring_owner(d);
    ring_role(d, ROLE_PM);
}

static const struct row relay_rows[] = {
    {.action = "relay.create",
     .track = LIFECYCLE_RELAY,
     .from = MASK(0),
     .to = MASK(RELAY_NEW) | MASK(RELAY_UNPLACED),
     .who = BY_STAFF | BY_SYSTEM,
     .label = {"转告客户经理", "Relay to the account manager"},
     .clause = "5.3.3",
     .args = relay_args,
     .effects = relay_create,
     .key = 'r',
     .guards = {&guard_unit_or_caller, &guard_heard}},
    {.action = "relay.place",
     .track = LIFECYCLE_RELAY,
     .from = MASK(RELAY_UNPLACED),
     .to = MASK(RELAY_NEW),
     .who = BY_PM,
     .label = {"认定房号", "Name the unit"},
     .clause = "5.3.3",
     .args = place_args,
     .effects = relay_place,
     .key = 'u',
     .guards = {&guard_unit}},
    {.action = "relay.close",
     .track = LIFECYCLE_RELAY,
     .from = MASK(RELAY_NEW),
     .to = MASK(RELAY_CLOSED),
     .who = BY_CAM,
     .label = {"了结转告", "Close the relay"},
     .clause = "5.3.3",
     .args = reason_args,
     .effects = relay_close,
     .key = 'x'},
    {.action = "relay.close",
     .track = LIFECYCLE_RELAY,
     .from = MASK(RELAY_UNPLACED),
     .to = MASK(RELAY_CLOSED),
     .who = BY_PM,
     .label = {"了结转告", "Close the relay"},
     .clause = "5.3.3",
     .args = reason_args,
     .effects = relay_close,
     .key = 'x'},
    {.action = "relay.convert",
     .track = LIFECYCLE_RELAY,
     .from = MASK(RELAY_NEW),
     .to = MASK(RELAY_CONVERTED),
     .who = BY_SYSTEM,
     .label = {"已受理成单", "Became an order"},
     .clause = "5.3.3",
     .hidden = true},
    {.action = "relay.remind",
     .track = LIFECYCLE_RELAY,
     .from = MASK(RELAY_NEW) | MASK(RELAY_UNPLACED),
     .who = BY_SYSTEM,
     .label = {"转告待受理", "Relay waits"},
     .clause = "5.3.3",
     .args = remind_args,
     .effects = relay_remind,
     .hidden = true,
     .guards = {&guard_deadline}},
};

const struct lifecycle lifecycle_relay = {
    LIFECYCLE_RELAY, AGGREGATE_RELAY, {"转告", "Relay"}, relay_rows, sizeof relay_rows / sizeof *relay_rows};

/* ---- the deputy ---- */

static const struct option deputy_roles[] = {{"cam", {"专属客户经理", "Account manager"}},
                                             {"sup", {"实施部门主管", "Supervisor"}},
                                             {"pm", {"项目经理", "Project manager"}},
                                             {NULL, {NULL, NULL}}};
static const struct arg appoint_args[] = {
    {"principal", ARG_PICK, true, {"被代理人", "For whom"}, NULL, "people.list", 0, NULL},
    {"acting", ARG_PICK, true, {"代理人", "Deputy"}, NULL, "people.list", 0, NULL},
    {"role", ARG_CHOICE, true, {"代理职务", "As"}, deputy_roles, NULL, 0, "cam"},
    {"window", ARG_WINDOW, true, {"代理时间", "From and to"}, NULL, NULL, 0, NULL},
    ARG_REASON,
    ARG_END};

static bool holds_role(const struct decision *d)
{
    return before(d)->pick_roles & (INT64_C(1) << role_find(arg_of(d, "role")->text));
}

static bool acting_fits(const struct decision *d)
{
    const struct facts *f = before(d);
    return f->pick2 && f->pick2 != f->pick && f->pick2_works_here;
}

static bool appointer_fits(const struct decision *d)
{
    bool manager = arg_is(d, "role", "pm");
    return d->relations & (manager ? BY_TAR : BY_PM);
}

static bool window_concrete(const struct decision *d)
{
    return arg_of(d, "window")->n != MOMENT_NONE;
}

static const struct guard guard_holds = {
    "rule.deputy_role",
    "5.3.1",
    "R5.3.1-4",
    holds_role,
    {"被代理人在本项目没有这一职务", "That person does not hold the role at the site"},
    BY_PM,
    true};
static const struct guard guard_acting = {
    "rule.deputy_person",
    "5.3.1",
    "R5.3.1-4",
    acting_fits,
    {"代理人须是本项目的另一名员工", "The deputy must be another employee of the site"},
    BY_PM,
    true};
static const struct guard guard_appointer = {"rule.deputy_appointer",
                                             "5.3.1",
                                             "R5.3.1-4",
                                             appointer_fits,
                                             {"客户经理和主管的代理由项目经理指定,项目经理的代理由区域指定",
                                              "The project manager appoints deputies of managers and "
                                              "supervisors; the region those of a project manager"},
                                             BY_PM | BY_TAR,
                                             true};
static const struct guard guard_deputy_window = {"rule.window_concrete",
                                                 "5.3.1",
                                                 "A04",
                                                 window_concrete,
                                                 {"代理须有起止时间", "A deputy has a beginning and an end"},
                                                 BY_PM,
                                                 true};

static void deputy_appoint(struct decision *d)
{
    struct facts *f = &d->after;
    const struct value *window = arg_of(d, "window");
    int64_t place = arg_is(d, "role", "sup") ? f->pick_department : f->site;
    const char *columns[] = {text_int(d, f->id),      text_int(d, f->site),      "active",
                             arg_of(d, "role")->text, text_int(d, f->pick),      text_int(d, f->pick2),
                             text_int(d, place),      text_moment(d, window->n), text_moment(d, window->n2)};
    effect_add(d, EFFECT_deputy_new, columns, 9);
    ring_user(d, f->pick2);
}

static const struct row deputy_rows[] = {
    {.action = "deputy.appoint",
     .track = LIFECYCLE_DEPUTY,
     .from = MASK(0),
     .to = MASK(DEPUTY_ACTIVE),
     .who = BY_PM | BY_TAR,
     .label = {"指定代理人", "Appoint a deputy"},
     .clause = "5.3.1",
     .args = appoint_args,
     .effects = deputy_appoint,
     .key = 'n',
     .guards = {&guard_appointer, &guard_holds, &guard_acting, &guard_deputy_window, &guard_window_order}},
    {.action = "deputy.end",
     .track = LIFECYCLE_DEPUTY,
     .from = MASK(DEPUTY_ACTIVE),
     .to = MASK(DEPUTY_ENDED),
     .who = BY_PM | BY_TAR,
     .label = {"终止代理", "End the deputyship"},
     .clause = "5.3.1",
     .args = reason_args,
     .key = 'X'},
};

const struct lifecycle lifecycle_deputy = {LIFECYCLE_DEPUTY,
                                           AGGREGATE_DEPUTY,
                                           {"代理", "Deputy"},
                                           deputy_rows,
                                           sizeof deputy_rows / sizeof *deputy_rows};

/* ---- the incident ---- */

static const struct option incident_kinds[] = {
    {"undispatched_work", {"未派单已施工", "Work without dispatch"}},
    {"money_received", {"收受客户钱物", "Money or goods received"}},
    {"other", {"其他", "Other"}},
    {NULL, {NULL, NULL}}};
static const struct arg report_args[] = {
    {"kind", ARG_CHOICE, true, {"事件", "Kind"}, incident_kinds, NULL, 0, NULL},
    {"unit", ARG_PICK, false, {"房号", "Unit"}, NULL, "unit.find", 0, NULL},
    {"what", ARG_NOTE, true, {"经过", "What happened"}, NULL, NULL, 400, NULL},
    {"happened_at", ARG_TIME, true, {"发生时间", "When"}, NULL, NULL, 0, "now"},
    ARG_END};
static const struct arg measure_args[] = {
    {"what", ARG_NOTE, true, {"处理", "Measure"}, NULL, NULL, 300, NULL}, ARG_END};

static bool happened_before_now(const struct decision *d)
{
    return arg_of(d, "happened_at")->n <= d->q->now;
}

static const struct guard guard_happened = {
    "rule.future",
    "5.3.2",
    "R5.3.2-11",
    happened_before_now,
    {"发生时间不能晚于现在", "It cannot have happened later than now"},
    0,
    true};

static void incident_report(struct decision *d)
{
    struct facts *f = &d->after;
    const char *columns[] = {text_int(d, f->id),
                             text_int(d, f->site),
                             f->unit ? text_int(d, f->unit) : NULL,
                             "open",
                             arg_of(d, "kind")->text,
                             arg_of(d, "what")->text,
                             text_int(d, d->q->actor->id),
                             text_moment(d, arg_of(d, "happened_at")->n)};
    effect_add(d, EFFECT_incident_new, columns, 8);
    ring_role(d, ROLE_PM);
}

#define INCIDENT_LIVE (MASK(INCIDENT_OPEN) | MASK(INCIDENT_ACTING))

static const struct row incident_rows[] = {
    {.action = "incident.report",
     .track = LIFECYCLE_INCIDENT,
     .from = MASK(0),
     .to = MASK(INCIDENT_OPEN),
     .who = BY_STAFF,
     .label = {"报告事件", "Report an incident"},
     .clause = "5.3.2",
     .args = report_args,
     .effects = incident_report,
     .key = 'i',
     .guards = {&guard_happened}},
    {.action = "incident.act",
     .track = LIFECYCLE_INCIDENT,
     .from = INCIDENT_LIVE,
     .to = MASK(INCIDENT_ACTING),
     .who = BY_PM,
     .label = {"处理", "Act"},
     .clause = "5.3.2",
     .args = measure_args,
     .key = 'a'},
    {.action = "incident.close",
     .track = LIFECYCLE_INCIDENT,
     .from = MASK(INCIDENT_ACTING),
     .to = MASK(INCIDENT_CLOSED),
     .who = BY_PM,
     .label = {"了结", "Close"},
     .clause = "5.3.2",
     .args = reason_args,
     .key = 'c'},
};

const struct lifecycle lifecycle_incident = {LIFECYCLE_INCIDENT,
                                             AGGREGATE_INCIDENT,
                                             {"事件", "Incident"},
                                             incident_rows,
                                             sizeof incident_rows / sizeof *incident_rows};

/* ---- the unit's account manager ---- */

static const struct arg handover_args[] = {
    {"cam", ARG_PICK, true, {"新客户经理", "New account manager"}, NULL, "people.list", 0, NULL},
    {"from", ARG_TIME, true, {"起始时间", "From"}, NULL, NULL, 0, "now"},
    ARG_REASON,
    ARG_END};

static bool picked_cam(const struct decision *d)
{
    return before(d)->pick_roles & (INT64_C(1) << ROLE_CAM);
}

static const struct guard guard_cam = {"rule.one_cam",
                                       "5.3.1",
                                       "R5.3.1-2",
                                       picked_cam,
                                       {"须是本项目的客户经理", "It must be an account manager of the site"},
                                       BY_PM,
                                       true};

/* Open orders follow with a line in their own log, written when the day comes (R5.3.1-2). */
static void unit_handover(struct decision *d)
{
    const struct facts *f = &d->after;
    const struct value *from = arg_of(d, "from");
    moment at = from->n > d->q->now ? from->n : d->q->now;
    const char *columns[] = {text_int(d, f->unit), text_int(d, f->pick), text_moment(d, at)};
    effect_add(d, EFFECT_unit_cam, columns, 3);
    const char *orders[] = {text_int(d, f->unit), text_moment(d, at)};
    effect_add(d, EFFECT_handover, orders, 2);
}

static const struct row unit_rows[] = {
    {.action = "unit.handover",
     .track = LIFECYCLE_UNIT,
     .from = MASK(UNIT_HELD),
     .who = BY_PM,
     .label = {"更换客户经理", "Change the account manager"},
     .clause = "5.3.1",
     .args = handover_args,
     .effects = unit_handover,
     .key = 'h',
     .guards = {&guard_cam}},
};

const struct lifecycle lifecycle_unit = {
    LIFECYCLE_UNIT, AGGREGATE_UNIT, {"单元", "Unit"}, unit_rows, sizeof unit_rows / sizeof *unit_rows};
