/* Rules of time, technicians and the work at the door that the core keeps: 5.4.1, 5.4.2, 5.4.3, 5.5. Each
 * test is named by the rule of the standard it proves. */
#include "common/mem.h"
#include "support_golden.h"

#include <stdlib.h>
#include <string.h>

static struct stage *visit(int order, int state, const char *action)
{
    struct stage *s = stage_order(order);
    stage_track(s, LIFECYCLE_VISIT, state);
    return prepare(s, action);
}

/* ---- 5.4.1: who ---- */

static void only_the_departments_supervisor(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_PLANNING), "visit.assign");
    (void)state;
    expect_only(s, ONE(SUP) | ONE(ACTING_SUP), "5.4.1");
    expect_only(visit(ORDER_SCHEDULED, VISIT_PLANNED, "visit.reassign"), ONE(SUP) | ONE(ACTING_SUP), "5.4.1");
    expect_allowed(s, SUP);
    s->facts.pick_is_tec = 0;
    expect_refused(s, SUP, "rule.technician");
}

static void reassigned_means_stopped(void **state)
{
    struct stage *s = visit(ORDER_SCHEDULED, VISIT_PLANNED, "visit.reassign");
    (void)state;
    int64_t former = facts_last(&s->facts, LIFECYCLE_VISIT)->id;
    expect_allowed(s, SUP);
    assert_int_equal(facts_part(&s->decision.after, former)->state, VISIT_STOPPING);
    assert_true(rings_person(s, TEC));
    assert_true(rings_person(s, OTHER_TEC));
    assert_int_equal(part_after(s, LIFECYCLE_VISIT)->user, ID_OF(OTHER_TEC));
    assert_int_equal(part_after(s, LIFECYCLE_VISIT)->state, VISIT_PLANNED);
    assert_int_equal(s->decision.after.state, ORDER_SCHEDULED);
}

static void stop_card_is_acknowledged(void **state)
{
    struct stage *s = visit(ORDER_SCHEDULED, VISIT_STOPPING, "visit.acknowledge");
    (void)state;
    expect_only(s, ONE(STOPPED_TEC), "5.4.1");
    s = visit(ORDER_SCHEDULED, VISIT_PLANNED, "visit.leave");
    s->facts.actor_stop_cards = 1;
    expect_refused(s, TEC, "rule.stop_card");
}

/* Two were replaced one after the other: each acknowledges his own card, and nobody another's. */
static void each_his_own_card(void **state)
{
    struct stage *s = stage_order(ORDER_SCHEDULED);
    (void)state;
    stage_track(s, LIFECYCLE_VISIT, VISIT_STOPPING);
    int64_t earlier = facts_last(&s->facts, LIFECYCLE_VISIT)->id;
    stage_part(s, LIFECYCLE_VISIT, VISIT_STOPPING, NULL)->user = ID_OF(OTHER_TEC);
    prepare(s, "visit.acknowledge");
    expect_allowed(s, STOPPED_TEC);
    assert_int_equal(s->decision.part->id, earlier);
    expect_allowed(s, OTHER_TEC);
    assert_int_not_equal(s->decision.part->id, earlier);
    s->input.part = earlier;
    expect_refused(s, OTHER_TEC, "perm.denied");
}

/* Whose card was taken off the order does no more of it. */
static void stopped_technician_is_out(void **state)
{
    struct stage *s = stage_order(ORDER_SCHEDULED);
    (void)state;
    stage_track(s, LIFECYCLE_VISIT, VISIT_PLANNED);
    stage_part(s, LIFECYCLE_VISIT, VISIT_STOPPING, NULL);
    expect_only(prepare(s, "visit.leave"), ONE(TEC), "5.5.7");
}

/* ---- 5.4.1: when ---- */

static struct stage *propose(void)
{
    return prepare(stage_order(ORDER_PLANNING), "time.propose");
}

static void supervisor_states_a_window(void **state)
{
    struct stage *s = propose();
    (void)state;
    expect_allowed(s, SUP);
    assert_int_equal(s->decision.after.state, ORDER_AGREEING);
    assert_int_equal(part_after(s, LIFECYCLE_TIME)->from, s->now + 5 * MOMENT_HOUR);
    assert_int_equal(deadline_of(s, "time_agree"), s->now + 3 * MOMENT_DAY);
    assert_true(rings_person(s, CAM));
    say_window(s, MOMENT_NONE, MOMENT_NONE);
    expect_refused(s, SUP, "rule.window_concrete");
    say_window(s, s->now + 1, s->now + 1);
    expect_refused(s, SUP, "rule.window");
    say_window(s, s->now - 1, s->now);
    expect_refused(s, SUP, "rule.window");
    say_window(s, s->now - 1, s->now + 1);
    expect_allowed(s, SUP);
    expect_only(propose(), ONE(SUP) | ONE(ACTING_SUP), "5.4.1");
}

static void only_the_manager_agrees(void **state)
{
    static const struct {
        const char *action;
        int order;
    } acts[] = {
        {"time.agree", ORDER_AGREEING}, {"time.reject", ORDER_AGREEING}, {"time.set", ORDER_PLANNING}};
    (void)state;
    for (size_t i = 0; i < array_length(acts); i++)
        expect_only(prepare(stage_order(acts[i].order), acts[i].action), ONE(CAM) | ONE(ACTING_CAM), "5.4.1");
}

static void what_is_agreed_is_the_plan(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_AGREEING), "time.agree");
    (void)state;
    s->facts.agreed = 0;
    say_window(s, s->now + MOMENT_DAY, s->now + MOMENT_DAY + MOMENT_HOUR);
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.after.agreed, 1);
    assert_int_equal(s->decision.after.agreed_from, s->now + MOMENT_DAY);
    assert_int_equal(s->decision.after.agreed_to, s->now + MOMENT_DAY + MOMENT_HOUR);
    assert_true(deadline_cleared(s, "time_agree"));
    assert_true(rings_role(s, ROLE_SUP, DEPARTMENT));
    say_number(s, "at", s->now + 1);
    expect_refused(s, CAM, "rule.future");
    say_number(s, "at", s->now);
    expect_allowed(s, CAM);
}

static void visit_lies_in_what_is_agreed(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_PLANNING), "visit.assign");
    moment from = s->facts.agreed_from, to = s->facts.agreed_to;
    (void)state;
    say_window(s, from, to);
    expect_allowed(s, SUP);
    say_window(s, from - 1, to);
    expect_refused(s, SUP, "rule.outside_agreed");
    say_window(s, from, to + 1);
    expect_refused(s, SUP, "rule.outside_agreed");
    s->facts.agreed_from = s->facts.agreed_to = MOMENT_NONE; /* any time */
    expect_allowed(s, SUP);
    say_window(s, MOMENT_NONE, MOMENT_NONE);
    expect_refused(s, SUP, "rule.window_concrete");
}

static void nothing_while_a_proposal_waits(void **state)
{
    static const struct {
        const char *action;
        int order, visit;
        enum person person;
    } steps[] = {
        {"visit.assign", ORDER_PLANNING, 0, SUP},
        {"visit.leave", ORDER_SCHEDULED, VISIT_PLANNED, TEC},
        {"visit.arrive", ORDER_SERVING, VISIT_LEFT, TEC},
        {"visit.start", ORDER_SERVING, VISIT_ARRIVED, TEC},
    };
    (void)state;
    for (size_t i = 0; i < array_length(steps); i++) {
        struct stage *s = visit(steps[i].order, steps[i].visit, steps[i].action);
        expect_allowed(s, steps[i].person);
        struct part *proposal = stage_part(s, LIFECYCLE_TIME, TIME_PROPOSED, NULL);
        expect_refused(s, steps[i].person, "rule.time_not_agreed");
        assert_string_equal(s->decision.refusal[0].clause, "5.4.1");
        proposal->state = TIME_REJECTED;
        expect_allowed(s, steps[i].person);
        s->facts.agreed = 0;
        expect_refused(s, steps[i].person, "rule.time_not_agreed");
    }
}

static void times_are_appended(void **state)
{
    struct stage *s = propose();
    (void)state;
    stage_part(s, LIFECYCLE_TIME, TIME_REJECTED, NULL)->from = NOW;
    int before = s->facts.parts;
    expect_allowed(s, SUP);
    assert_int_equal(s->decision.after.parts, before + 1);
    assert_int_equal(s->decision.after.part[before - 1].state, TIME_REJECTED);
    assert_int_equal(s->decision.after.part[before - 1].from, NOW);
    stage_part(s, LIFECYCLE_TIME, TIME_PROPOSED, NULL);
    expect_refused(s, SUP, "rule.proposal_open");
    s = prepare(stage_order(ORDER_PLANNING), "time.set");
    stage_part(s, LIFECYCLE_TIME, TIME_PROPOSED, NULL);
    expect_refused(s, CAM, "rule.proposal_open");
}

/* The database excludes overlaps of visits that are not marked; the mark needs a reason. */
static void overlap_is_deliberate(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_PLANNING), "visit.assign");
    (void)state;
    expect_allowed(s, SUP);
    assert_string_equal(part_after(s, LIFECYCLE_VISIT)->kind, "");
    say(s, "overlap_reason", "同一栋楼,顺路");
    expect_allowed(s, SUP);
    assert_string_equal(part_after(s, LIFECYCLE_VISIT)->kind, "overlap");
}

static void minutes_of_arrival(void **state)
{
    static const struct {
        moment after_from;
        int64_t minutes;
    } at[] = {
        {-MOMENT_MINUTE - 1, -2},
        {-MOMENT_MINUTE, -1},
        {-1, -1},
        {0, 0},
        {MOMENT_HOUR, 0},
        {2 * MOMENT_HOUR, 0},
        {2 * MOMENT_HOUR + 1, 1},
        {2 * MOMENT_HOUR + MOMENT_MINUTE, 1},
        {2 * MOMENT_HOUR + MOMENT_MINUTE + 1, 2},
    };
    (void)state;
    for (size_t i = 0; i < array_length(at); i++) {
        struct stage *s = visit(ORDER_SERVING, VISIT_LEFT, "visit.arrive");
        s->now = s->facts.agreed_from + at[i].after_from;
        expect_allowed(s, TEC);
        assert_int_equal(part_after(s, LIFECYCLE_VISIT)->number, at[i].minutes);
        s->now += MOMENT_HOUR; /* entered later, said when it was */
        say_number(s, "at", s->facts.agreed_from + at[i].after_from);
        expect_allowed(s, TEC);
        assert_int_equal(part_after(s, LIFECYCLE_VISIT)->number, at[i].minutes);
        say_number(s, "at", s->now + 1);
        expect_refused(s, TEC, "rule.future");
    }
}

static void failed_visit_waits_for_a_time(void **state)
{
    static const int states[] = {VISIT_LEFT, VISIT_ARRIVED, VISIT_WORKING, VISIT_PAUSED};
    (void)state;
    for (size_t i = 0; i < array_length(states); i++) {
        struct stage *s = visit(ORDER_SERVING, states[i], "visit.fail");
        expect_allowed(s, TEC);
        assert_int_equal(part_after(s, LIFECYCLE_VISIT)->state, VISIT_FAILED);
        assert_int_equal(s->decision.after.state, ORDER_AGREEING);
        assert_int_equal(s->decision.after.agreed, 0);
        assert_int_equal(deadline_of(s, "time_agree"), s->now + 3 * MOMENT_DAY);
        assert_true(rings_person(s, CAM));
    }
    expect_only(visit(ORDER_SERVING, VISIT_LEFT, "visit.fail"), ONE(TEC), "5.4.1");
}

static void no_automatic_no_show(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_SCHEDULED), "order.remind");
    (void)state;
    s->now = s->facts.agreed_to + MOMENT_DAY;
    say(s, "kind", "time_agree");
    expect_allowed(s, SYSTEM);
    assert_int_equal(s->decision.after.state, ORDER_SCHEDULED);
    assert_int_equal(part_after(s, LIFECYCLE_VISIT)->state, VISIT_PLANNED);
}

/* ---- 5.4.2 ---- */

static void checklist_before_finish(void **state)
{
    struct stage *s = visit(ORDER_SERVING, VISIT_WORKING, "visit.finish");
    (void)state;
    facts_last(&s->facts, LIFECYCLE_CHECKLIST)->state = CHECKLIST_OPEN;
    expect_refused(s, TEC, "rule.checklist");
    assert_string_equal(s->decision.refusal[0].clause, "5.4.2");
    stage_drop(s, LIFECYCLE_CHECKLIST);
    expect_refused(s, TEC, "rule.checklist");
}

static struct stage *answer(void)
{
    struct stage *s = visit(ORDER_SERVING, VISIT_WORKING, "checklist.answer");
    facts_last(&s->facts, LIFECYCLE_CHECKLIST)->state = CHECKLIST_OPEN;
    s->facts.item[0].answered = s->facts.item[1].answered = false;
    return s;
}

static void complete_when_all_is_answered(void **state)
{
    struct stage *s = answer();
    (void)state;
    s->input.things = 1;
    expect_allowed(s, TEC);
    assert_int_equal(part_after(s, LIFECYCLE_CHECKLIST)->state, CHECKLIST_OPEN);
    s->facts.item[1].answered = true; /* answered before */
    expect_allowed(s, TEC);
    assert_int_equal(part_after(s, LIFECYCLE_CHECKLIST)->state, CHECKLIST_COMPLETE);
    expect_only(answer(), ONE(TEC), "5.4.2");
}

static void not_applicable_needs_a_word(void **state)
{
    struct stage *s = answer();
    (void)state;
    s->input.thing[1].quantity = "na";
    expect_refused(s, TEC, "rule.checklist_word");
    s->input.thing[1].word = "没有饰面";
    expect_allowed(s, TEC);
    s->input.thing[1].name = "c9"; /* not in the version frozen at dispatch */
    expect_refused(s, TEC, "rule.checklist_item");
}

static void answered_at_work(void **state)
{
    static const int states[] = {VISIT_LEFT, VISIT_ARRIVED, VISIT_FINISHED};
    (void)state;
    for (size_t i = 0; i < array_length(states); i++) {
        struct stage *s = answer();
        facts_last(&s->facts, LIFECYCLE_VISIT)->state = states[i];
        expect_refused(s, TEC, "rule.not_at_work");
    }
}

static void template_is_frozen_at_dispatch(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_READY), "order.dispatch");
    (void)state;
    s->facts.class_template = 4;
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.after.template, 4);
    s = visit(ORDER_SERVING, VISIT_ARRIVED, "visit.start");
    s->facts.template = 4;
    s->facts.class_template = 5; /* edited since */
    expect_allowed(s, TEC);
    assert_string_equal(effect_of(s, EFFECT_checklist_copy, 0)->column[1], "4");
}

/* ---- 5.4.3 ---- */

/* Nothing a technician or supervisor can ask takes an amount of money, or says that it was received. */
static void technician_takes_no_money(void **state)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    (void)state;
    for (int i = 0; i < count; i++) {
        if (!(rows[i]->who & (BY_TEC | BY_SUP | BY_STAFF)))
            continue;
        for (int a = 0; rows[i]->args && rows[i]->args[a].name; a++)
            assert_int_not_equal(rows[i]->args[a].kind, ARG_FEN);
    }
    struct stage *s = prepare(stage_subject(AGGREGATE_INCIDENT, 0), "incident.report");
    say(s, "kind", "money_received");
    expect_allowed(s, TEC);
    assert_true(rings_role(s, ROLE_PM, SITE));
}

/* ---- 5.5 ---- */

static void wish_confirmed_before_start(void **state)
{
    struct stage *s = visit(ORDER_SERVING, VISIT_ARRIVED, "visit.start");
    (void)state;
    expect_only(s, ONE(TEC), "5.5.4");
    s->facts.first_started = MOMENT_NONE;
    expect_allowed(s, TEC);
    assert_int_equal(s->decision.after.first_started, s->now);
    s->facts.first_started = NOW - MOMENT_DAY; /* a second visit does not move it */
    expect_allowed(s, TEC);
    assert_int_equal(s->decision.after.first_started, NOW - MOMENT_DAY);
}

static void another_wish_stops_the_work(void **state)
{
    static const struct {
        const char *action;
        int visit;
    } steps[] = {
        {"visit.start", VISIT_ARRIVED}, {"visit.resume", VISIT_PAUSED}, {"visit.finish", VISIT_WORKING}};
    (void)state;
    for (size_t i = 0; i < array_length(steps); i++) {
        struct stage *s = visit(ORDER_SERVING, steps[i].visit, steps[i].action);
        facts_last(&s->facts, LIFECYCLE_VISIT)->flag = 1;
        expect_refused(s, TEC, "rule.wish_differs");
    }
}

static void flag_is_the_managers_to_lift(void **state)
{
    struct stage *s = visit(ORDER_SERVING, VISIT_ARRIVED, "visit.differ");
    (void)state;
    expect_only(s, ONE(TEC), "5.5.4");
    expect_allowed(s, TEC);
    assert_int_equal(part_after(s, LIFECYCLE_VISIT)->flag, 1);
    assert_true(rings_person(s, CAM));
    stage_go_on(s);
    s->now = NOW; /* the deputies' windows are of this moment */
    prepare(s, "visit.within");
    expect_only(s, ONE(CAM) | ONE(ACTING_CAM), "5.5.4");
    expect_allowed(s, CAM);
    assert_int_equal(part_after(s, LIFECYCLE_VISIT)->flag, 0);
    prepare(s, "order.consent"); /* or a new quote with consent lifts it */
    expect_allowed(s, CAM);
    assert_int_equal(part_after(s, LIFECYCLE_VISIT)->flag, 0);
}

static void anything_else_makes_a_relay(void **state)
{
    struct stage *s = visit(ORDER_ACCEPTED, VISIT_FINISHED, "visit.depart");
    (void)state;
    expect_allowed(s, TEC);
    assert_int_equal(effects_of(s, EFFECT_relay_new), 0);
    say(s, "anything_else", "yes");
    expect_refused(s, TEC, "rule.wish");
    say(s, "wish", "阳台灯不亮");
    expect_allowed(s, TEC);
    assert_int_equal(moves_of(s, "relay.create"), 1);
    assert_string_equal(effect_of(s, EFFECT_relay_new, 0)->column[6], "阳台灯不亮");
    assert_int_equal(deadline_of(s, "relay_ring"), s->now + 15 * MOMENT_MINUTE);
    assert_true(rings_person(s, CAM));
    assert_int_equal(effects_of(s, EFFECT_quote_line), 0); /* nothing is added to the signed order */
}

/* Asked after the signing: before it there is nothing to say goodbye to. */
static void departs_after_signing(void **state)
{
    struct stage *s = visit(ORDER_SERVING, VISIT_FINISHED, "visit.depart");
    (void)state;
    expect_refused(s, TEC, "state.wrong");
    s = visit(ORDER_ACCEPTED, VISIT_FINISHED, "visit.depart");
    expect_only(s, ONE(TEC), "5.5.6");
    expect_allowed(s, TEC);
    assert_int_equal(part_after(s, LIFECYCLE_VISIT)->state, VISIT_DEPARTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE("R5.4.1-3 only the department's supervisor assigns, a technician of it",
             only_the_departments_supervisor),
        RULE("R5.4.1-3 who is replaced gets a stop card", reassigned_means_stopped),
        RULE("R5.4.1-3 a stop card is acknowledged before the next visit", stop_card_is_acknowledged),
        RULE("R5.4.1-3 each acknowledges his own card", each_his_own_card),
        RULE("R5.4.1-3 a stopped technician is out of the order", stopped_technician_is_out),
        RULE("R5.4.1-5 the supervisor states a concrete window, the order waits", supervisor_states_a_window),
        RULE("R5.4.1-6 only the account manager agrees a time", only_the_manager_agrees),
        RULE("R5.4.1-6 what is agreed becomes the plan", what_is_agreed_is_the_plan),
        RULE("R5.4.1-6 a visit lies inside what is agreed", visit_lies_in_what_is_agreed),
        RULE("R5.4.1-7 no step while a proposal waits or nothing is agreed", nothing_while_a_proposal_waits),
        RULE("R5.4.1-8 proposals and agreements are appended", times_are_appended),
        RULE("R5.4.1-9 an overlap is deliberate, with a reason", overlap_is_deliberate),
        RULE("R5.4.1-10 minutes early and late, to the boundary", minutes_of_arrival),
        RULE("R5.4.1-11 a failed visit waits for a new time", failed_visit_waits_for_a_time),
        RULE("R5.4.1-11 no automatic no-show", no_automatic_no_show),
        RULE("R5.4.2-1 the checklist before finished", checklist_before_finish),
        RULE("R5.4.2-1 complete when all is answered", complete_when_all_is_answered),
        RULE("R5.4.2-1 R5.4.2-3 not applicable needs a word, foreign items are refused",
             not_applicable_needs_a_word),
        RULE("R5.4.2-1 answered while the work goes on", answered_at_work),
        RULE("R5.4.2-3 the checklist is frozen at dispatch", template_is_frozen_at_dispatch),
        RULE("R5.4.3-4 no technician takes money", technician_takes_no_money),
        RULE("R5.5.4-1 the start is recorded, once", wish_confirmed_before_start),
        RULE("R5.5.4-2 another wish stops the work", another_wish_stops_the_work),
        RULE("R5.5.4-2 the flag is the account manager's to lift", flag_is_the_managers_to_lift),
        RULE("R5.5.5-3 anything else makes a relay", anything_else_makes_a_relay),
        RULE("R5.5.6-1 departs after the signing", departs_after_signing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
