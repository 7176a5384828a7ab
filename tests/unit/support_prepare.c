/* Facts and arguments that are right for an action: the "golden" question of support_golden.h. What an action
 * needs beside the plain way stands in one table here, by the action's name. */
#include "common/mem.h"
#include "support_golden.h"

#include <stdio.h>
#include <string.h>

/* ---- saying arguments ---- */

static int place_of(const struct stage *s, const char *argument)
{
    for (int i = 0; s->input.row->args && s->input.row->args[i].name; i++)
        if (strcmp(s->input.row->args[i].name, argument) == 0)
            return i;
    fail_msg("%s has no argument %s", s->input.row->action, argument);
    return 0;
}

void say(struct stage *s, const char *argument, const char *text)
{
    s->input.value[place_of(s, argument)] =
        (struct value){.given = true, .text = text, .n = 0, .n2 = MOMENT_NONE};
}

void say_number(struct stage *s, const char *argument, int64_t number)
{
    s->input.value[place_of(s, argument)] =
        (struct value){.given = true, .text = "", .n = number, .n2 = MOMENT_NONE};
}

void say_window(struct stage *s, moment from, moment to)
{
    bool wanted = strcmp(s->row->action, "order.create") == 0;
    s->input.value[place_of(s, wanted ? "wanted" : "window")] =
        (struct value){.given = true, .text = "", .n = from, .n2 = to};
}

void unsay(struct stage *s, const char *argument)
{
    s->input.value[place_of(s, argument)] =
        (struct value){.given = false, .text = "", .n = 0, .n2 = MOMENT_NONE};
}

struct line *say_line(struct stage *s, const char *code, int64_t quantity, const char *price)
{
    struct line *line = &s->input.line[s->input.lines++];
    *line = (struct line){.quantity = quantity,
                          .chosen_fen = -1,
                          .item = 300 + s->input.lines,
                          .name = "换水龙头",
                          .unit = "次",
                          .class_code = "water",
                          .price = price};
    snprintf(line->code, sizeof line->code, "%s", code);
    return line;
}

static void say_all_answers(struct stage *s)
{
    s->input.things = 0;
    for (int i = 0; i < s->facts.items; i++)
        s->input.thing[s->input.things++] = (struct thing){s->facts.item[i].code, "yes", ""};
}

static void say_window_of(struct stage *s)
{
    bool agreed = s->facts.agreed_from != MOMENT_NONE;
    say_window(s, agreed ? s->facts.agreed_from : s->now + MOMENT_HOUR,
               agreed ? s->facts.agreed_to : s->now + 2 * MOMENT_HOUR);
}

/* What an argument of the kind is when nothing special is wanted. */
static void say_default(struct stage *s, const struct arg *arg)
{
    switch (arg->kind) {
    case ARG_TEXT:
    case ARG_NOTE:
        say(s, arg->name, "一句话");
        break;
    case ARG_CHOICE:
        say(s, arg->name, arg->options ? arg->options[0].value : "water");
        break;
    case ARG_TICK:
        say(s, arg->name, "yes");
        break;
    case ARG_TIME:
    case ARG_DAY:
        say_number(s, arg->name, s->now);
        break;
    case ARG_WINDOW:
        say_window_of(s);
        break;
    case ARG_INT:
    case ARG_FEN:
    case ARG_PICK:
        say_number(s, arg->name, 1);
        break;
    case ARG_LINES:
        s->input.lines = 0;
        say_line(s, "W-01", 100, "fixed 5000");
        break;
    case ARG_ANSWERS:
        say_all_answers(s);
        break;
    case ARG_THINGS:
    case ARG_SECRET:
        break;
    }
}

/* ---- what single actions need ---- */

static void for_create(struct stage *s)
{
    say(s, "own_area", "own");
    say(s, "contract_duty", "no");
}

static void for_quote(struct stage *s)
{
    s->facts.extra_rounds = 0;
    stage_drop(s, LIFECYCLE_ROUND);
}

/* In a numbered order there is something to explain or agree to only when the quote changed. */
static void for_changed_quote(struct stage *s)
{
    struct facts *f = &s->facts;
    if (f->consent_rev && f->quote_rev == f->consent_rev) {
        f->quote_rev = f->explained_rev = 2;
        f->next_rev = 3;
    }
}

static void for_dispatch(struct stage *s)
{
    struct facts *f = &s->facts;
    f->pick = DEPARTMENT;
    f->pick_site = SITE;
    f->pick_is_department = f->pick_does_class = 1;
    say_number(s, "department", DEPARTMENT);
}

static void for_cancel(struct stage *s)
{
    s->facts.first_started = MOMENT_NONE;
}

static void for_deadline(struct stage *s)
{
    s->facts.deadline_open = 1;
    say(s, "kind", s->facts.aggregate == AGGREGATE_RELAY ? "relay_ring" : "followup");
}

static void for_assign(struct stage *s)
{
    s->facts.pick = ID_OF(OTHER_TEC);
    s->facts.pick_is_tec = 1;
    say_number(s, "technician", ID_OF(OTHER_TEC));
}

static void for_proposal(struct stage *s)
{
    stage_drop(s, LIFECYCLE_TIME);
    say_window(s, s->now + 5 * MOMENT_HOUR, s->now + 6 * MOMENT_HOUR);
}

static void for_depart(struct stage *s)
{
    say(s, "anything_else", "no");
}

static void for_answers(struct stage *s)
{
    struct part *visit = facts_last(&s->facts, LIFECYCLE_VISIT);
    if (visit && visit->state != VISIT_WORKING)
        visit->state = VISIT_WORKING;
    s->facts.items = s->facts.items ? s->facts.items : 1;
    if (!s->facts.item[0].code[0])
        snprintf(s->facts.item[0].code, FACT_CODE_MAX, "c1");
    say_all_answers(s);
}

static void for_finish(struct stage *s)
{
    struct part *list = facts_last(&s->facts, LIFECYCLE_CHECKLIST);
    if (!list)
        list = stage_part(s, LIFECYCLE_CHECKLIST, CHECKLIST_COMPLETE, NULL);
    list->state = CHECKLIST_COMPLETE;
}

/* The customer tries what is finished. */
static void for_trial(struct stage *s)
{
    struct part *visit = facts_last(&s->facts, LIFECYCLE_VISIT);
    if (visit && s->facts.state == ORDER_SERVING)
        visit->state = VISIT_FINISHED;
}

static void for_enter(struct stage *s)
{
    say(s, "reference", "SZJY-1");
    unsay(s, "no_reference");
}

static void for_record(struct stage *s)
{
    say(s, "method", "phone");
    say(s, "conduct", "none");
    say(s, "result", "satisfied");
    s->input.secret_ok = true;
}

static void for_signature(struct stage *s)
{
    s->input.secret_ok = true;
}

static void for_relay(struct stage *s)
{
    say_number(s, "unit", UNIT);
}

static void for_place(struct stage *s)
{
    s->facts.pick = UNIT;
    s->facts.pick_site = SITE;
    say_number(s, "unit", UNIT);
}

static void for_appoint(struct stage *s)
{
    struct facts *f = &s->facts;
    f->pick = ID_OF(CAM);
    f->pick_roles = INT64_C(1) << ROLE_CAM;
    f->pick2 = ID_OF(STF);
    f->pick2_works_here = 1;
    say_number(s, "principal", ID_OF(CAM));
    say_number(s, "acting", ID_OF(STF));
    say(s, "role", "cam");
    say_window(s, s->now, s->now + MOMENT_DAY);
}

static void for_handover(struct stage *s)
{
    s->facts.pick = ID_OF(OTHER_CAM);
    s->facts.pick_roles = INT64_C(1) << ROLE_CAM;
    say_number(s, "cam", ID_OF(OTHER_CAM));
}

static const struct {
    const char *action;
    void (*prepare)(struct stage *);
} needs[] = {
    {"order.create", for_create},         {"order.quote", for_quote},
    {"order.explain", for_changed_quote}, {"order.consent", for_changed_quote},
    {"order.keep", for_changed_quote},    {"order.dispatch", for_dispatch},
    {"order.cancel", for_cancel},         {"order.remind", for_deadline},
    {"order.handover", for_deadline},     {"relay.remind", for_deadline},
    {"visit.assign", for_assign},         {"visit.reassign", for_assign},
    {"time.propose", for_proposal},       {"time.set", for_proposal},
    {"visit.depart", for_depart},         {"checklist.answer", for_answers},
    {"visit.finish", for_finish},         {"round.accept", for_trial},
    {"round.refuse", for_trial},          {"round.unsigned", for_trial},
    {"entry.enter", for_enter},           {"followup.record", for_record},
    {"followup.correct", for_signature},  {"relay.create", for_relay},
    {"relay.place", for_place},           {"deputy.appoint", for_appoint},
    {"unit.handover", for_handover},
};

/* Optional arguments are left out: what an action needs must be required, or said above. */
struct stage *prepare(struct stage *s, const char *action)
{
    s->row = row_first(action);
    assert_non_null(s->row);
    s->input = (struct input){.row = s->row, .data = "{}"};
    for (int i = 0; i < ROW_ARGS_MAX; i++)
        s->input.value[i] = (struct value){.given = false, .text = "", .n = 0, .n2 = MOMENT_NONE};
    for (int i = 0; s->row->args && s->row->args[i].name; i++)
        if (s->row->args[i].required)
            say_default(s, &s->row->args[i]);
    for (size_t i = 0; i < array_length(needs); i++)
        if (strcmp(needs[i].action, action) == 0)
            needs[i].prepare(s);
    return s;
}
