/* Incidents: what happened outside the standard, addressed to the manager and never billable (R5.3.2-11).
 * Part of the pure core. */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"

static const struct arg reason_args[] = {ARG_REASON, ARG_END};

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
