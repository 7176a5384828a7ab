/* Rules of the customer's acceptance and of rework that the core keeps: 5.5.5, 5.5.7-2, 5.6.1, 5.6.2 and
 * how 5.6.3 begins. Each test is named by the rule of the standard it proves. */
#include "common/mem.h"
#include "support_golden.h"

#include <string.h>

/* The work is finished and the customer tries it; that many rounds were refused before. */
static struct stage *trial(const char *action, int refused)
{
    struct stage *s = stage_order(ORDER_SERVING);
    for (int i = 0; i < refused; i++)
        stage_part(s, LIFECYCLE_ROUND, ROUND_REFUSED, NULL)->number = i + 1;
    stage_part(s, LIFECYCLE_ROUND, ROUND_TRIAL, NULL)->number = refused + 1;
    return prepare(s, action);
}

static struct part *case_after(struct stage *s, const char *kind)
{
    struct part *part = part_after(s, LIFECYCLE_CASE);
    assert_non_null(part);
    assert_string_equal(part->kind, kind);
    return part;
}

/* ---- 5.6.1 ---- */

static void finished_is_to_be_accepted(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_SERVING), "visit.finish");
    (void)state;
    expect_allowed(s, TEC);
    assert_int_equal(part_after(s, LIFECYCLE_ROUND)->state, ROUND_TRIAL);
    assert_int_equal(part_after(s, LIFECYCLE_ROUND)->number, 1);
    assert_int_equal(part_after(s, LIFECYCLE_ROUND)->at, s->now);
    assert_int_equal(s->decision.after.state, ORDER_SERVING);
}

static void technician_or_manager_accepts(void **state)
{
    (void)state;
    expect_only(trial("round.accept", 0), ONE(TEC) | ONE(CAM) | ONE(ACTING_CAM), "5.6.1");
}

static void signing_time(void **state)
{
    struct stage *s = trial("round.accept", 0);
    moment finished = facts_last(&s->facts, LIFECYCLE_ROUND)->at;
    (void)state;
    say_number(s, "signed_at", finished);
    expect_allowed(s, TEC);
    assert_int_equal(s->decision.after.signed_at, finished);
    say_number(s, "signed_at", finished - 1);
    expect_refused(s, TEC, "rule.signing_time");
    say_number(s, "signed_at", s->now);
    expect_allowed(s, TEC);
    say_number(s, "signed_at", s->now + 1);
    expect_refused(s, TEC, "rule.signing_time");
    assert_string_equal(s->decision.refusal[0].clause, "5.6.1");
}

static void satisfaction_matrix(void **state)
{
    static const struct {
        const char *satisfaction;
        bool accepted, manager;
    } matrix[] = {{"satisfied", true, false},
                  {"fair", true, false},
                  {"dissatisfied_other", true, true},
                  {"dissatisfied_quality", false, false}};
    (void)state;
    for (size_t i = 0; i < array_length(matrix); i++) {
        struct stage *s = trial("round.accept", 0);
        say(s, "satisfaction", matrix[i].satisfaction);
        assert_int_equal(ask(s, TEC), matrix[i].accepted);
        if (!matrix[i].accepted) {
            expect_refused(s, TEC, "rule.quality");
            continue;
        }
        assert_int_equal(s->decision.after.state, ORDER_ACCEPTED);
        assert_int_equal(moves_of(s, "case.open"), matrix[i].manager);
        if (matrix[i].manager)
            assert_true(case_after(s, "other") && rings_role(s, ROLE_PM, SITE));
    }
}

static void signed_form_comes_back(void **state)
{
    struct stage *s = trial("round.accept", 0);
    (void)state;
    say_number(s, "signed_at", s->now - MOMENT_MINUTE);
    expect_allowed(s, TEC);
    assert_int_equal(part_after(s, LIFECYCLE_FORM)->state, FORM_SIGNED);
    assert_int_equal(deadline_of(s, "form_return"), s->now - MOMENT_MINUTE + 24 * MOMENT_HOUR);
}

static void unsigned_is_not_accepted(void **state)
{
    struct stage *s = trial("round.unsigned", 0);
    (void)state;
    expect_only(s, ONE(TEC), "5.6.1");
    expect_allowed(s, TEC);
    assert_int_equal(s->decision.after.state, ORDER_ESCALATED);
    assert_int_equal(part_after(s, LIFECYCLE_ROUND)->state, ROUND_UNSIGNED);
    case_after(s, "unsigned");
    assert_true(rings_role(s, ROLE_PM, SITE));
    assert_int_equal(effects_of(s, EFFECT_charge), 0);
}

/* ---- 5.5 at the acceptance ---- */

static void objection_is_rework(void **state)
{
    struct stage *s = trial("round.accept", 0);
    (void)state;
    say(s, "objection", "接口有点渗水");
    expect_refused(s, TEC, "rule.objection");
    assert_string_equal(s->decision.refusal[0].clause, "5.5.5");
    unsay(s, "objection");
    expect_allowed(s, TEC);
}

/* The four don'ts and 5.5.8 are complaint codes, usable at the acceptance and at the follow-up. */
static void conduct_codes(void **state)
{
    static const char *const codes[] = {"smoking",  "drinking",      "eating",   "gifts",   "language",
                                        "touching", "private_calls", "children", "arguing", "noise"};
    static const char *const actions[] = {"round.accept", "round.refuse", "followup.record"};
    (void)state;
    for (size_t i = 0; i < array_length(actions); i++) {
        const struct arg *arg = row_first(actions[i])->args;
        while (arg->name && strcmp(arg->name, "conduct") != 0)
            arg++;
        if (!arg->name)
            fail_msg("%s takes no complaint code", actions[i]);
        for (size_t k = 0; k < array_length(codes); k++) {
            const struct option *option = arg->options;
            while (option->value && strcmp(option->value, codes[k]) != 0)
                option++;
            assert_non_null(option->value);
        }
    }
}

/* ---- 5.6.2 ---- */

static void refused_opens_the_next_round(void **state)
{
    struct stage *s = trial("round.refuse", 0);
    (void)state;
    expect_only(s, ONE(TEC), "5.6.2");
    say(s, "redo", "now");
    expect_allowed(s, TEC);
    assert_int_equal(part_after(s, LIFECYCLE_ROUND)->state, ROUND_REFUSED);
    assert_int_equal(s->decision.after.state, ORDER_SERVING);
    assert_int_equal(part_after(s, LIFECYCLE_VISIT)->state, VISIT_WORKING);
    stage_go_on(s);
    play(s, TEC, "checklist.answer");
    play(s, TEC, "visit.finish");
    assert_int_equal(facts_last(&s->facts, LIFECYCLE_ROUND)->number, 2);
    assert_int_equal(facts_last(&s->facts, LIFECYCLE_ROUND)->state, ROUND_TRIAL);
}

static void refused_may_wait_for_a_time(void **state)
{
    struct stage *s = trial("round.refuse", 0);
    (void)state;
    say(s, "redo", "later");
    expect_allowed(s, TEC);
    assert_int_equal(s->decision.after.state, ORDER_AGREEING);
    assert_int_equal(s->decision.after.agreed, 0);
    assert_int_equal(part_after(s, LIFECYCLE_VISIT)->state, VISIT_DEPARTED);
    assert_true(rings_person(s, CAM));
}

static void all_is_asked_afresh(void **state)
{
    struct stage *s = trial("round.refuse", 0);
    int64_t first = facts_last(&s->facts, LIFECYCLE_CHECKLIST)->id;
    (void)state;
    play(s, TEC, "round.refuse");
    assert_int_equal(facts_last(&s->facts, LIFECYCLE_CHECKLIST)->state, CHECKLIST_OPEN);
    assert_int_equal(facts_last(&s->facts, LIFECYCLE_CHECKLIST)->number, 2);
    s->row = row_first("visit.finish");
    s->input.row = s->row;
    expect_refused(s, TEC, "rule.checklist"); /* that of round 1 does not count */
    prepare(s, "round.accept");
    assert_false(ask(s, TEC)); /* nor does its trial */
    assert_int_equal(facts_part(&s->facts, first)->state, CHECKLIST_COMPLETE);
}

/* What round 1 answered stays as it is, even asked for by its number. */
static void earlier_rounds_stay(void **state)
{
    struct stage *s = trial("round.refuse", 0);
    int64_t list = facts_last(&s->facts, LIFECYCLE_CHECKLIST)->id;
    int64_t round = facts_last(&s->facts, LIFECYCLE_ROUND)->id;
    (void)state;
    play(s, TEC, "round.refuse");
    prepare(s, "checklist.answer");
    s->input.part = list;
    expect_refused(s, TEC, "rule.earlier_round");
    assert_string_equal(s->decision.refusal[0].clause, "5.6.2");
    s->input.part = 0;
    expect_allowed(s, TEC);
    assert_int_equal(s->decision.part->number, 2);
    prepare(s, "round.accept");
    s->input.part = round;
    expect_refused(s, TEC, "state.wrong");
}

static void rework_has_a_clock(void **state)
{
    struct stage *s = trial("round.refuse", 0);
    (void)state;
    expect_allowed(s, TEC);
    assert_int_equal(deadline_of(s, "rework"), s->now + 24 * MOMENT_HOUR);
    expect_allowed(trial("round.accept", 1), TEC);
    assert_true(deadline_cleared(s, "rework"));
    s = prepare(stage_order(ORDER_SERVING), "order.remind");
    say(s, "kind", "rework");
    expect_allowed(s, SYSTEM);
    assert_true(rings_role(s, ROLE_SUP, DEPARTMENT) && rings_person(s, CAM) && rings_person(s, TEC));
}

/* ---- 5.6.3 begins by itself ---- */

static void second_refusal_opens_the_case(void **state)
{
    struct stage *s = trial("round.refuse", 0);
    (void)state;
    expect_allowed(s, TEC);
    assert_int_equal(moves_of(s, "case.open"), 0);
    s = trial("round.refuse", 1);
    expect_allowed(s, TEC);
    assert_int_equal(s->decision.after.state, ORDER_ESCALATED);
    case_after(s, "refused_twice");
    assert_int_equal(deadline_of(s, "case_first"), s->now + 4 * MOMENT_HOUR);
    assert_true(rings_role(s, ROLE_PM, SITE));
    assert_int_equal(part_after(s, LIFECYCLE_VISIT)->state, VISIT_DEPARTED);
}

static void rounds_before_the_manager(void **state)
{
    static const struct {
        int64_t allowed;
        int refused;
        bool manager;
    } cases[] = {{0, 0, true}, {1, 0, false}, {1, 1, true}, {2, 1, false}, {2, 2, true}};
    (void)state;
    for (size_t i = 0; i < array_length(cases); i++) {
        struct stage *s = trial("round.refuse", cases[i].refused);
        s->facts.p_rework_rounds_before_pm = cases[i].allowed;
        expect_allowed(s, TEC);
        assert_int_equal(moves_of(s, "case.open"), cases[i].manager);
    }
}

static void no_third_round_without_the_manager(void **state)
{
    static const char *const steps[] = {"visit.assign", "visit.leave", "visit.start", "round.accept",
                                        "time.set"};
    static const enum person people[] = {SUP, TEC, TEC, TEC, CAM};
    (void)state;
    for (size_t i = 0; i < array_length(steps); i++) {
        struct stage *s = prepare(stage_order(ORDER_ESCALATED), steps[i]);
        expect_refused(s, people[i], "rule.with_manager");
        assert_string_equal(s->decision.refusal[0].clause, "5.6.3");
        assert_int_equal(s->decision.refusal[0].lifted_by, BY_PM);
    }
}

/* A round the manager granted is used up by its refusal; one he did not need to grant adds none. */
static void granted_round_counts_once(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_ESCALATED), "case.rework");
    (void)state;
    expect_allowed(s, PM);
    int64_t granted = s->decision.after.extra_rounds;
    s = trial("round.refuse", 2);
    s->facts.extra_rounds = granted;
    expect_allowed(s, TEC);
    case_after(s, "refused_twice"); /* third refusal: again his */
}

static void ordered_rework_does_not_lengthen_the_count(void **state)
{
    struct stage *s = stage_order(ORDER_ACCEPTED);
    (void)state;
    stage_part(s, LIFECYCLE_CASE, CASE_OPEN, "followup");
    prepare(s, "case.rework");
    expect_allowed(s, PM);
    int64_t granted = s->decision.after.extra_rounds;
    s = trial("round.refuse", 1);
    s->facts.extra_rounds = granted;
    expect_allowed(s, TEC);
    case_after(s, "refused_twice"); /* the second failed acceptance, whatever came between */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE("R5.6.1-1 finished means to be accepted", finished_is_to_be_accepted),
        RULE("R5.6.1-2 the technician declares it, or the account manager from the paper",
             technician_or_manager_accepts),
        RULE("R5.6.1-3 signing time after finish and not in the future", signing_time),
        RULE("R5.6.1-4 pass and satisfaction, the matrix", satisfaction_matrix),
        RULE("R5.6.1-5 the signed form is due back", signed_form_comes_back),
        RULE("R5.6.1-7 unsigned is not accepted, the manager decides", unsigned_is_not_accepted),
        RULE("R5.5.5-2 an objection is rework, no signature with a remark", objection_is_rework),
        RULE("R5.5.7-2 complaint codes at acceptance and follow-up", conduct_codes),
        RULE("R5.6.2-1 a refusal opens the next round, now", refused_opens_the_next_round),
        RULE("R5.6.2-1 a refusal opens the next round, at another time", refused_may_wait_for_a_time),
        RULE("R5.6.2-2 all is asked afresh", all_is_asked_afresh),
        RULE("R5.6.2-2 earlier rounds stay unchanged", earlier_rounds_stay),
        RULE("R5.6.2-4 rework has a clock", rework_has_a_clock),
        RULE("R5.6.3-1 the second refusal opens the case by itself", second_refusal_opens_the_case),
        RULE("R5.6.3-1 A15 the parameter of rounds", rounds_before_the_manager),
        RULE("R5.6.3-1 no third round without the manager", no_third_round_without_the_manager),
        RULE("R5.6.3-1 a granted round counts once", granted_round_counts_once),
        RULE("R5.6.3-1 a rework ordered after acceptance does not lengthen the count",
             ordered_rework_does_not_lengthen_the_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
