/* Deputies, and who manages a unit: the two ways the power to take requests changes hands (5.3.1).
 * Part of the pure core. */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"

static const struct arg reason_args[] = {ARG_REASON, ARG_END};

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
