/* Rules of the follow-up, of the outside entries and of the paper's way back that the core
 * keeps: 5.6.1-5, 5.6.1-6, 5.7.1, 5.7.2, 5.7.3, 5.5.8. Each test is named by the rule of the standard it
 * proves. */
#include "common/mem.h"
#include "support_golden.h"

#include <string.h>

/* ---- 5.7.2: the clock ---- */

static struct stage *sign(moment signed_at, moment now)
{
    struct stage *s = stage_order(ORDER_SERVING);
    stage_part(s, LIFECYCLE_ROUND, ROUND_TRIAL, NULL)->at = signed_at - MOMENT_HOUR;
    prepare(s, "round.accept");
    s->now = now;
    say_number(s, "signed_at", signed_at);
    return s;
}

#define TEN_TO_MIDNIGHT (NOW + 13 * MOMENT_HOUR + 50 * MOMENT_MINUTE) /* 23:50 at the site */

static void clock_starts_at_the_signing(void **state)
{
    struct stage *s = sign(TEN_TO_MIDNIGHT, TEN_TO_MIDNIGHT);
    (void)state;
    expect_allowed(s, TEC);
    assert_int_equal(part_after(s, LIFECYCLE_FOLLOWUP)->from, TEN_TO_MIDNIGHT);
    assert_int_equal(part_after(s, LIFECYCLE_FOLLOWUP)->to, TEN_TO_MIDNIGHT + 24 * MOMENT_HOUR);
    assert_int_equal(deadline_of(s, "followup_warn1"), TEN_TO_MIDNIGHT + 18 * MOMENT_HOUR);
    assert_int_equal(deadline_of(s, "followup_warn2"), TEN_TO_MIDNIGHT + 22 * MOMENT_HOUR);
    assert_int_equal(deadline_of(s, "followup"), TEN_TO_MIDNIGHT + 24 * MOMENT_HOUR);
}

/* Entered three hours after: due by the signing all the same. */
static void late_entry_gains_nothing(void **state)
{
    struct stage *s = sign(TEN_TO_MIDNIGHT, TEN_TO_MIDNIGHT + 3 * MOMENT_HOUR);
    (void)state;
    expect_allowed(s, TEC);
    assert_int_equal(deadline_of(s, "followup"), TEN_TO_MIDNIGHT + 24 * MOMENT_HOUR);
    assert_int_equal(s->decision.after.signed_at, TEN_TO_MIDNIGHT);
}

static void new_acceptance_new_clock(void **state)
{
    struct stage *s = sign(NOW, NOW);
    (void)state;
    struct part *old = stage_part(s, LIFECYCLE_FOLLOWUP, FOLLOWUP_RUNNING, NULL);
    old->from = NOW - MOMENT_DAY;
    old->to = NOW;
    int64_t id = old->id;
    expect_allowed(s, TEC);
    assert_int_equal(facts_part(&s->decision.after, id)->state, FOLLOWUP_SUPERSEDED);
    assert_int_equal(facts_part(&s->decision.after, id)->to, NOW);
    assert_int_not_equal(part_after(s, LIFECYCLE_FOLLOWUP)->id, id);
    assert_int_equal(part_after(s, LIFECYCLE_FOLLOWUP)->to, NOW + MOMENT_DAY);
    s = sign(NOW, NOW);
    id = stage_part(s, LIFECYCLE_FOLLOWUP, FOLLOWUP_UNSATISFIED, NULL)->id;
    expect_allowed(s, TEC);
    assert_int_equal(facts_part(&s->decision.after, id)->state, FOLLOWUP_UNSATISFIED);
}

/* ---- 5.7.2: doing it ---- */

static struct stage *record(void)
{
    return prepare(stage_order(ORDER_ACCEPTED), "followup.record");
}

static void by_the_orders_manager(void **state)
{
    (void)state;
    expect_only(record(), ONE(CAM) | ONE(ACTING_CAM), "5.7.2");
    expect_only(prepare(stage_order(ORDER_ACCEPTED), "followup.attempt"), ONE(CAM) | ONE(ACTING_CAM),
                "5.7.2");
}

/* Not by one who worked on it, deputy for the manager or not, and not by the department's supervisor. */
static void not_by_who_did_it(void **state)
{
    static const char *const acts[] = {"followup.record", "followup.attempt"};
    (void)state;
    for (size_t i = 0; i < array_length(acts); i++) {
        struct stage *s = prepare(stage_order(ORDER_ACCEPTED), acts[i]);
        expect_allowed(s, ACTING_CAM);
        facts_last(&s->facts, LIFECYCLE_VISIT)->user = ID_OF(ACTING_CAM);
        expect_refused(s, ACTING_CAM, "rule.own_work");
        s = prepare(stage_order(ORDER_ACCEPTED), acts[i]);
        s->facts.part[2].user = ID_OF(ACTING_CAM); /* an earlier visit, that failed */
        assert_int_equal(s->facts.part[2].lifecycle, LIFECYCLE_VISIT);
        expect_refused(s, ACTING_CAM, "rule.own_work");
    }
    struct stage *s = record();
    s->actor = person_actor(CAM);
    s->actor.grant[s->actor.grants] = (struct grant){ROLE_SUP, DEPARTMENT};
    s->actor.site_of[s->actor.grants++] = SITE;
    struct question q = {s->row, &s->actor, &s->facts, &s->input, s->now, s->fresh};
    assert_false(decide(&q, &s->decision));
    assert_string_equal(s->decision.refusal[0].code, "rule.own_work");
}

static void what_a_followup_says(void **state)
{
    struct stage *s = record();
    (void)state;
    say(s, "method", "other");
    expect_refused(s, CAM, "rule.method_word");
    say(s, "method_word", "微信");
    expect_allowed(s, CAM);
    s->input.secret_ok = false;
    expect_refused(s, CAM, "rule.signature");
}

static void between_signing_and_now(void **state)
{
    struct stage *s = record();
    moment signed_at = facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->from;
    (void)state;
    say_number(s, "at", signed_at);
    expect_allowed(s, CAM);
    say_number(s, "at", signed_at - 1);
    expect_refused(s, CAM, "rule.followup_time");
    say_number(s, "at", s->now + 1);
    expect_refused(s, CAM, "rule.followup_time");
}

static void not_before_the_acceptance(void **state)
{
    (void)state;
    expect_refused(prepare(stage_order(ORDER_SERVING), "followup.record"), CAM, "state.wrong");
    expect_refused(prepare(stage_order(ORDER_ESCALATED), "followup.record"), CAM, "state.wrong");
}

static void attempts_do_not_stop_the_clock(void **state)
{
    struct stage *s = stage_order(ORDER_ACCEPTED);
    moment due = facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->to;
    (void)state;
    for (int i = 0; i < 5; i++) {
        prepare(s, "followup.attempt");
        expect_allowed(s, CAM);
        assert_int_equal(effects_of(s, EFFECT_deadline_clear), 0);
        assert_int_equal(deadline_of(s, "followup"), MOMENT_NONE);
        stage_go_on(s);
    }
    assert_int_equal(facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->state, FOLLOWUP_RUNNING);
    assert_int_equal(facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->number, 5);
    assert_int_equal(facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->to, due);
}

/* A second past 24 hours is late for good: the due moment stays beside the moment it was done. */
static void late_is_late_for_good(void **state)
{
    struct stage *s = record();
    (void)state;
    moment due = facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->to;
    s->now = due + MOMENT_SECOND;
    expect_allowed(s, CAM);
    assert_int_equal(part_after(s, LIFECYCLE_FOLLOWUP)->state, FOLLOWUP_SATISFIED);
    assert_int_equal(part_after(s, LIFECYCLE_FOLLOWUP)->to, due);
    assert_true(part_after(s, LIFECYCLE_FOLLOWUP)->at > due);
}

static void reminders_of_the_followup(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_ACCEPTED), "order.remind");
    (void)state;
    say(s, "kind", "followup_warn1");
    expect_allowed(s, SYSTEM);
    assert_true(rings_person(s, CAM));
    say(s, "kind", "followup");
    expect_allowed(s, SYSTEM);
    assert_true(rings_person(s, CAM) && rings_role(s, ROLE_PM, SITE));
    s->facts.deadline_open = 0; /* done in the meantime */
    expect_refused(s, SYSTEM, "rule.deadline_over");
    expect_only(prepare(stage_order(ORDER_ACCEPTED), "order.remind"), ONE(SYSTEM), "5.7.2");
}

static struct part *entry_after(struct stage *s, const char *kind)
{
    for (int i = 0; i < s->decision.after.parts; i++) {
        struct part *part = &s->decision.after.part[i];
        if (part->lifecycle == LIFECYCLE_ENTRY && strcmp(part->kind, kind) == 0)
            return part;
    }
    return NULL;
}

static void followup_opens_e4(void **state)
{
    struct stage *s = record();
    (void)state;
    expect_allowed(s, CAM);
    assert_non_null(entry_after(s, "e4"));
    assert_int_equal(deadline_of(s, "e4"), s->now + 24 * MOMENT_HOUR);
}

/* ---- 5.5.8, 5.7.3: not satisfied ---- */

static void unsatisfied_opens_the_case(void **state)
{
    struct stage *s = record();
    (void)state;
    say(s, "result", "unsatisfied");
    expect_refused(s, CAM, "rule.customer_words");
    assert_string_equal(s->decision.refusal[0].clause, "5.7.3");
    say(s, "words", "修了又漏");
    expect_allowed(s, CAM);
    assert_int_equal(part_after(s, LIFECYCLE_FOLLOWUP)->state, FOLLOWUP_UNSATISFIED);
    assert_int_equal(moves_of(s, "case.open"), 1); /* the same decision: there is no way to save it without */
    assert_string_equal(part_after(s, LIFECYCLE_CASE)->kind, "followup");
    assert_string_equal(part_after(s, LIFECYCLE_CASE)->note, "修了又漏");
    assert_true(rings_role(s, ROLE_PM, SITE));
}

static void conduct_is_not_satisfied(void **state)
{
    struct stage *s = record();
    (void)state;
    say(s, "conduct", "gifts");
    say(s, "words", "收了一条烟");
    expect_refused(s, CAM, "rule.conduct");
    assert_string_equal(s->decision.refusal[0].clause, "5.5.8");
    say(s, "result", "unsatisfied");
    expect_allowed(s, CAM);
    assert_int_equal(part_after(s, LIFECYCLE_FOLLOWUP)->state, FOLLOWUP_UNSATISFIED);
}

static struct stage *correct(int from, const char *result)
{
    struct stage *s = stage_order(ORDER_ACCEPTED);
    facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->state = from;
    prepare(s, "followup.correct");
    say(s, "result", result);
    return s;
}

static void result_is_not_changed(void **state)
{
    struct stage *s = correct(FOLLOWUP_UNSATISFIED, "satisfied");
    (void)state;
    expect_allowed(s, CAM); /* a second record, with its reason */
    assert_int_equal(part_after(s, LIFECYCLE_FOLLOWUP)->state, FOLLOWUP_UNSATISFIED);
    s = correct(FOLLOWUP_SATISFIED, "unsatisfied");
    expect_allowed(s, CAM);
    assert_int_equal(part_after(s, LIFECYCLE_FOLLOWUP)->state, FOLLOWUP_UNSATISFIED);
    assert_int_equal(moves_of(s, "case.open"), 1);
    s->input.secret_ok = false;
    expect_refused(s, CAM, "rule.signature");
    s = prepare(stage_order(ORDER_ACCEPTED), "followup.record");
    facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->state = FOLLOWUP_SATISFIED;
    expect_refused(s, CAM, "state.wrong"); /* the record is made once */
    s = correct(FOLLOWUP_SATISFIED, "satisfied");
    facts_last(&s->facts, LIFECYCLE_VISIT)->user = ID_OF(CAM);
    expect_refused(s, CAM, "rule.own_work");
}

/* ---- 5.7.1: entries ---- */

static void acceptance_opens_two_entries(void **state)
{
    struct stage *s = sign(NOW, NOW);
    (void)state;
    expect_allowed(s, TEC);
    assert_int_equal(entry_after(s, "e2")->state, ENTRY_OPEN);
    assert_int_equal(entry_after(s, "e3")->state, ENTRY_OPEN);
    assert_int_equal(deadline_of(s, "e2"), NOW + 24 * MOMENT_HOUR);
    assert_int_equal(deadline_of(s, "e3"), NOW + 24 * MOMENT_HOUR);
}

/* The part of an entry on the stage, by its kind. */
static int64_t entry_id(struct stage *s, const char *kind)
{
    for (int i = 0; i < s->facts.parts; i++)
        if (s->facts.part[i].lifecycle == LIFECYCLE_ENTRY && strcmp(s->facts.part[i].kind, kind) == 0)
            return s->facts.part[i].id;
    return 0;
}

static void each_entry_has_its_own_state(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_ACCEPTED), "entry.enter");
    (void)state;
    s->input.part = entry_id(s, "e2");
    expect_allowed(s, CAM);
    stage_go_on(s);
    prepare(s, "entry.fail");
    s->input.part = entry_id(s, "e3");
    expect_allowed(s, CAM);
    assert_int_equal(entry_after(s, "e2")->state, ENTRY_ENTERED);
    assert_int_equal(entry_after(s, "e3")->state, ENTRY_FAILED);
}

static void entered_with_a_reference(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_ACCEPTED), "entry.enter");
    (void)state;
    expect_only(s, ONE(CAM) | ONE(ACTING_CAM), "5.7.1");
    unsay(s, "reference");
    expect_refused(s, CAM, "rule.reference");
    say(s, "no_reference", "no");
    expect_refused(s, CAM, "rule.reference");
    say(s, "no_reference", "yes");
    expect_allowed(s, CAM);
}

static void amended_is_to_correct(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_PLANNING), "order.consent");
    (void)state;
    facts_last(&s->facts, LIFECYCLE_ENTRY)->state = ENTRY_ENTERED;
    expect_allowed(s, CAM);
    assert_int_equal(entry_after(s, "e1")->state, ENTRY_CORRECT);
    assert_int_equal(deadline_of(s, "e1"), s->now + 30 * MOMENT_MINUTE);
    s = sign(NOW, NOW); /* accepted a second time: what was entered of the first is to correct */
    stage_part(s, LIFECYCLE_ENTRY, ENTRY_ENTERED, "e2");
    stage_part(s, LIFECYCLE_ENTRY, ENTRY_VERIFIED, "e3");
    expect_allowed(s, TEC);
    assert_int_equal(entry_after(s, "e2")->state, ENTRY_CORRECT);
    assert_int_equal(entry_after(s, "e3")->state, ENTRY_CORRECT);
    s = correct(FOLLOWUP_SATISFIED, "unsatisfied");
    stage_part(s, LIFECYCLE_ENTRY, ENTRY_ENTERED, "e4");
    expect_allowed(s, CAM);
    assert_int_equal(entry_after(s, "e4")->state, ENTRY_CORRECT);
}

/* ---- 5.6.1: paper ---- */

static struct stage *paper(int state, const char *action)
{
    struct stage *s = stage_order(ORDER_ACCEPTED);
    stage_track(s, LIFECYCLE_FORM, state);
    return prepare(s, action);
}

static void manager_receives_the_form(void **state)
{
    struct stage *s = paper(FORM_SIGNED, "form.receive");
    (void)state;
    expect_only(s, ONE(CAM) | ONE(ACTING_CAM), "5.6.1");
    expect_allowed(s, CAM);
    assert_true(deadline_cleared(s, "form_return"));
    s = prepare(stage_order(ORDER_ACCEPTED), "order.remind");
    say(s, "kind", "form_return");
    expect_allowed(s, SYSTEM);
    assert_true(rings_person(s, CAM) && rings_person(s, TEC));
}

static void lost_paper_is_printed_again(void **state)
{
    struct stage *s = paper(FORM_LOST, "form.reprint");
    (void)state;
    s->facts.copies = 1;
    expect_only(s, ONE(CAM) | ONE(ACTING_CAM), "5.6.1");
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.after.copies, 2);
    assert_int_equal(part_after(s, LIFECYCLE_FORM)->state, FORM_REPRINTED); /* to be signed again */
    s = paper(FORM_REPRINTED, "form.receive");
    expect_refused(s, CAM, "state.wrong"); /* an unsigned copy is not what has to come back */
    s = paper(FORM_REPRINTED, "form.resign");
    say_number(s, "signed_at", s->now + 1);
    expect_refused(s, CAM, "rule.signing_time");
    say_number(s, "signed_at", s->now);
    expect_allowed(s, CAM);
    assert_int_equal(deadline_of(s, "form_return"), s->now + 24 * MOMENT_HOUR);
}

static void waived_by_the_manager(void **state)
{
    static const int states[] = {FORM_SIGNED, FORM_LOST, FORM_REPRINTED};
    (void)state;
    for (size_t i = 0; i < array_length(states); i++)
        expect_only(paper(states[i], "form.waive"), ONE(PM) | ONE(ACTING_PM), "5.6.1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE("R5.7.2-1 the clock starts at the customer's signing", clock_starts_at_the_signing),
        RULE("R5.7.2-6 late entry gains nothing", late_entry_gains_nothing),
        RULE("R5.7.2-9 a new acceptance, a new clock", new_acceptance_new_clock),
        RULE("R5.7.2-2 by the order's manager or deputy", by_the_orders_manager),
        RULE("R5.7.2-2 RX-3 not by who did the work", not_by_who_did_it),
        RULE("R5.7.2-3 method, word and signature", what_a_followup_says),
        RULE("R5.7.2-8 between the signing and now", between_signing_and_now),
        RULE("R5.7.2-8 not before the acceptance", not_before_the_acceptance),
        RULE("R5.7.2-4 attempts do not stop the clock", attempts_do_not_stop_the_clock),
        RULE("R5.7.2-5 late is late for good", late_is_late_for_good),
        RULE("R5.7.2-5 it rings at 18, 22 and 24 hours", reminders_of_the_followup),
        RULE("R5.7.2-7 the follow-up opens E4", followup_opens_e4),
        RULE("R5.7.3-1 not satisfied opens the case in the same decision", unsatisfied_opens_the_case),
        RULE("R5.5.8-1 a conduct complaint is not satisfied", conduct_is_not_satisfied),
        RULE("R5.7.3-2 the result is not changed afterwards", result_is_not_changed),
        RULE("R5.7.1-1 acceptance opens E2 and E3", acceptance_opens_two_entries),
        RULE("R5.7.1-1 each entry has its own state", each_entry_has_its_own_state),
        RULE("R5.7.1-2 the account manager enters, with a reference or none given", entered_with_a_reference),
        RULE("R5.7.1-4 amended is to correct", amended_is_to_correct),
        RULE("R5.6.1-5 the account manager receives the form", manager_receives_the_form),
        RULE("R5.6.1-6 lost paper is printed and signed again", lost_paper_is_printed_again),
        RULE("R5.6.1-6 or waived by the manager", waived_by_the_manager),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
