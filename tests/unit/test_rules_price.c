/* Rules of quoting and prices that the core keeps: 3.0-3, 4.1.2, 5.2.3, 5.2.4, 5.4.3. Each test is named by
 * the rule of the standard it proves. */
#include "common/mem.h"
#include "support_golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct stage *quote(const char *price)
{
    struct stage *s = prepare(stage_order(ORDER_DRAFT), "order.quote");
    s->input.lines = 0;
    say_line(s, "W-01", 100, price);
    return s;
}

static int64_t column(const struct stage *s, int line, int column)
{
    return strtoll(effect_of(s, EFFECT_quote_line, line)->column[column], NULL, 10);
}

static bool marked_off_book(const struct stage *s, int line)
{
    return strcmp(effect_of(s, EFFECT_quote_line, line)->column[14], "t") == 0;
}

enum { UNIT_FEN = 11, BOOK_FEN, AMOUNT_FEN };

/* ---- 4.1.2 ---- */

/* xorshift, so that every run asks the same. */
static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    return *seed ^= *seed << 5;
}

/* Half a fen rounds up, once a line: part 4 of the standard, computed apart. */
static int64_t expected_fen(int64_t fen, int64_t hundredths)
{
    return (fen * hundredths + 50) / 100;
}

static void total_is_price_times_quantity(void **state)
{
    uint32_t seed = 20260310;
    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct stage *s = prepare(stage_order(ORDER_DRAFT), "order.quote");
        char price[LINES_MAX][32];
        int64_t total = 0;
        s->input.lines = 0;
        int lines = 1 + (int)(next_random(&seed) % LINES_MAX);
        for (int i = 0; i < lines; i++) {
            int64_t fen = next_random(&seed) % 100000, quantity = 1 + next_random(&seed) % 100000;
            snprintf(price[i], sizeof price[i], "measured %lld", (long long)fen);
            say_line(s, "W-01", quantity, price[i]);
            total += expected_fen(fen, quantity);
        }
        expect_allowed(s, CAM);
        assert_int_equal(s->decision.after.quote_fen, total);
        assert_int_equal(strtoll(effect_of(s, EFFECT_quote_new, 0)->column[4], NULL, 10), total);
        for (int i = 0; i < lines; i++)
            total -= column(s, i, AMOUNT_FEN);
        assert_int_equal(total, 0);
    }
}

static void charged_is_the_consented_revision(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_SERVING), "round.accept");
    (void)state;
    stage_part(s, LIFECYCLE_ROUND, ROUND_TRIAL, NULL);
    s->facts.consent_rev = s->facts.quote_rev = 4;
    expect_allowed(s, TEC);
    assert_int_equal(effects_of(s, EFFECT_charge), 1);
    assert_string_equal(effect_of(s, EFFECT_charge, 0)->column[1], "4");
    s->facts.quote_rev = 5; /* a change nobody has agreed to is not charged: it is not even accepted */
    expect_refused(s, TEC, "rule.consent_missing");
}

static void charged_once(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_SERVING), "round.accept");
    (void)state;
    stage_part(s, LIFECYCLE_ROUND, ROUND_TRIAL, NULL);
    s->facts.charge_lines = 1; /* accepted before, then put right, now accepted again */
    expect_allowed(s, TEC);
    assert_int_equal(effects_of(s, EFFECT_charge), 0);
}

/* ---- 5.2.3 ---- */

static void only_the_book_in_force(void **state)
{
    struct stage *s = quote("fixed 5000");
    (void)state;
    s->input.line[0].item =
        0; /* of another region, expired, to come, or free text: the book has no such item */
    expect_refused(s, CAM, "rule.not_in_book");
    assert_string_equal(s->decision.refusal[0].clause, "5.2.3");
    s = quote("fixed 5000");
    s->input.lines = 0;
    expect_refused(s, CAM, "rule.not_in_book");
    s = quote("fixed 5000");
    say_line(s, "W-02", 100, "fixed 100")->item = 0; /* one good line does not carry a bad one */
    expect_refused(s, CAM, "rule.not_in_book");
}

static void unit_and_price_are_copied(void **state)
{
    struct stage *s = quote("fixed 5000");
    (void)state;
    expect_allowed(s, CAM);
    const struct effect_row *line = effect_of(s, EFFECT_quote_line, 0);
    assert_string_equal(line->column[5], "W-01");
    assert_string_equal(line->column[6], "换水龙头");
    assert_string_equal(line->column[7], "次");
    assert_string_equal(line->column[8], "fixed 5000");
    assert_int_equal(column(s, 0, UNIT_FEN), 5000);
    s->input.line[0].quantity = 0;
    expect_refused(s, CAM, "rule.price_from_wire");
    s->input.line[0].quantity = -100;
    expect_refused(s, CAM, "rule.price_from_wire");
    s->input.line[0].quantity = 150; /* one and a half pieces of what is counted in pieces */
    expect_refused(s, CAM, "rule.price_from_wire");
}

/* A fen above or below is another price; inside a range it is the book's. */
static void one_fen_beside_the_book(void **state)
{
    static const struct {
        const char *price;
        int64_t chosen;
        bool off_book;
    } cases[] = {
        {"fixed 5000", 5000, false},      {"fixed 5000", 4999, true},       {"fixed 5000", 5001, true},
        {"range 5000-8000", 5000, false}, {"range 5000-8000", 8000, false}, {"range 5000-8000", 4999, true},
        {"range 5000-8000", 8001, true},  {"measured 60", 60, false},       {"measured 60", 59, true},
    };
    (void)state;
    for (size_t i = 0; i < array_length(cases); i++) {
        struct stage *s = quote(cases[i].price);
        s->input.line[0].chosen_fen = cases[i].chosen;
        expect_allowed(s, CAM);
        assert_int_equal(marked_off_book(s, 0), cases[i].off_book);
        assert_int_equal(column(s, 0, UNIT_FEN), cases[i].chosen);
    }
}

static void range_wants_its_price(void **state)
{
    struct stage *s = quote("range 5000-8000");
    (void)state;
    expect_refused(s, CAM, "rule.price_from_wire");
}

static void deviation_needs_approval(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_DRAFT), "order.consent");
    (void)state;
    s->facts.quote_off_book = 1;
    expect_refused(s, CAM, "rule.price_deviation");
    assert_string_equal(s->decision.refusal[0].clause, "5.2.3");
    assert_true(s->decision.refusal[0].lifted_by & BY_APPROVER);
    s = prepare(stage_order(ORDER_PLANNING), "order.consent");
    s->facts.quote_off_book = 2;
    expect_refused(s, CAM, "rule.price_deviation");
}

static void nought_is_a_lowered_price(void **state)
{
    struct stage *s = quote("fixed 5000");
    (void)state;
    s->input.line[0].chosen_fen = 0;
    expect_allowed(s, CAM);
    assert_true(marked_off_book(s, 0));
    stage_go_on(s);
    play(s, CAM, "order.explain");
    expect_refused(prepare(s, "order.consent"), CAM, "rule.price_deviation");
    s = quote("free"); /* published at nought by the authority */
    expect_allowed(s, CAM);
    assert_false(marked_off_book(s, 0));
    assert_int_equal(column(s, 0, AMOUNT_FEN), 0);
}

static struct stage *ask_price(const char *kind)
{
    struct stage *s = prepare(stage_order(ORDER_DRAFT), "price.ask");
    say(s, "kind", kind);
    return s;
}

static void deviation_names_item_and_price(void **state)
{
    struct stage *s = ask_price("deviation");
    (void)state;
    expect_refused(s, CAM, "rule.deviation_named");
    say(s, "item", "W-01");
    expect_refused(s, CAM, "rule.deviation_named");
    say_number(s, "price", 4500);
    expect_allowed(s, CAM);
    assert_string_equal(part_after(s, LIFECYCLE_PRICE)->kind, "deviation");
    assert_string_equal(part_after(s, LIFECYCLE_PRICE)->note, "W-01");
    assert_int_equal(part_after(s, LIFECYCLE_PRICE)->number, 4500);
    unsay(s, "item");
    expect_refused(s, CAM, "rule.deviation_named");
}

static struct stage *answer(const char *action)
{
    struct stage *s = stage_order(ORDER_DRAFT);
    stage_part(s, LIFECYCLE_PRICE, PRICE_OPEN, "offcat");
    return prepare(s, action);
}

static void approval_expires(void **state)
{
    struct stage *s = answer("price.approve");
    (void)state;
    say_number(s, "price", OFFCAT_FEN);
    expect_allowed(s, TAR);
    assert_int_equal(part_after(s, LIFECYCLE_PRICE)->to, s->now + 30 * MOMENT_DAY);
    assert_int_equal(part_after(s, LIFECYCLE_PRICE)->number, OFFCAT_FEN);
    say_number(s, "valid_days", 7);
    expect_allowed(s, TAR);
    assert_int_equal(part_after(s, LIFECYCLE_PRICE)->to, s->now + 7 * MOMENT_DAY);
    say_number(s, "valid_days", 0);
    expect_refused(s, TAR, "rule.valid_days");
    say_number(s, "valid_days", 366);
    expect_allowed(s, TAR);
    say_number(s, "valid_days", 367);
    expect_refused(s, TAR, "rule.valid_days");
}

/* Not the requester, not a supervisor or technician of the order, whatever else they are. */
static void nobody_approves_his_own(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        const char *action = i ? "price.refuse" : "price.approve";
        struct stage *s = answer(action);
        expect_allowed(s, TAR);
        facts_last(&s->facts, LIFECYCLE_PRICE)->user = ID_OF(TAR);
        expect_refused(s, TAR, "rule.own_price");
        s = answer(action);
        facts_last(&s->facts, LIFECYCLE_VISIT)->user = ID_OF(TAR);
        expect_refused(s, TAR, "rule.own_price");
        s = answer(action);
        s->facts.department = REGION; /* the region's centre as the order's department: TAR is no SUP there */
        expect_allowed(s, TAR);
    }
}

static void supervisor_approves_nothing(void **state)
{
    struct stage *s = answer("price.approve");
    (void)state;
    s->facts.department = DEPARTMENT;
    s->actor = person_actor(TAR);
    s->actor.grant[s->actor.grants] = (struct grant){ROLE_SUP, DEPARTMENT};
    s->actor.site_of[s->actor.grants++] = SITE;
    struct question q = {s->row, &s->actor, &s->facts, &s->input, s->now, s->fresh};
    assert_false(decide(&q, &s->decision));
    assert_string_equal(s->decision.refusal[0].code, "rule.own_price");
}

static void region_or_division_sets_prices(void **state)
{
    struct stage *s = answer("price.approve");
    (void)state;
    expect_only(s, ONE(TAR), "5.2.4");
    stage_division_book(s);
    expect_only(s, ONE(TAD), "5.2.4");
    expect_only(answer("price.refuse"), ONE(TAR), "5.2.4");
}

/* ---- 5.2.4 ---- */

static void demand_asks_the_region_at_once(void **state)
{
    struct stage *s = prepare(stage_order(0), "order.create");
    (void)state;
    expect_allowed(s, CAM);
    assert_int_equal(moves_of(s, "price.ask"), 0);
    say(s, "no_item", "修理智能马桶");
    expect_allowed(s, CAM);
    assert_int_equal(moves_of(s, "price.ask"), 1); /* the same decision that records the demand */
    assert_int_equal(part_after(s, LIFECYCLE_PRICE)->state, PRICE_OPEN);
    assert_string_equal(part_after(s, LIFECYCLE_PRICE)->kind, "offcat");
    assert_int_equal(deadline_of(s, "offcat_reply"), s->now + 24 * MOMENT_HOUR);
    assert_true(rings_role(s, ROLE_TAR, REGION));
    stage_division_book(s);
    expect_allowed(s, CAM);
    assert_true(rings_role(s, ROLE_TAD, DIVISION));
}

static void reminded_where_prices_are_set(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_DRAFT), "order.remind");
    (void)state;
    say(s, "kind", "offcat_reply");
    expect_allowed(s, SYSTEM);
    assert_true(rings_role(s, ROLE_TAR, REGION));
}

static void nothing_before_the_price(void **state)
{
    static const struct {
        const char *action;
        int order;
    } steps[] = {
        {"order.explain", ORDER_DRAFT}, {"order.consent", ORDER_DRAFT}, {"order.dispatch", ORDER_READY}};
    (void)state;
    for (size_t i = 0; i < array_length(steps); i++) {
        struct stage *s = stage_order(steps[i].order);
        struct part *price = stage_part(s, LIFECYCLE_PRICE, PRICE_OPEN, "offcat");
        prepare(s, steps[i].action);
        expect_refused(s, CAM, "rule.price_pending");
        assert_string_equal(s->decision.refusal[0].clause, "5.2.4");
        price->state = PRICE_APPROVED;
        expect_allowed(s, CAM);
        stage_part(s, LIFECYCLE_PRICE, PRICE_OPEN, "offcat"); /* one answered, one not */
        expect_refused(s, CAM, "rule.price_pending");
    }
}

/* Quoted as "#" and its number, at the approved price and no other, for this order, until it expires. */
static void approved_price_binds_one_order(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_DRAFT), "order.quote");
    struct part *price = stage_part(s, LIFECYCLE_PRICE, PRICE_APPROVED, "offcat");
    char code[32];
    (void)state;
    price->number = OFFCAT_FEN;
    price->to = s->now + 1;
    s->input.lines = 0;
    snprintf(code, sizeof code, "#%lld", (long long)price->id);
    struct line *line = say_line(s, code, 200, NULL);
    line->item = 0;
    expect_allowed(s, CAM);
    assert_int_equal(column(s, 0, UNIT_FEN), OFFCAT_FEN);
    assert_int_equal(column(s, 0, AMOUNT_FEN), 2 * OFFCAT_FEN);
    assert_false(marked_off_book(s, 0));
    line->chosen_fen = OFFCAT_FEN - 1;
    expect_allowed(s, CAM);
    assert_true(marked_off_book(s, 0));
    line->chosen_fen = -1;
    price->to = s->now;
    assert_false(ask(s, CAM));
    assert_true(refused_with(s, "rule.not_in_book"));
    price->to = s->now + MOMENT_DAY;
    price->state = PRICE_REFUSED;
    assert_false(ask(s, CAM));
    assert_true(refused_with(s, "rule.not_in_book"));
    price->state = PRICE_APPROVED;
    snprintf(line->code, sizeof line->code, "#%d", 99); /* of another order: none of this one's */
    assert_false(ask(s, CAM));
    assert_true(refused_with(s, "rule.not_in_book"));
}

static void on_request_has_no_book_price(void **state)
{
    struct stage *s = quote("request");
    (void)state;
    expect_refused(s, CAM, "rule.price_from_wire");
}

static void refusal_ends_the_demand(void **state)
{
    struct stage *s = answer("price.refuse");
    (void)state;
    expect_allowed(s, TAR);
    assert_int_equal(part_after(s, LIFECYCLE_PRICE)->state, PRICE_REFUSED);
    assert_true(rings_person(s, CAM));
    assert_true(deadline_cleared(s, "offcat_reply"));
    expect_allowed(answer("price.approve"), TAR);
    assert_true(rings_person(s, CAM));
}

static void approved_is_not_agreed(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_READY), "order.dispatch");
    (void)state;
    stage_part(s, LIFECYCLE_PRICE, PRICE_APPROVED, "offcat");
    s->facts.quote_rev = 2;
    expect_refused(s, CAM, "rule.consent_missing");
}

/* ---- 5.4.3 and lines of one order ---- */

static void materials_have_no_price(void **state)
{
    struct stage *s = quote("fixed 5000");
    (void)state;
    s->input.thing[0] = (struct thing){"水龙头", "1", ""};
    s->input.things = 1;
    expect_allowed(s, CAM);
    assert_int_equal(effects_of(s, EFFECT_material), 1);
    assert_int_equal(effect_columns(EFFECT_material), 4); /* order, revision, name, quantity */
    assert_string_equal(effect_of(s, EFFECT_material, 0)->column[2], "水龙头");
    assert_int_equal(s->decision.after.quote_fen, 5000);
}

static void one_class_a_order(void **state)
{
    struct stage *s = quote("fixed 5000");
    (void)state;
    say_line(s, "P-01", 100, "fixed 100")->class_code = "power";
    expect_refused(s, CAM, "rule.one_class");
    s->input.line[1].class_code = "water"; /* several lines of one class are one visit */
    expect_allowed(s, CAM);
    assert_int_equal(effects_of(s, EFFECT_quote_line), 2);
}

static void rework_adds_no_charge(void **state)
{
    struct stage *s = prepare(stage_order(ORDER_SERVING), "order.quote");
    (void)state;
    expect_allowed(s, CAM); /* before the first round the scope may grow, with a new consent */
    stage_part(s, LIFECYCLE_ROUND, ROUND_REFUSED, NULL);
    expect_refused(s, CAM, "rule.rework_no_charge");
    assert_string_equal(s->decision.refusal[0].clause, "5.6.2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE("R4.1.2-1 the total is the sum of price times quantity, in whole fen",
             total_is_price_times_quantity),
        RULE("R4.1.2-1 what is charged is the consented revision", charged_is_the_consented_revision),
        RULE("R4.1.2-2 one set of charge lines an order", charged_once),
        RULE("R5.2.3-1 R5.4.3-1 only items of the book in force, no free text", only_the_book_in_force),
        RULE("R5.2.3-2 price and unit are the book's", unit_and_price_are_copied),
        RULE("R5.2.3-3 one fen beside the book is another price", one_fen_beside_the_book),
        RULE("R5.2.3-2 a range wants its price", range_wants_its_price),
        RULE("R5.2.3-3 another price needs an approval before consent", deviation_needs_approval),
        RULE("R3.0-3 a price of nought is a lowered price", nought_is_a_lowered_price),
        RULE("R5.2.3-3 a deviation names item and price", deviation_names_item_and_price),
        RULE("R5.2.3-3 R5.2.4-3 an approval expires", approval_expires),
        RULE("R5.2.3-4 RX-3 nobody approves his own price", nobody_approves_his_own),
        RULE("R5.2.3-4 a supervisor of the order approves nothing", supervisor_approves_nothing),
        RULE("A24 A25 the region sets prices, or the division for it", region_or_division_sets_prices),
        RULE("R5.2.4-1 a demand outside the book asks the region at once", demand_asks_the_region_at_once),
        RULE("R5.2.4-1 the region is reminded", reminded_where_prices_are_set),
        RULE("R5.2.4-2 no explaining, consent or dispatch before the price", nothing_before_the_price),
        RULE("R5.2.4-3 an approved price binds one order until it expires", approved_price_binds_one_order),
        RULE("R5.2.4-2 an item on request has no book price", on_request_has_no_book_price),
        RULE("R5.2.4-3 a refusal ends the demand and rings", refusal_ends_the_demand),
        RULE("R5.2.4-4 approved is not agreed", approved_is_not_agreed),
        RULE("R5.4.3-1 R5.4.3-3 materials have a name and a quantity, no price", materials_have_no_price),
        RULE("RX-11 lines of one class", one_class_a_order),
        RULE("R5.6.2-3 rework adds no charge", rework_adds_no_charge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
