/* Every guard of every action refuses alone: one fact or one argument is made wrong in a question that is
 * right otherwise, and the guard's code is the only refusal. So a guard that is taken away, from one row
 * even, fails here. What the boundaries are is proved in test_rules_*.c. */
#include "common/mem.h"
#include "support_golden.h"

#include <stdio.h>
#include <string.h>

static struct part *last(struct stage *s, enum lifecycle_id track)
{
    struct part *part = facts_last(&s->facts, track);
    assert_non_null(part);
    return part;
}

/* ---- one thing wrong ---- */

static void no_unit(struct stage *s)
{
    s->facts.unit = 0;
}

static void no_picked_unit(struct stage *s)
{
    s->facts.pick = 0;
}

static void public_area(struct stage *s)
{
    say(s, "own_area", "public");
}

static void contract_duty(struct stage *s)
{
    say(s, "contract_duty", "yes");
}

static void class_retired(struct stage *s)
{
    s->facts.class_active = 0;
}

static void class_counter(struct stage *s)
{
    s->facts.class_counter = 1;
}

static void window_empty(struct stage *s)
{
    say_window(s, s->now + MOMENT_HOUR, s->now + MOMENT_HOUR);
}

/* Empty, and inside what is agreed. */
static void window_past(struct stage *s)
{
    s->facts.agreed_from = s->now - 2 * MOMENT_HOUR;
    s->facts.agreed_to = s->now;
    say_window(s, s->facts.agreed_from, s->facts.agreed_to);
}

static void window_open(struct stage *s)
{
    s->facts.agreed_from = s->facts.agreed_to = MOMENT_NONE;
    say_window(s, MOMENT_NONE, MOMENT_NONE);
}

static void window_longer(struct stage *s)
{
    say_window(s, s->facts.agreed_from, s->facts.agreed_to + MOMENT_MINUTE);
}

static void relay_handled(struct stage *s)
{
    s->facts.relay = 9;
    s->facts.relay_state = RELAY_CLOSED;
    s->facts.relay_unit = UNIT;
    say_number(s, "relay", 9);
}

static void second_round(struct stage *s)
{
    stage_part(s, LIFECYCLE_ROUND, ROUND_REFUSED, NULL);
}

static void item_unknown(struct stage *s)
{
    s->input.line[0].item = 0;
}

static void other_class(struct stage *s)
{
    s->input.line[0].class_code = "power";
}

static void quantity_none(struct stage *s)
{
    s->input.line[0].quantity = 0;
}

static void no_lines(struct stage *s)
{
    s->facts.quote_lines = 0;
}

static void quote_old(struct stage *s)
{
    s->facts.quoted_at = s->now - 30 * MOMENT_DAY;
}

static void consented(struct stage *s)
{
    s->facts.consent_rev = s->facts.explained_rev = s->facts.quote_rev;
    s->facts.consent_at = s->now;
}

static void price_asked(struct stage *s)
{
    stage_part(s, LIFECYCLE_PRICE, PRICE_OPEN, "offcat");
}

static void not_explained(struct stage *s)
{
    s->facts.explained_rev = s->facts.quote_rev - 1;
}

static void off_book(struct stage *s)
{
    s->facts.quote_off_book = 1;
}

static void nothing_new(struct stage *s)
{
    s->facts.quote_rev = s->facts.consent_rev;
}

static void no_number(struct stage *s)
{
    s->facts.no[0] = 0;
}

static void quote_changed(struct stage *s)
{
    s->facts.quote_rev = s->facts.consent_rev + 1;
}

static void picks_person(struct stage *s)
{
    s->facts.pick_is_department = 0;
}

static void picks_unable(struct stage *s)
{
    s->facts.pick_does_class = 0;
}

static void e1_first(struct stage *s)
{
    s->facts.p_block_dispatch_until_e1 = 1;
}

static void started(struct stage *s)
{
    s->facts.first_started = s->now - MOMENT_HOUR;
}

static void deadline_over(struct stage *s)
{
    s->facts.deadline_open = 0;
}

static void deviation_bare(struct stage *s)
{
    say(s, "kind", "deviation");
}

static void own_request(struct stage *s)
{
    last(s, LIFECYCLE_PRICE)->user = ID_OF(TAR);
}

static void no_days(struct stage *s)
{
    say_number(s, "valid_days", 0);
}

static void proposal_waits(struct stage *s)
{
    stage_part(s, LIFECYCLE_TIME, TIME_PROPOSED, NULL);
}

static void nothing_agreed(struct stage *s)
{
    s->facts.agreed = 0;
}

static void later_than_now(struct stage *s)
{
    const char *names[] = {"at", "heard_at", "happened_at"};
    for (size_t i = 0; i < array_length(names); i++)
        for (const struct arg *arg = s->row->args; arg->name; arg++)
            if (strcmp(arg->name, names[i]) == 0)
                say_number(s, names[i], s->now + 1);
}

static void not_technician(struct stage *s)
{
    s->facts.pick_is_tec = 0;
}

static void stop_card(struct stage *s)
{
    s->facts.actor_stop_cards = 1;
}

static void wish_differs(struct stage *s)
{
    last(s, LIFECYCLE_VISIT)->flag = 1;
}

static void list_open(struct stage *s)
{
    last(s, LIFECYCLE_CHECKLIST)->state = CHECKLIST_OPEN;
}

static void wish_unsaid(struct stage *s)
{
    say(s, "anything_else", "yes");
}

static void not_at_work(struct stage *s)
{
    last(s, LIFECYCLE_VISIT)->state = VISIT_ARRIVED;
}

static void earlier_list(struct stage *s)
{
    s->input.part = last(s, LIFECYCLE_CHECKLIST)->id;
    stage_part(s, LIFECYCLE_CHECKLIST, CHECKLIST_OPEN, NULL);
}

static void item_foreign(struct stage *s)
{
    s->input.thing[0].name = "foreign";
}

static void na_bare(struct stage *s)
{
    s->input.thing[0].quantity = "na";
}

static void objection(struct stage *s)
{
    say(s, "objection", "漏水");
}

static void bad_quality(struct stage *s)
{
    say(s, "satisfaction", "dissatisfied_quality");
}

static void signed_later(struct stage *s)
{
    say_number(s, "signed_at", s->now + 1);
}

static void with_manager(struct stage *s)
{
    s->facts.state = ORDER_ESCALATED;
}

static void dissatisfied(struct stage *s)
{
    say(s, "view", "dissatisfied");
}

static void contact_before(struct stage *s)
{
    last(s, LIFECYCLE_CASE)->at = s->now;
    say_number(s, "at", s->now - 1);
}

static void long_closed(struct stage *s)
{
    s->facts.ended_at = s->now - 31 * MOMENT_DAY;
}

static void no_reference(struct stage *s)
{
    unsay(s, "reference");
}

static void own_work(struct stage *s)
{
    last(s, LIFECYCLE_VISIT)->user = ID_OF(CAM);
}

static void before_signing(struct stage *s)
{
    say_number(s, "at", last(s, LIFECYCLE_FOLLOWUP)->from - 1);
}

static void method_bare(struct stage *s)
{
    say(s, "method", "other");
}

static void conduct(struct stage *s)
{
    say(s, "conduct", "smoking");
    say(s, "words", "在室内吸烟");
}

static void unsatisfied_bare(struct stage *s)
{
    say(s, "result", "unsatisfied");
}

static void wrong_pin(struct stage *s)
{
    s->input.secret_ok = false;
}

static void nobody_named(struct stage *s)
{
    unsay(s, "unit");
}

static void for_manager(struct stage *s)
{
    say(s, "role", "pm");
    s->facts.pick_roles = INT64_C(1) << ROLE_PM;
}

static void holds_no_role(struct stage *s)
{
    s->facts.pick_roles = INT64_C(1) << ROLE_STF;
}

static void for_himself(struct stage *s)
{
    s->facts.pick2 = s->facts.pick;
}

static const struct {
    const char *action; /* NULL: every row that has a guard of that code */
    const char *code;
    void (*wrong)(struct stage *);
} faults[] = {
    {"order.create", "rule.unit", no_unit},
    {"relay.place", "rule.unit", no_picked_unit},
    {NULL, "rule.public_area", public_area},
    {NULL, "rule.contract_duty", contract_duty},
    {NULL, "rule.class", class_retired},
    {NULL, "rule.counter_class", class_counter},
    {"visit.assign", "rule.window", window_past},
    {"visit.reassign", "rule.window", window_past},
    {NULL, "rule.window", window_empty},
    {NULL, "rule.window_concrete", window_open},
    {NULL, "rule.outside_agreed", window_longer},
    {NULL, "rule.relay", relay_handled},
    {NULL, "rule.rework_no_charge", second_round},
    {NULL, "rule.not_in_book", item_unknown},
    {NULL, "rule.one_class", other_class},
    {NULL, "rule.price_from_wire", quantity_none},
    {NULL, "rule.no_quote", no_lines},
    {NULL, "rule.quote_expired", quote_old},
    {NULL, "rule.already_consented", consented},
    {NULL, "rule.price_pending", price_asked},
    {NULL, "rule.not_explained", not_explained},
    {NULL, "rule.price_deviation", off_book},
    {NULL, "rule.nothing_to_keep", nothing_new},
    {NULL, "rule.no_form", no_number},
    {NULL, "rule.consent_missing", quote_changed},
    {NULL, "rule.to_department", picks_person},
    {NULL, "rule.department_class", picks_unable},
    {NULL, "rule.e1_first", e1_first},
    {NULL, "rule.started", started},
    {NULL, "rule.deadline_over", deadline_over},
    {NULL, "rule.deviation_named", deviation_bare},
    {NULL, "rule.own_price", own_request},
    {NULL, "rule.valid_days", no_days},
    {NULL, "rule.proposal_open", proposal_waits},
    {NULL, "rule.time_not_agreed", nothing_agreed},
    {NULL, "rule.future", later_than_now},
    {NULL, "rule.technician", not_technician},
    {NULL, "rule.stop_card", stop_card},
    {NULL, "rule.wish_differs", wish_differs},
    {NULL, "rule.checklist", list_open},
    {NULL, "rule.wish", wish_unsaid},
    {NULL, "rule.not_at_work", not_at_work},
    {NULL, "rule.earlier_round", earlier_list},
    {NULL, "rule.checklist_item", item_foreign},
    {NULL, "rule.checklist_word", na_bare},
    {NULL, "rule.objection", objection},
    {NULL, "rule.quality", bad_quality},
    {NULL, "rule.signing_time", signed_later},
    {NULL, "rule.undecided", with_manager},
    {NULL, "rule.customer_view", dissatisfied},
    {NULL, "rule.contact_after", contact_before},
    {NULL, "rule.claim_late", long_closed},
    {NULL, "rule.reference", no_reference},
    {NULL, "rule.own_work", own_work},
    {NULL, "rule.followup_time", before_signing},
    {NULL, "rule.method_word", method_bare},
    {NULL, "rule.conduct", conduct},
    {NULL, "rule.customer_words", unsatisfied_bare},
    {NULL, "rule.signature", wrong_pin},
    {NULL, "rule.relay_unit", nobody_named},
    {NULL, "rule.deputy_appointer", for_manager},
    {NULL, "rule.deputy_role", holds_no_role},
    {NULL, "rule.deputy_person", for_himself},
    {NULL, "rule.one_cam", holds_no_role},
};

/* ---- the question ---- */

static int lowest(unsigned mask)
{
    return __builtin_ctz(mask & MASK(0) ? mask : mask & ~1u);
}

static bool is_root(const struct row *row)
{
    return row->track == aggregate_root(lifecycle_of(row->track)->aggregate);
}

static struct stage *stage_of(const struct row *row)
{
    enum aggregate aggregate = lifecycle_of(row->track)->aggregate;
    int root = is_root(row) ? lowest(row->from) : row->when ? lowest(row->when) : ORDER_ACCEPTED;
    struct stage *s = aggregate == AGGREGATE_ORDER ? stage_order(root) : stage_subject(aggregate, root);
    if (!is_root(row) && !(row->from & MASK(0)))
        stage_track(s, row->track, lowest(row->from));
    return prepare(s, row->action);
}

static enum person asker(const struct row *row)
{
    static const enum person of[RELATIONS] = {CAM, SUP, TEC, STOPPED_TEC, PM, TAR, STF, TAR, SYSTEM};
    return of[__builtin_ctz(row->who)];
}

static void (*fault_of(const struct row *row, const char *code))(struct stage *)
{
    for (size_t i = 0; i < array_length(faults); i++)
        if (strcmp(faults[i].code, code) == 0 &&
            (!faults[i].action || strcmp(faults[i].action, row->action) == 0))
            return faults[i].wrong;
    fail_msg("%s has guard %s, and no fault here makes it refuse", row->action, code);
    return NULL;
}

static void every_guard_alone(void **state)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX), guards = 0;
    (void)state;
    for (int i = 0; i < count; i++) {
        for (int g = 0; rows[i]->guards[g]; g++, guards++) {
            struct stage *s = stage_of(rows[i]);
            expect_allowed(s, asker(rows[i]));
            fault_of(rows[i], rows[i]->guards[g]->code)(s);
            expect_refused(s, asker(rows[i]), rows[i]->guards[g]->code);
            assert_ptr_equal(s->decision.row, rows[i]);
            assert_string_equal(s->decision.refusal[0].clause, rows[i]->guards[g]->clause);
        }
    }
    print_message("%d guards of rows, each the only refusal once\n", guards);
}

/* For mutate_guards.py: what there is to see. */
static void list_guards(void)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    for (int i = 0; i < count; i++)
        for (int g = 0; rows[i]->guards[g]; g++)
            printf("%s %s %s\n", rows[i]->action, rows[i]->guards[g]->code, rows[i]->guards[g]->rule);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_guard_alone)};
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        list_guards();
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
