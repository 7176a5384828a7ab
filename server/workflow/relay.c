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
