/* Rules that rest on several clauses, as far as the core keeps them: RX-1 to RX-6, RX-8 to RX-10. Each test
 * is named by the rule of the standard it proves. */
#include "common/mem.h"
#include "server/workflow/closing.h"
#include "support_golden.h"

#include <stdio.h>
#include <string.h>

/* ---- RX-1: the close ---- */

/* Accepted, and everything done that a close needs. */
static struct stage *done(void)
{
    struct stage *s = stage_order(ORDER_CLOSED);
    s->facts.state = ORDER_ACCEPTED;
    s->facts.ended_at = MOMENT_NONE;
    return s;
}

static struct part *entry_of(struct stage *s, const char *kind)
{
    for (int i = 0; i < s->facts.parts; i++)
        if (s->facts.part[i].lifecycle == LIFECYCLE_ENTRY && strcmp(s->facts.part[i].kind, kind) == 0)
            return &s->facts.part[i];
    fail_msg("no entry %s", kind);
    return NULL;
}

static void paper_missing(struct stage *s)
{
    facts_last(&s->facts, LIFECYCLE_FORM)->state = FORM_SIGNED;
}

static void followup_missing(struct stage *s)
{
    facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->state = FOLLOWUP_RUNNING;
}

static void followup_unsatisfied(struct stage *s)
{
    facts_last(&s->facts, LIFECYCLE_FOLLOWUP)->state = FOLLOWUP_UNSATISFIED;
}

static void e1_missing(struct stage *s)
{
    entry_of(s, "e1")->state = ENTRY_OPEN;
}

static void e2_failed(struct stage *s)
{
    entry_of(s, "e2")->state = ENTRY_FAILED;
}

static void e3_to_correct(struct stage *s)
{
    entry_of(s, "e3")->state = ENTRY_CORRECT;
}

static void e4_never_opened(struct stage *s)
{
    entry_of(s, "e4")->lifecycle = LIFECYCLE_CHECKLIST;
}

static void case_open(struct stage *s)
{
    stage_part(s, LIFECYCLE_CASE, CASE_OPEN, "other");
}

static void case_acting(struct stage *s)
{
    stage_part(s, LIFECYCLE_CASE, CASE_ACTING, "followup");
}

static void claim_open(struct stage *s)
{
    stage_part(s, LIFECYCLE_CLAIM, CLAIM_OPEN, NULL);
}

static void claim_in_talks(struct stage *s)
{
    stage_part(s, LIFECYCLE_CLAIM, CLAIM_TALKS, NULL);
}

static void not_accepted(struct stage *s)
{
    s->facts.state = ORDER_SERVING;
}

static const struct {
    void (*missing)(struct stage *);
    const char *code, *clause;
} conditions[] = {
    {not_accepted, "rule.not_accepted", "5.6.1"},
    {paper_missing, "rule.form_not_back", "5.7.1"},
    {followup_missing, "rule.not_followed_up", "5.7.2"},
    {followup_unsatisfied, "rule.not_followed_up", "5.7.2"},
    {e1_missing, "rule.entries_open", "5.7.1"},
    {e2_failed, "rule.entries_open", "5.7.1"},
    {e3_to_correct, "rule.entries_open", "5.7.1"},
    {e4_never_opened, "rule.entries_open", "5.7.1"},
    {case_open, "rule.case_open", "5.7.3"},
    {case_acting, "rule.case_open", "5.7.3"},
    {claim_open, "rule.claim_open", "5.6.4"},
    {claim_in_talks, "rule.claim_open", "5.6.4"},
};

static void each_missing_has_its_own_words(void **state)
{
    struct refusal missing[12];
    (void)state;
    assert_int_equal(closing_missing(&done()->facts, missing, 12), 0);
    for (size_t i = 0; i < array_length(conditions); i++) {
        struct stage *s = done();
        conditions[i].missing(s);
        assert_int_equal(closing_missing(&s->facts, missing, 12), 1);
        assert_string_equal(missing[0].code, conditions[i].code);
        assert_string_equal(missing[0].clause, conditions[i].clause);
        assert_true(*missing[0].text.zh && *missing[0].text.en && missing[0].lifted_by);
    }
}

/* Printing says nothing of the close; what is missing keeps the order open through any other action. */
static void closes_when_all_is_there_and_not_before(void **state)
{
    (void)state;
    for (size_t i = 0; i < array_length(conditions); i++) {
        struct stage *s = done();
        conditions[i].missing(s);
        prepare(s, "order.remind");
        expect_allowed(s, SYSTEM);
        assert_int_equal(moves_of(s, "order.close"), 0);
    }
    struct stage *s = prepare(done(), "order.remind");
    expect_allowed(s, SYSTEM);
    assert_int_equal(s->decision.after.state, ORDER_CLOSED);
}

/* Whatever comes last closes the order, in the same decision. */
static void the_last_thing_closes(void **state)
{
    static const struct {
        void (*missing)(struct stage *);
        const char *action;
        enum person person;
    } last[] = {
        {paper_missing, "form.receive", CAM}, {paper_missing, "form.waive", PM},
        {e1_missing, "entry.enter", CAM},     {e2_failed, "entry.enter", CAM},
        {e3_to_correct, "entry.enter", CAM},  {case_acting, "case.close", PM},
        {claim_open, "claim.settle", PM},     {claim_in_talks, "claim.drop", PM},
    };
    (void)state;
    for (size_t i = 0; i < array_length(last); i++) {
        struct stage *s = done();
        last[i].missing(s);
        prepare(s, last[i].action);
        expect_allowed(s, last[i].person);
        assert_int_equal(s->decision.after.state, ORDER_CLOSED);
        assert_int_equal(moves_of(s, "order.close"), 1);
        assert_int_equal(s->decision.after.ended_at, s->now);
        assert_true(deadline_cleared(s, "everything"));
    }
}

static void followup_is_not_last(void **state)
{
    struct stage *s = done();
    (void)state;
    followup_missing(s);
    prepare(s, "followup.record");
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.after.state, ORDER_ACCEPTED); /* E4 is still to be entered */
    stage_go_on(s);
    prepare(s, "entry.enter");
    expect_allowed(s, CAM);
    assert_int_equal(s->decision.after.state, ORDER_CLOSED);
}

static void unsatisfied_does_not_close(void **state)
{
    struct stage *s = done();
    (void)state;
    followup_unsatisfied(s);
    case_acting(s);
    prepare(s, "case.close");
    say(s, "view", "satisfied");
    expect_allowed(s, PM);
    assert_int_equal(s->decision.after.state, ORDER_CLOSED); /* put right: then it does */
    s = done();
    followup_unsatisfied(s);
    expect_allowed(prepare(s, "order.remind"), SYSTEM);
    assert_int_equal(s->decision.after.state, ORDER_ACCEPTED);
}

static void nobody_closes_by_hand(void **state)
{
    (void)state;
    expect_only(prepare(done(), "order.close"), 0, "5.7.2");
}

/* ---- RX-2 ---- */

static void neither_waits_for_the_other(void **state)
{
    static const int64_t charges[] = {0, 1, 5};
    (void)state;
    for (size_t i = 0; i < array_length(charges); i++) {
        struct stage *s = prepare(stage_order(ORDER_ACCEPTED), "followup.record");
        s->facts.charge_lines = charges[i];
        expect_allowed(s, CAM);
        s = prepare(done(), "order.remind");
        s->facts.charge_lines = charges[i];
        expect_allowed(s, SYSTEM);
        assert_int_equal(s->decision.after.state, ORDER_CLOSED); /* payment is not needed */
        assert_int_equal(effects_of(s, EFFECT_charge), 0);
    }
}

/* ---- RX-4 ---- */

/* Every event: next version of the subject, from where to where, who for whom; and what was said. */
static void every_change_is_an_event(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_SERVING), "round.refuse");
    (void)state;
    stage_part(s, LIFECYCLE_ROUND, ROUND_REFUSED, NULL);
    stage_part(s, LIFECYCLE_ROUND, ROUND_TRIAL, NULL);
    s->input.data = "{\"reason\":\"漏水\"}";
    expect_allowed(s, TEC);
    assert_string_equal(s->decision.move[0].data, "{\"reason\":\"漏水\"}");
    for (int i = 0; i < s->decision.moves; i++) {
        assert_int_equal(s->decision.move[i].version, s->facts.version + 1 + i);
        assert_int_equal(s->decision.move[i].subject, ORDER_ID);
        assert_true(s->decision.move[i].row->from & MASK(s->decision.move[i].from));
    }
    assert_int_equal(s->decision.after.version, s->facts.version + s->decision.moves);
}

static void reasons_are_required(void **state)
{
    static const char *const actions[] = {
        "order.decline",  "order.keep",       "order.return", "order.cancel",   "price.ask",
        "price.refuse",   "price.withdraw",   "time.propose", "time.reject",    "visit.pause",
        "visit.within",   "round.refuse",     "case.rework",  "case.remedy",    "case.relief",
        "case.accept",    "case.end",         "claim.drop",   "form.lose",      "form.waive",
        "entry.fail",     "followup.correct", "relay.close",  "deputy.appoint", "deputy.end",
        "incident.close", "unit.handover"};
    (void)state;
    for (size_t i = 0; i < array_length(actions); i++) {
        const struct arg *arg = row_first(actions[i])->args;
        while (arg && arg->name && strcmp(arg->name, "reason") != 0)
            arg++;
        if (!arg || !arg->name || !arg->required)
            fail_msg("%s asks for no reason", actions[i]);
    }
}

static void nothing_happened_later_than_now(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_AGREEING), "time.agree");
    (void)state;
    say_number(s, "at", s->now + 1);
    expect_refused(s, CAM, "rule.future");
    s = stage_order(ORDER_SERVING);
    stage_track(s, LIFECYCLE_VISIT, VISIT_LEFT);
    prepare(s, "visit.arrive");
    say_number(s, "at", s->now + 1);
    expect_refused(s, TEC, "rule.future");
}

/* ---- RX-5, RX-6 ---- */

/* The same question has the same answer: nothing of a former one is left in the decision. */
static void same_question_same_answer(void **state)
{
    static struct decision first;
    struct stage *s = prepare(stage_order(ORDER_DRAFT), "order.consent");
    (void)state;
    expect_allowed(s, CAM);
    first = s->decision;
    expect_allowed(s, CAM);
    assert_int_equal(first.moves, s->decision.moves);
    assert_int_equal(first.effects, s->decision.effects);
    assert_memory_equal(&first.after, &s->decision.after, sizeof first.after);
    assert_int_equal(first.text_used, s->decision.text_used);
    assert_memory_equal(first.text, s->decision.text, first.text_used);
}

/* Two who saw the same version write the same version: the log's key lets one of them through. */
static void two_at_once_collide(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_READY), "order.dispatch");
    (void)state;
    expect_allowed(s, CAM);
    int64_t version = s->decision.move[0].version;
    prepare(s, "order.cancel");
    expect_allowed(s, PM);
    assert_int_equal(s->decision.move[0].version, version);
    assert_int_equal(version, s->facts.version + 1);
}

/* ---- RX-8 ---- */

/* What is asked for in vain leaves words to log, and nothing else. */
static void refusal_leaves_nothing(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_READY), "order.dispatch");
    (void)state;
    struct facts before = s->facts;
    expect_refused(s, TEC, "perm.denied");
    assert_string_equal(s->decision.refusal[0].clause, "5.3.2");
    assert_non_null(strstr(s->decision.refusal[0].text.zh, "王芳")); /* who can do it */
    assert_int_equal(s->decision.moves, 0);
    assert_int_equal(s->decision.effects, 0);
    assert_memory_equal(&before, &s->facts, sizeof before);
    s->facts.class_active = 0;
    s->facts.quote_off_book = 1;
    assert_false(ask(s, CAM));
    assert_int_equal(s->decision.refusals, 2); /* all that is missing, not the first of it */
}

/* The why-not list says of each action what asking it would say, as far as the facts go. */
static void compare_offers(struct stage *s, enum person person)
{
    static struct offer offered[OFFERS_MAX];
    static struct decision scratch;
    struct actor actor = person_actor(person);
    struct question q = {NULL, &actor, &s->facts, NULL, s->now, NULL};
    int count = offers(&q, &scratch, offered, OFFERS_MAX);
    assert_true(count > 0 && count < OFFERS_MAX);
    for (int i = 0; i < count; i++) {
        q.row = offered[i].row;
        assert_false(q.row->hidden);
        assert_int_equal(offered[i].allowed, offered[i].refusals == 0);
        if (offered[i].part == 0)
            assert_int_equal(offered[i].allowed, decide(&q, &s->decision));
    }
}

static void why_not_agrees_with_asking(void **state)
{
    (void)state;
    for (int order = 1; order < ORDER_COUNT; order++)
        for (int p = 0; p < PEOPLE; p++)
            if (order != ORDER_DECLINED) /* nothing is offered there */
                compare_offers(stage_order(order), (enum person)p);
}

/* ---- RX-9, RX-10 ---- */

static void nothing_is_deleted(void **state)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    (void)state;
    for (int i = 0; i < count; i++)
        assert_null(strstr(rows[i]->action, "delete"));
    struct stage *s = prepare(stage_order(ORDER_PLANNING), "order.cancel");
    expect_allowed(s, CAM);
    assert_string_equal(s->decision.after.no, s->facts.no);
    assert_int_equal(part_after(s, LIFECYCLE_FORM)->state, FORM_VOID); /* the number stays with a void form */
    assert_int_equal(s->decision.after.parts, s->facts.parts);
}

static struct stage *cancel(int order)
{
    return prepare(stage_order(order), "order.cancel");
}

static void manager_cancels_until_the_start(void **state)
{
    static const int orders[] = {ORDER_READY,    ORDER_DISPATCHED, ORDER_PLANNING,
                                 ORDER_AGREEING, ORDER_SCHEDULED,  ORDER_SERVING};
    (void)state;
    for (size_t i = 0; i < array_length(orders); i++)
        expect_only(cancel(orders[i]), ONE(CAM) | ONE(ACTING_CAM) | ONE(PM) | ONE(ACTING_PM), "5.3.2");
    struct stage *s = cancel(ORDER_SERVING);
    s->facts.first_started = s->now;
    expect_refused(s, CAM, "rule.started");
    expect_refused(s, ACTING_CAM, "rule.started");
    expect_allowed(s, PM);
    expect_allowed(s, ACTING_PM);
    assert_int_equal(s->decision.move[0].acting_for, ID_OF(PM));
}

static void cancel_stops_everything(void **state)
{
    static const int visits[] = {VISIT_PLANNED, VISIT_LEFT,   VISIT_ARRIVED,
                                 VISIT_WORKING, VISIT_PAUSED, VISIT_FINISHED};
    (void)state;
    for (size_t i = 0; i < array_length(visits); i++) {
        struct stage *s = stage_order(ORDER_SERVING);
        stage_track(s, LIFECYCLE_VISIT, visits[i]);
        stage_part(s, LIFECYCLE_ROUND, ROUND_TRIAL, NULL);
        stage_part(s, LIFECYCLE_TIME, TIME_PROPOSED, NULL);
        stage_part(s, LIFECYCLE_PRICE, PRICE_OPEN, "deviation");
        facts_last(&s->facts, LIFECYCLE_CHECKLIST)->state = CHECKLIST_OPEN;
        prepare(s, "order.cancel");
        expect_allowed(s, PM);
        assert_int_equal(part_after(s, LIFECYCLE_VISIT)->state, VISIT_STOPPING); /* the stop card */
        assert_true(rings_person(s, TEC) && rings_person(s, CAM) && rings_role(s, ROLE_SUP, DEPARTMENT));
        assert_int_equal(part_after(s, LIFECYCLE_ROUND)->state, ROUND_DROPPED);
        assert_int_equal(part_after(s, LIFECYCLE_TIME)->state, TIME_DROPPED);
        assert_int_equal(part_after(s, LIFECYCLE_PRICE)->state, PRICE_WITHDRAWN);
        assert_int_equal(part_after(s, LIFECYCLE_CHECKLIST)->state, CHECKLIST_DROPPED);
        assert_true(deadline_cleared(s, "everything"));
        assert_int_equal(effects_of(s, EFFECT_charge), 0);
        assert_int_equal(s->decision.after.ended_at, s->now);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE("RX-1 each thing missing has its own words", each_missing_has_its_own_words),
        RULE("RX-1 closes when all is there, and not before", closes_when_all_is_there_and_not_before),
        RULE("RX-1 the last thing closes, in the same decision", the_last_thing_closes),
        RULE("RX-1 R5.7.2-7 after the follow-up E4 is still open", followup_is_not_last),
        RULE("R5.7.3-4 R5.6.3-3 R5.6.4-4 unsatisfied does not close", unsatisfied_does_not_close),
        RULE("RX-1 nobody closes by hand", nobody_closes_by_hand),
        RULE("RX-2 follow-up and payment never wait for each other", neither_waits_for_the_other),
        RULE("RX-4 every change is an event of the next version", every_change_is_an_event),
        RULE("RX-4 a reason where one is required", reasons_are_required),
        RULE("RX-4 nothing happened later than now", nothing_happened_later_than_now),
        RULE("RX-5 the same question has the same answer", same_question_same_answer),
        RULE("RX-6 two at once write the same version", two_at_once_collide),
        RULE("RX-8 a refusal names all that is missing and changes nothing", refusal_leaves_nothing),
        RULE("RX-8 the why-not list agrees with asking", why_not_agrees_with_asking),
        RULE("RX-9 nothing is deleted, a cancelled order keeps its number", nothing_is_deleted),
        RULE("RX-10 the account manager cancels until the start, then the project manager",
             manager_cancels_until_the_start),
        RULE("RX-10 cancelling stops everything and charges nothing", cancel_stops_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
