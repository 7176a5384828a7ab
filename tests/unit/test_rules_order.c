/* Rules of intake, consent and dispatch that the core keeps: 2.0, 3.0, 5.1, 5.3.1, 5.3.2 and the first step
 * of 5.4.1. Each test is named by the rule of the standard it proves. */
#include "common/mem.h"
#include "support_golden.h"

#include <stdio.h>
#include <string.h>

static struct stage *create(void)
{
    return prepare(stage_order(0), "order.create");
}

/* ---- 2.0, 3.0 ---- */

static void one_unit_of_the_project(void **state)
{
    struct stage *s = create();
    (void)state;
    s->facts.unit = 0;
    expect_refused(s, CAM, "rule.unit");
    s->facts.unit = UNIT;
    s->facts.unit_site = OTHER_SITE;
    expect_refused(s, CAM, "rule.unit");
    s->facts.unit_site = SITE;
    expect_allowed(s, CAM);
    assert_int_equal(effects_of(s, EFFECT_order_new), 1);
    assert_string_equal(effect_of(s, EFFECT_order_new, 0)->column[1], "10");
    assert_string_equal(effect_of(s, EFFECT_order_new, 0)->column[2], "500");
}

static void own_area(void **state)
{
    struct stage *s = create();
    (void)state;
    say(s, "own_area", "public");
    expect_refused(s, CAM, "rule.public_area");
    assert_string_equal(s->decision.refusal[0].clause, "3.0");
    unsay(s, "own_area");
    expect_refused(s, CAM, "rule.public_area");
}

static void no_contract_duty(void **state)
{
    struct stage *s = create();
    (void)state;
    say(s, "contract_duty", "yes");
    expect_refused(s, CAM, "rule.contract_duty");
    assert_string_equal(s->decision.refusal[0].clause, "3.0");
    unsay(s, "contract_duty");
    expect_refused(s, CAM, "rule.contract_duty");
}

static void a_class(void **state)
{
    struct stage *s = create();
    (void)state;
    s->facts.class_active = 0; /* none of that code, or retired */
    expect_refused(s, CAM, "rule.class");
}

/* The class decides department, checklist and settlement; after consent nothing carries another class in. */
static void class_is_fixed(void **state)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    (void)state;
    for (int i = 0; i < count; i++)
        for (int a = 0; rows[i]->args && rows[i]->args[a].name; a++)
            if (strcmp(rows[i]->args[a].name, "class") == 0)
                assert_string_equal(rows[i]->action, "order.create");
}

static void counter_lane(void **state)
{
    struct stage *s = create();
    (void)state;
    s->facts.class_counter = 1;
    expect_refused(s, CAM, "rule.counter_class");
}

/* ---- 5.3.1 ---- */

static void only_the_units_own_manager(void **state)
{
    (void)state;
    expect_only(create(), ONE(CAM) | ONE(ACTING_CAM), "5.3.1");
}

static void deputys_window(void **state)
{
    static const struct {
        moment now;
        bool may;
    } at[] = {{NOW - 1, false}, {NOW, true}, {NOW + MOMENT_DAY - 1, true}, {NOW + MOMENT_DAY, false}};
    (void)state;
    for (size_t i = 0; i < array_length(at); i++) {
        struct stage *s = create();
        s->now = at[i].now;
        say_window(s, s->now + MOMENT_HOUR, s->now + 2 * MOMENT_HOUR);
        assert_int_equal(ask(s, ACTING_CAM), at[i].may);
        if (!at[i].may)
            assert_true(refused_with(s, "perm.denied"));
    }
}

static void acts_as_a_for_b(void **state)
{
    struct stage *s = create();
    (void)state;
    expect_allowed(s, ACTING_CAM);
    assert_int_equal(s->decision.move[0].acting_for, ID_OF(CAM));
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.move[0].acting_for, 0);
}

static void no_order_without_a_named_manager(void **state)
{
    struct stage *s = create();
    (void)state;
    expect_refused(s, SYSTEM, "perm.denied");
    s->facts.cam = 0; /* a unit nobody manages */
    expect_only(s, 0, "5.3.1");
}

/* Who was account manager once, or is so of the unit on paper but not at the site any more, is none. */
static void role_and_unit_both(void **state)
{
    struct stage *s = create();
    (void)state;
    s->facts.cam = ID_OF(STF);
    expect_refused(s, STF, "perm.denied");
    assert_string_equal(s->decision.refusal[0].clause, "5.3.1");
}

static struct stage *appoint(void)
{
    return prepare(stage_subject(AGGREGATE_DEPUTY, 0), "deputy.appoint");
}

static void manager_appoints_a_deputy(void **state)
{
    struct stage *s = appoint();
    (void)state;
    expect_allowed(s, PM);
    assert_int_equal(effects_of(s, EFFECT_deputy_new), 1);
    assert_true(rings_person(s, STF));
    assert_false(ask(s, ADM));
    assert_string_equal(s->decision.refusal[0].code, "perm.denied");
    s->facts.pick_roles = INT64_C(1) << ROLE_TEC; /* the principal holds no such role */
    expect_refused(s, PM, "rule.deputy_role");
    s = appoint();
    s->facts.pick2 = ID_OF(CAM); /* nobody is his own deputy */
    expect_refused(s, PM, "rule.deputy_person");
    s->facts.pick2 = ID_OF(OTHER_STF);
    s->facts.pick2_works_here = 0;
    expect_refused(s, PM, "rule.deputy_person");
}

static void nobody_appoints_his_own_deputy(void **state)
{
    struct stage *s = appoint();
    (void)state;
    say(s, "role", "pm");
    s->facts.pick_roles = INT64_C(1) << ROLE_PM;
    expect_refused(s, PM, "rule.deputy_appointer");
    expect_allowed(s, TAR);
    assert_false(ask(s, OTHER_TAR));
    assert_string_equal(s->decision.refusal[0].code, "perm.denied");
}

static void deputy_has_start_and_end(void **state)
{
    struct stage *s = appoint();
    (void)state;
    say_window(s, MOMENT_NONE, MOMENT_NONE);
    expect_refused(s, PM, "rule.window_concrete");
    say_window(s, s->now, s->now);
    expect_refused(s, PM, "rule.window");
    say_window(s, s->now - MOMENT_DAY, s->now); /* all of it is past */
    expect_refused(s, PM, "rule.window");
    say_window(s, s->now - MOMENT_DAY, s->now + 1);
    expect_allowed(s, PM);
}

static void one_manager_per_unit(void **state)
{
    struct stage *s = prepare(stage_subject(AGGREGATE_UNIT, UNIT_HELD), "unit.handover");
    (void)state;
    expect_only(s, ONE(PM) | ONE(ACTING_PM), "5.3.1");
    expect_allowed(s, PM);
    assert_int_equal(effects_of(s, EFFECT_unit_cam), 1);
    assert_int_equal(effects_of(s, EFFECT_handover), 1); /* open orders follow */
    s->facts.pick_roles = INT64_C(1) << ROLE_STF;
    expect_refused(s, PM, "rule.one_cam");
}

/* Each open order gets a line in its log on the day, and the new manager hears of it. */
static void order_moves_to_the_new_manager(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_PLANNING), "order.handover");
    (void)state;
    say(s, "kind", "handover");
    s->facts.cam = ID_OF(OTHER_CAM);
    expect_allowed(s, SYSTEM);
    assert_int_equal(moves_of(s, "order.handover"), 1);
    assert_true(rings_person(s, OTHER_CAM));
}

/* ---- 5.3.2: explaining and consent ---- */

static struct stage *consent(int state)
{
    return prepare(stage_order(state), "order.consent");
}

static void explained_before_consent(void **state)
{
    struct stage *s = consent(ORDER_DRAFT);
    (void)state;
    s->facts.explained_rev = 0;
    expect_refused(s, CAM, "rule.not_explained");
    s->facts.quote_rev = 2; /* another revision was explained */
    s->facts.explained_rev = 1;
    expect_refused(s, CAM, "rule.not_explained");
    s = consent(ORDER_DRAFT);
    s->facts.quote_lines = 0; /* a revision without a priced line */
    expect_refused(s, CAM, "rule.no_quote");
}

static void explaining_marks_the_revision(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_DRAFT), "order.explain");
    (void)state;
    s->facts.quote_rev = 4;
    s->facts.explained_rev = 3;
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.after.explained_rev, 4);
    s->facts.quote_lines = 0;
    expect_refused(s, CAM, "rule.no_quote");
    expect_only(prepare(stage_order(ORDER_DRAFT), "order.explain"), ONE(CAM) | ONE(ACTING_CAM), "5.3.2");
}

static void consent_binds_one_revision(void **state)
{
    struct stage *s = consent(ORDER_DRAFT);
    (void)state;
    s->facts.quote_rev = s->facts.explained_rev = 3;
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.after.consent_rev, 3);
    assert_int_equal(s->decision.after.consent_at, s->now);
    s = consent(ORDER_READY);
    s->facts.consent_rev = s->facts.quote_rev;
    expect_refused(s, CAM, "rule.already_consented");
    expect_only(consent(ORDER_DRAFT), ONE(CAM) | ONE(ACTING_CAM), "5.3.2");
}

/* Every step of dispatch and work wants the consent to be of the latest revision. */
static void changed_lines_void_consent(void **state)
{
    static const struct {
        const char *action;
        int order, track;
        enum person person;
    } steps[] = {
        {"order.dispatch", ORDER_READY, 0, CAM},
        {"visit.assign", ORDER_PLANNING, 0, SUP},
        {"visit.reassign", ORDER_SCHEDULED, 0, SUP},
        {"visit.leave", ORDER_SCHEDULED, 0, TEC},
        {"visit.start", ORDER_SERVING, VISIT_ARRIVED, TEC},
        {"visit.resume", ORDER_SERVING, VISIT_PAUSED, TEC},
        {"visit.finish", ORDER_SERVING, 0, TEC},
    };
    (void)state;
    for (size_t i = 0; i < array_length(steps); i++) {
        struct stage *s = stage_order(steps[i].order);
        if (steps[i].track)
            stage_track(s, LIFECYCLE_VISIT, steps[i].track);
        prepare(s, steps[i].action);
        expect_allowed(s, steps[i].person);
        s->facts.quote_rev = 2;
        expect_refused(s, steps[i].person, "rule.consent_missing");
        assert_string_equal(s->decision.refusal[0].clause, "5.3.2");
        s->facts.consent_rev = 2;
        expect_allowed(s, steps[i].person);
    }
}

static void requote_needs_a_new_consent(void **state)
{
    struct stage *s = stage_order(ORDER_PLANNING);
    (void)state;
    play(s, CAM, "order.quote");
    assert_int_equal(s->facts.quote_rev, 2);
    expect_refused(prepare(s, "visit.assign"), SUP, "rule.consent_missing");
    expect_refused(prepare(s, "order.consent"), CAM, "rule.not_explained");
    play(s, CAM, "order.explain");
    play(s, CAM, "order.consent");
    assert_int_equal(s->facts.consent_rev, 2);
    expect_allowed(prepare(s, "visit.assign"), SUP);
}

static void change_declined_keeps_the_former(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_PLANNING), "order.keep");
    (void)state;
    expect_allowed(s, CAM);
    s->facts.quote_rev = s->facts.consent_rev;
    expect_refused(s, CAM, "rule.nothing_to_keep");
}

static void keep_withdraws_the_change(void **state)
{
    struct stage *s = stage_order(ORDER_PLANNING);
    (void)state;
    play(s, CAM, "order.quote");
    prepare(s, "order.keep");
    expect_allowed(s, CAM);
    assert_int_equal(effects_of(s, EFFECT_quote_withdraw), 1);
    stage_go_on(s);
    assert_int_equal(s->facts.quote_rev, 1);
    assert_int_equal(s->facts.quote_fen, 5000);
    assert_int_equal(s->facts.next_rev, 3); /* no revision has a number twice */
    expect_allowed(prepare(s, "visit.assign"), SUP);
}

static void declined_gets_no_number(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_DRAFT), "order.decline");
    (void)state;
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.after.state, ORDER_DECLINED);
    assert_int_equal(effects_of(s, EFFECT_order_number), 0);
    assert_int_equal(part_after(s, LIFECYCLE_FORM) == NULL, 1);
}

/* Number, form, first entry and consent are one decision: a crash leaves all or nothing. */
static void number_with_consent(void **state)
{
    struct stage *s = consent(ORDER_DRAFT);
    (void)state;
    expect_allowed(s, CAM);
    assert_int_equal(effects_of(s, EFFECT_order_number), 1);
    assert_int_equal(moves_of(s, "form.open"), 1);
    assert_int_equal(part_after(s, LIFECYCLE_FORM)->state, FORM_OUT);
    expect_allowed(consent(ORDER_READY), CAM); /* a changed order keeps its number */
    assert_int_equal(effects_of(s, EFFECT_order_number), 0);
    assert_int_equal(moves_of(s, "form.open"), 0);
}

static void consent_opens_e1(void **state)
{
    struct stage *s = consent(ORDER_DRAFT);
    (void)state;
    expect_allowed(s, CAM);
    assert_string_equal(part_after(s, LIFECYCLE_ENTRY)->kind, "e1");
    assert_int_equal(part_after(s, LIFECYCLE_ENTRY)->state, ENTRY_OPEN);
    assert_int_equal(deadline_of(s, "e1"), s->now + 30 * MOMENT_MINUTE);
    s->facts.p_e1_due_minutes = 45;
    expect_allowed(s, CAM);
    assert_int_equal(deadline_of(s, "e1"), s->now + 45 * MOMENT_MINUTE);
}

static void quote_binds_thirty_days(void **state)
{
    struct stage *s = consent(ORDER_DRAFT);
    (void)state;
    s->now = s->facts.quoted_at + 30 * MOMENT_DAY - 1;
    expect_allowed(s, CAM);
    s->now++;
    expect_refused(s, CAM, "rule.quote_expired");
    s = prepare(stage_order(ORDER_DRAFT), "order.explain");
    s->now = s->facts.quoted_at + 30 * MOMENT_DAY;
    expect_refused(s, CAM, "rule.quote_expired");
}

static void consent_binds_ninety_days_to_the_start(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_SCHEDULED), "visit.leave");
    (void)state;
    s->now = s->facts.consent_at + 90 * MOMENT_DAY - 1;
    expect_allowed(s, TEC);
    s->now++;
    expect_refused(s, TEC, "rule.consent_missing");
    s->facts.first_started = s->now - MOMENT_DAY;
    expect_allowed(s, TEC);
}

/* ---- 5.3.2: dispatch ---- */

static struct stage *dispatch(void)
{
    return prepare(stage_order(ORDER_READY), "order.dispatch");
}

static void dispatch_needs(void **state)
{
    struct stage *s = dispatch();
    (void)state;
    s->facts.no[0] = 0;
    expect_refused(s, CAM, "rule.no_form");
    s = dispatch();
    s->facts.consent_rev = 0;
    expect_refused(s, CAM, "rule.consent_missing");
    s = dispatch();
    s->facts.class_active = 0;
    expect_refused(s, CAM, "rule.class");
    s = dispatch();
    s->facts.quote_off_book = 1;
    expect_refused(s, CAM, "rule.price_deviation");
    s = dispatch();
    stage_part(s, LIFECYCLE_PRICE, PRICE_OPEN, "deviation");
    expect_refused(s, CAM, "rule.price_pending");
    expect_only(dispatch(), ONE(CAM) | ONE(ACTING_CAM), "5.3.2");
}

static void outside_entry_stops_nobody(void **state)
{
    struct stage *s = dispatch();
    (void)state;
    assert_int_equal(facts_last(&s->facts, LIFECYCLE_ENTRY)->state, ENTRY_OPEN);
    expect_allowed(s, CAM);
    s->facts.p_block_dispatch_until_e1 = 1;
    expect_refused(s, CAM, "rule.e1_first");
    facts_last(&s->facts, LIFECYCLE_ENTRY)->state = ENTRY_ENTERED;
    expect_allowed(s, CAM);
}

/* Nothing of the work exists for an order that the account manager has not dispatched, whoever asks. */
static void no_work_undispatched(void **state)
{
    static const char *const steps[] = {"visit.assign", "visit.leave",  "visit.arrive",     "visit.start",
                                        "visit.finish", "round.accept", "checklist.answer", "time.propose"};
    static const int orders[] = {ORDER_DRAFT, ORDER_READY};
    (void)state;
    for (size_t i = 0; i < array_length(steps); i++) {
        for (size_t o = 0; o < array_length(orders); o++) {
            struct stage *s = prepare(stage_order(orders[o]), steps[i]);
            for (int p = 0; p < PEOPLE; p++) {
                assert_false(ask(s, (enum person)p));
                assert_true(refused_with(s, "rule.not_dispatched"));
            }
            assert_string_equal(s->decision.refusal[s->decision.refusals - 1].clause, "5.3.2");
        }
    }
    expect_refused(prepare(stage_order(ORDER_READY), "visit.leave"), TEC, "rule.not_dispatched");
}

/* No time, charge, signature or photo: not before the dispatch, and not on what is no order at all. */
static void nothing_attached_undispatched(void **state)
{
    (void)state;
    expect_refused(prepare(stage_order(ORDER_READY), "round.accept"), TEC, "rule.not_dispatched");
    expect_refused(prepare(stage_order(ORDER_READY), "visit.arrive"), TEC, "rule.not_dispatched");
    struct stage *s = prepare(stage_order(ORDER_READY), "form.receive");
    expect_refused(s, CAM, "state.wrong"); /* the form is out, but nobody can have signed it */
}

/* ---- 5.4.1: to a department ---- */

static void to_a_department_that_can(void **state)
{
    struct stage *s = dispatch();
    (void)state;
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.after.department, DEPARTMENT);
    assert_int_equal(deadline_of(s, "sup_ack"), s->now + 30 * MOMENT_MINUTE);
    assert_true(rings_role(s, ROLE_SUP, DEPARTMENT));
    s->facts.pick_is_department = 0; /* a technician was picked */
    expect_refused(s, CAM, "rule.to_department");
    assert_string_equal(s->decision.refusal[0].clause, "5.4.1");
    s = dispatch();
    s->facts.pick_site = OTHER_SITE;
    expect_refused(s, CAM, "rule.to_department");
    s = dispatch();
    s->facts.pick_does_class = 0;
    expect_refused(s, CAM, "rule.department_class");
}

static void supervisor_acknowledges(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_DISPATCHED), "order.acknowledge");
    (void)state;
    expect_only(s, ONE(SUP) | ONE(ACTING_SUP), "5.4.1");
    expect_allowed(s, SUP);
    assert_true(deadline_cleared(s, "sup_ack"));
    s = prepare(stage_order(ORDER_DISPATCHED), "order.remind");
    say(s, "kind", "sup_ack");
    expect_allowed(s, SYSTEM);
    assert_true(rings_person(s, CAM));
    assert_true(rings_role(s, ROLE_PM, SITE));
    s->facts.deadline_open = 0;
    expect_refused(s, SYSTEM, "rule.deadline_over");
}

static void wanted_window(void **state)
{
    struct stage *s = create();
    (void)state;
    say_window(s, s->now + MOMENT_HOUR, s->now + 2 * MOMENT_HOUR);
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.after.agreed, 1); /* the default plan is that window */
    assert_int_equal(s->decision.after.agreed_from, s->now + MOMENT_HOUR);
    say_window(s, s->now + MOMENT_HOUR, s->now + MOMENT_HOUR);
    expect_refused(s, CAM, "rule.window");
    say_window(s, s->now - MOMENT_HOUR, s->now);
    expect_refused(s, CAM, "rule.window");
    say_window(s, s->now - MOMENT_HOUR, s->now + 1);
    expect_allowed(s, CAM);
    say_window(s, MOMENT_NONE, MOMENT_NONE);
    expect_allowed(s, CAM);
    assert_string_equal(effect_of(s, EFFECT_order_new, 0)->column[13], "t"); /* any time, explicitly */
}

/* ---- relays become orders ---- */

static void conversion_links_the_relay(void **state)
{
    struct stage *s = create();
    (void)state;
    s->facts.relay = 9;
    s->facts.relay_state = RELAY_NEW;
    s->facts.relay_unit = UNIT;
    s->facts.relay_version = 3;
    say_number(s, "relay", 9);
    expect_allowed(s, CAM);
    assert_int_equal(moves_of(s, "relay.convert"), 1);
    assert_string_equal(effect_of(s, EFFECT_order_new, 0)->column[14], "9");
    assert_int_equal(effects_of(s, EFFECT_relay_new), 0); /* its text is left as it is */
    s->facts.relay_state = RELAY_CONVERTED;
    expect_refused(s, CAM, "rule.relay");
    s->facts.relay_state = RELAY_NEW;
    s->facts.relay_unit = UNIT + 1;
    expect_refused(s, CAM, "rule.relay");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE("R2.0-1 an order belongs to a unit of its project", one_unit_of_the_project),
        RULE("R3.0-1 a public area is no order", own_area),
        RULE("R3.0-2 a duty under the contract is no order", no_contract_duty),
        RULE("R3.0-4 R5.1-1 no order without a class", a_class),
        RULE("R5.1-2 the class does not change after intake", class_is_fixed),
        RULE("A21 typing and copying is no visit", counter_lane),
        RULE("R5.3.1-1 only the unit's own or acting manager takes a request", only_the_units_own_manager),
        RULE("R5.3.1-1 A04 a deputy's window to the microsecond", deputys_window),
        RULE("A04 acts as A for B", acts_as_a_for_b),
        RULE("R5.3.1-3 no order without a named manager", no_order_without_a_named_manager),
        RULE("R5.3.1-1 the unit and the role, both", role_and_unit_both),
        RULE("R5.3.1-4 the manager appoints deputies, no more", manager_appoints_a_deputy),
        RULE("R5.3.1-4 a manager's own deputy is the region's to appoint", nobody_appoints_his_own_deputy),
        RULE("A04 a deputy has a start and an end", deputy_has_start_and_end),
        RULE("R5.3.1-2 one manager a unit, open orders follow", one_manager_per_unit),
        RULE("R5.3.1-2 an order moves to the new manager with a line", order_moves_to_the_new_manager),
        RULE("R5.3.2-1 explained before consent", explained_before_consent),
        RULE("R5.3.2-1 explaining marks one revision", explaining_marks_the_revision),
        RULE("R5.3.2-2 consent is to one revision", consent_binds_one_revision),
        RULE("R5.3.2-3 changed lines void the consent", changed_lines_void_consent),
        RULE("R5.3.2-3 a new revision needs a new consent", requote_needs_a_new_consent),
        RULE("R5.3.2-3 nothing to keep without a change", change_declined_keeps_the_former),
        RULE("R5.3.2-4 a declined change leaves the former quote", keep_withdraws_the_change),
        RULE("R5.3.2-4 a declined quote gets no number", declined_gets_no_number),
        RULE("R5.3.2-5 number, form and consent in one decision", number_with_consent),
        RULE("R5.3.2-7 consent opens E1, due in 30 minutes", consent_opens_e1),
        RULE("A29 a quote binds 30 days", quote_binds_thirty_days),
        RULE("A29 a consent binds 90 days to the start", consent_binds_ninety_days_to_the_start),
        RULE("R5.3.2-8 each thing a dispatch needs", dispatch_needs),
        RULE("A54 the outside entry stops no dispatch unless the site says so", outside_entry_stops_nobody),
        RULE("R5.3.2-9 no work step before the dispatch", no_work_undispatched),
        RULE("R5.3.2-10 nothing is attached before the dispatch", nothing_attached_undispatched),
        RULE("R5.4.1-1 dispatch goes to a department that does the class", to_a_department_that_can),
        RULE("R5.4.1-2 the supervisor acknowledges, or it rings", supervisor_acknowledges),
        RULE("R5.4.1-4 the wanted window, or any time explicitly", wanted_window),
        RULE("R5.3.3-3 R5.3.3-4 a relay becomes an order, linked and once", conversion_links_the_relay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
