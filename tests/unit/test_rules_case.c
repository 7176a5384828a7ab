/* Rules of the manager's case and of claims for damage that the core keeps: 5.6.3, 5.6.4, 5.7.3 as far as the
 * manager acts. Each test is named by the rule of the standard it proves. */
#include "common/mem.h"
#include "support_golden.h"

#include <string.h>

static const enum person managers[] = {PM, ACTING_PM};

/* ---- 5.6.3: outcomes ---- */

static struct stage *escalated(const char *action)
{
    return prepare(stage_order(ORDER_ESCALATED), action);
}

static void outcomes_are_the_managers(void **state)
{
    static const char *const outcomes[] = {"case.rework", "case.remedy", "case.relief", "case.accept",
                                           "case.end"};
    (void)state;
    for (size_t i = 0; i < array_length(outcomes); i++)
        expect_only(escalated(outcomes[i]), ONE(PM) | ONE(ACTING_PM), row_first(outcomes[i])->clause);
}

static void further_rework(void **state)
{
    struct stage *s = escalated("case.rework");
    (void)state;
    expect_allowed(s, PM);
    assert_int_equal(s->decision.after.state, ORDER_AGREEING);
    assert_int_equal(s->decision.after.agreed, 0);
    assert_int_equal(s->decision.after.extra_rounds, 1);
    assert_true(rings_person(s, CAM) && rings_role(s, ROLE_SUP, DEPARTMENT));
    assert_true(deadline_cleared(s, "case_first"));
    assert_int_equal(part_after(s, LIFECYCLE_CASE)->state,
                     CASE_ACTING); /* open until the customer's view is known */
}

static void relief_goes_the_way_of_prices(void **state)
{
    struct stage *s = escalated("case.relief");
    (void)state;
    say_number(s, "price", 3000);
    expect_allowed(s, PM);
    struct part *price = part_after(s, LIFECYCLE_PRICE);
    assert_int_equal(price->state, PRICE_OPEN); /* asked, not given */
    assert_string_equal(price->kind, "relief");
    assert_int_equal(price->number, 3000);
    assert_int_equal(price->user, ID_OF(PM));
    assert_true(rings_role(s, ROLE_TAR, REGION));
    assert_int_equal(effects_of(s, EFFECT_charge_relief), 0);
    stage_go_on(s);
    prepare(s, "price.approve");
    assert_false(ask(s, PM));
    assert_string_equal(s->decision.refusal[0].code, "perm.denied");
    expect_allowed(s, TAR);
    assert_int_equal(effects_of(s, EFFECT_charge_relief),
                     0); /* nothing is charged yet that could be lowered */
    s->facts.charge_lines = 1;
    expect_allowed(s, TAR);
    assert_int_equal(effects_of(s, EFFECT_charge_relief), 1);
}

static void end_without_acceptance(void **state)
{
    struct stage *s = escalated("case.end");
    (void)state;
    expect_allowed(s, PM);
    assert_int_equal(s->decision.after.state, ORDER_ENDED);
    assert_int_equal(s->decision.after.ended_at, s->now);
    assert_int_equal(part_after(s, LIFECYCLE_CASE)->state, CASE_CLOSED);
    assert_int_equal(part_after(s, LIFECYCLE_FORM)->state, FORM_VOID);
    assert_int_equal(effects_of(s, EFFECT_charge), 0);
    assert_int_equal(moves_of(s, "followup.open"), 0);
    assert_true(rings_person(s, CAM));
}

static void manager_accepts_unsigned_work(void **state)
{
    struct stage *s = escalated("case.accept");
    (void)state;
    expect_allowed(s, PM);
    assert_int_equal(s->decision.after.state, ORDER_ACCEPTED);
    assert_int_equal(part_after(s, LIFECYCLE_FORM)->state, FORM_WAIVED);
    assert_int_equal(moves_of(s, "followup.open"), 1);
    assert_int_equal(effects_of(s, EFFECT_charge), 1);
}

static void undecided_stays_open(void **state)
{
    struct stage *s = stage_order(ORDER_ESCALATED);
    (void)state;
    stage_track(s, LIFECYCLE_CASE, CASE_ACTING);
    prepare(s, "case.close");
    expect_refused(s, PM, "rule.undecided");
    s->facts.state = ORDER_ACCEPTED;
    expect_allowed(s, PM);
}

/* ---- 5.7.3: putting it right ---- */

static struct stage *closing(const char *kind)
{
    struct stage *s = stage_order(ORDER_ACCEPTED);
    stage_part(s, LIFECYCLE_CASE, CASE_ACTING, kind)->at = NOW - MOMENT_HOUR;
    return prepare(s, "case.close");
}

static void closes_with_the_customers_view(void **state)
{
    struct stage *s = closing("followup");
    (void)state;
    expect_only(s, ONE(PM) | ONE(ACTING_PM), "5.7.3");
    say(s, "view", "dissatisfied");
    expect_refused(s, PM, "rule.customer_view");
    say(s, "view", "accepts");
    expect_allowed(s, PM);
    for (size_t i = 0; i < array_length(managers); i++)
        expect_allowed(s, managers[i]);
}

static void a_further_contact(void **state)
{
    struct stage *s = closing("followup");
    (void)state;
    say_number(s, "at", NOW - MOMENT_HOUR);
    expect_allowed(s, PM);
    say_number(s, "at", NOW - MOMENT_HOUR - 1);
    expect_refused(s, PM, "rule.contact_after");
    say_number(s, "at", s->now + 1);
    expect_refused(s, PM, "rule.contact_after");
}

static void not_without_a_measure(void **state)
{
    struct stage *s = stage_order(ORDER_ACCEPTED);
    (void)state;
    stage_part(s, LIFECYCLE_CASE, CASE_OPEN, "followup");
    expect_refused(prepare(s, "case.close"), PM, "state.wrong");
    prepare(s, "case.act");
    expect_allowed(s, PM);
    assert_int_equal(part_after(s, LIFECYCLE_CASE)->at, s->now);
    assert_true(deadline_cleared(s, "case_first"));
}

/* Nothing was done on site: the manager's own contact puts the follow-up right (A20). */
static void contact_settles_the_followup(void **state)
{
    struct stage *s = closing("followup");
    (void)state;
    facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->state = FOLLOWUP_UNSATISFIED;
    expect_allowed(s, PM);
    assert_int_equal(part_after(s, LIFECYCLE_FOLLOWUP)->state, FOLLOWUP_SETTLED);
    s = closing("other"); /* another case does not */
    facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->state = FOLLOWUP_UNSATISFIED;
    expect_allowed(s, PM);
    assert_int_equal(part_after(s, LIFECYCLE_FOLLOWUP)->state, FOLLOWUP_UNSATISFIED);
}

/* A rework ordered after the acceptance: new visit, new signature, and the old visit is not left standing. */
static void rework_after_acceptance(void **state)
{
    struct stage *s = stage_order(ORDER_ACCEPTED);
    (void)state;
    int64_t visit = facts_last(&s->facts, LIFECYCLE_VISIT)->id;
    assert_int_equal(facts_part(&s->facts, visit)->state, VISIT_FINISHED);
    stage_part(s, LIFECYCLE_CASE, CASE_OPEN, "followup");
    prepare(s, "case.rework");
    expect_allowed(s, PM);
    assert_int_equal(s->decision.after.state, ORDER_AGREEING);
    assert_int_equal(part_after(s, LIFECYCLE_FORM)->state, FORM_OUT);
    assert_int_equal(facts_part(&s->decision.after, visit)->state, VISIT_DEPARTED);
}

/* ---- 5.6.4: claims ---- */

static struct stage *damage(int order)
{
    return prepare(stage_order(order), "claim.open");
}

static void any_participant_reports(void **state)
{
    unsigned who =
        ONE(CAM) | ONE(ACTING_CAM) | ONE(SUP) | ONE(ACTING_SUP) | ONE(TEC) | ONE(PM) | ONE(ACTING_PM);
    struct stage *s = damage(ORDER_SERVING);
    (void)state;
    expect_only(s, who, "5.6.4");
    expect_allowed(s, TEC);
    assert_true(rings_role(s, ROLE_PM, SITE));
    assert_int_equal(part_after(s, LIFECYCLE_CLAIM)->user, ID_OF(TEC));
    say_number(s, "at", s->now + 1);
    expect_refused(s, TEC, "rule.future");
}

static void at_any_stage_and_thirty_days_after(void **state)
{
    static const int orders[] = {ORDER_READY,     ORDER_DISPATCHED, ORDER_PLANNING,  ORDER_AGREEING,
                                 ORDER_SCHEDULED, ORDER_SERVING,    ORDER_ESCALATED, ORDER_ACCEPTED,
                                 ORDER_CLOSED,    ORDER_CANCELLED,  ORDER_ENDED};
    (void)state;
    for (size_t i = 0; i < array_length(orders); i++)
        expect_allowed(damage(orders[i]), CAM);
    struct stage *s = damage(ORDER_CLOSED);
    s->now = s->facts.ended_at + 30 * MOMENT_DAY;
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.after.state, ORDER_CLOSED); /* a claim, not the order again (A38) */
    s->now++;
    expect_refused(s, CAM, "rule.claim_late");
}

static void only_the_manager_settles(void **state)
{
    static const char *const acts[] = {"claim.step", "claim.settle", "claim.drop"};
    (void)state;
    for (size_t i = 0; i < array_length(acts); i++) {
        struct stage *s = stage_order(ORDER_ACCEPTED);
        stage_part(s, LIFECYCLE_CLAIM, CLAIM_OPEN, NULL);
        expect_only(prepare(s, acts[i]), ONE(PM) | ONE(ACTING_PM), "5.6.4");
    }
}

static void never_against_the_charge(void **state)
{
    struct stage *s = stage_order(ORDER_ACCEPTED);
    (void)state;
    stage_part(s, LIFECYCLE_CLAIM, CLAIM_TALKS, NULL);
    prepare(s, "claim.settle");
    say_number(s, "amount", 20000);
    expect_allowed(s, PM);
    assert_int_equal(part_after(s, LIFECYCLE_CLAIM)->number, 20000);
    assert_int_equal(effects_of(s, EFFECT_charge), 0);
    assert_int_equal(effects_of(s, EFFECT_charge_relief), 0);
    assert_int_equal(s->decision.after.quote_fen, s->facts.quote_fen);
    assert_int_equal(s->decision.after.consent_fen, s->facts.consent_fen);
}

static void accepted_with_an_open_claim(void **state)
{
    struct stage *s = stage_order(ORDER_SERVING);
    (void)state;
    stage_part(s, LIFECYCLE_ROUND, ROUND_TRIAL, NULL);
    stage_part(s, LIFECYCLE_CLAIM, CLAIM_OPEN, NULL);
    prepare(s, "round.accept");
    expect_allowed(s, TEC);
    assert_int_equal(s->decision.after.state, ORDER_ACCEPTED);
    assert_int_equal(effects_of(s, EFFECT_charge), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE("R5.6.3-2 outcomes are the manager's", outcomes_are_the_managers),
        RULE("R5.6.3-2 further rework", further_rework),
        RULE("R5.6.3-2 A26 relief goes the way of prices", relief_goes_the_way_of_prices),
        RULE("R5.6.3-2 end without acceptance", end_without_acceptance),
        RULE("R5.6.1-7 A17 the manager accepts with reason and evidence", manager_accepts_unsigned_work),
        RULE("R5.6.3-2 a case is not closed undecided", undecided_stays_open),
        RULE("R5.7.3-3 closes with the customer's view now", closes_with_the_customers_view),
        RULE("R5.7.3-3 by a further contact", a_further_contact),
        RULE("R5.7.3-3 not without a measure", not_without_a_measure),
        RULE("A20 a contact settles the follow-up where nothing was done on site",
             contact_settles_the_followup),
        RULE("R5.7.3-3 A20 rework after acceptance", rework_after_acceptance),
        RULE("R5.6.4-1 any participant reports damage", any_participant_reports),
        RULE("R5.6.4-1 A38 at any stage, and thirty days after", at_any_stage_and_thirty_days_after),
        RULE("R5.6.4-2 only the manager settles", only_the_manager_settles),
        RULE("R5.6.4-3 A37 compensation is never netted against the charge", never_against_the_charge),
        RULE("R5.6.4-4 accepted and charged with an open claim", accepted_with_an_open_claim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
