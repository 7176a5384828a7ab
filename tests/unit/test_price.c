/* The price forms of a tariff book against an independent, naive computation in 128 bits, and their
 * boundaries. Rules proved: R5.2.3-2 (price, unit and rounding are the book's), R5.2.3-3 (a price above or
 * below the book is seen), R5.4.3-1 (no material has a price), R4.1.2-1 (the charge is the tariff's
 * arithmetic), A14 (a smaller quantity keeps the price of the unit). */
#include "server/workflow/price.h"
#include "unit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 200000

static uint64_t seed = 20261124;

static uint64_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

/* Between low and high, both included; often one of the two, where mistakes live. */
static int64_t between(int64_t low, int64_t high)
{
    uint64_t dice = next_random() % 16;

    if (dice == 0)
        return low;
    if (dice == 1)
        return high;
    if (dice < 10 && high - low > 100000)
        high = low + 100000;
    return low + (int64_t)(next_random() % (uint64_t)(high - low + 1));
}

static struct price_form form_of(const char *notation)
{
    struct price_form form;
    struct buf error = {0};

    if (!price_parse(notation, &form, &error))
        fail_msg("%s: %s", notation, error.data);
    buf_free(&error);
    return form;
}

static bool parses(const char *notation)
{
    struct price_form form;
    struct buf error = {0};
    bool good = price_parse(notation, &form, &error);

    assert_int_equal(good, error.len == 0);
    buf_free(&error);
    return good;
}

static enum price_fault fault_of(const char *notation, int64_t quantity, int64_t second, int64_t chosen)
{
    struct price_form form = form_of(notation);
    struct price_result result;
    enum price_fault fault = price_line(&form, quantity, second, chosen, &result);

    if (fault != PRICE_OK)
        assert_int_equal(result.amount_fen, 0);
    return fault;
}

static struct price_result line_of(const char *notation, int64_t quantity, int64_t second, int64_t chosen)
{
    struct price_form form = form_of(notation);
    struct price_result result;

    assert_int_equal(price_line(&form, quantity, second, chosen, &result), PRICE_OK);
    return result;
}

static int64_t amount_of(const char *notation, int64_t quantity)
{
    return line_of(notation, quantity, 0, PRICE_NOT_CHOSEN).amount_fen;
}

/* ---- the naive side: written from sop.md part 4, sharing no code with price.c ---- */

static void random_tiers(struct price_form *form)
{
    int64_t reach = 0;

    form->tier_count = (int)between(1, PRICE_TIERS_MAX);
    for (int i = 0; i < form->tier_count; i++) {
        reach += between(1, PRICE_QUANTITY_MAX / PRICE_TIERS_MAX);
        form->tier[i].up_to = i + 1 == form->tier_count && next_random() % 2 ? 0 : reach;
        form->tier[i].flat = next_random() % 2;
        form->tier[i].fen = between(1, PRICE_FEN_MAX);
    }
}

static struct price_form random_form(void)
{
    struct price_form form = {.kind = (enum price_kind)(next_random() % (PRICE_REQUEST + 1))};

    if (form.kind == PRICE_FREE || form.kind == PRICE_REQUEST)
        return form;
    if (form.kind == PRICE_TIERS)
        random_tiers(&form);
    else
        form.low_fen = form.high_fen = between(1, PRICE_FEN_MAX - 1);
    if (form.kind == PRICE_RANGE)
        form.high_fen = between(form.low_fen + 1, PRICE_FEN_MAX);
    if (next_random() % 2)
        form.increment = between(1, 1000);
    if (next_random() % 2)
        form.minimum_fen = between(1, PRICE_AMOUNT_MAX);
    return form;
}

static __int128 naive_ceiling(__int128 quantity, __int128 step)
{
    return step == 0 ? quantity : (quantity + step - 1) / step * step;
}

struct naive {
    __int128 low, high; /* the book */
    bool flat, found;
};

static struct naive naive_book(const struct price_form *form, __int128 quantity)
{
    struct naive book = {form->low_fen, form->high_fen, false, form->kind != PRICE_REQUEST};

    if (form->kind != PRICE_TIERS)
        return book;
    book.found = false;
    for (int i = form->tier_count - 1; i >= 0; i--) {
        if (form->tier[i].up_to == 0 || quantity <= form->tier[i].up_to)
            book = (struct naive){form->tier[i].fen, form->tier[i].fen, form->tier[i].flat, true};
    }
    return book;
}

/* -1 where price_line must refuse. */
static __int128 naive_amount(const struct price_form *form, __int128 quantity, __int128 hours,
                             __int128 chosen)
{
    bool hourly = form->kind == PRICE_PERHOUR;
    struct naive book;
    __int128 price, amount;

    if (quantity < 1 || quantity > PRICE_QUANTITY_MAX ||
        (hourly ? hours < 1 || hours > PRICE_QUANTITY_MAX : hours != 0))
        return -1;
    if (quantity % 100 != 0 &&
        (hourly || (form->increment == 0 && (form->kind == PRICE_FIXED || form->kind == PRICE_RANGE))))
        return -1;
    if (hourly)
        hours = naive_ceiling(hours, form->increment);
    else
        quantity = naive_ceiling(quantity, form->increment);
    if (quantity > PRICE_QUANTITY_MAX || hours > PRICE_QUANTITY_MAX)
        return -1;
    book = naive_book(form, quantity);
    if (!book.found && (form->kind == PRICE_TIERS || chosen < 0))
        return -1;
    if (form->kind == PRICE_RANGE && chosen < 0)
        return -1;
    price = chosen < 0 ? book.low : chosen;
    if (price > PRICE_FEN_MAX)
        return -1;
    amount = price * 10000; /* ten-thousandths of a fen, rounded once */
    if (!book.flat)
        amount = price * quantity * (hourly ? hours : 100);
    amount = (amount + 5000) / 10000;
    if (amount < form->minimum_fen)
        amount = form->minimum_fen;
    return amount > PRICE_AMOUNT_MAX ? -1 : amount;
}

static int64_t random_quantity(void)
{
    int64_t quantity = between(0, PRICE_QUANTITY_MAX + 1);

    return next_random() % 2 && quantity >= 100 ? quantity / 100 * 100 : quantity;
}

/* R4.1.2-1, R5.2.3-2: whatever the form and the quantity, the amount is the naive one, or both refuse. */
static void test_amount_is_naive_amount_r4_1_2_1(void **state)
{
    int accepted = 0;

    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        struct price_form form = random_form();
        int64_t quantity = random_quantity();
        int64_t hours = price_takes_hours(&form) != (next_random() % 16 == 0) ? random_quantity() : 0;
        int64_t chosen = next_random() % 2 ? PRICE_NOT_CHOSEN : between(0, PRICE_FEN_MAX + 1);
        struct price_result result;
        enum price_fault fault = price_line(&form, quantity, hours, chosen, &result);
        __int128 expected = naive_amount(&form, quantity, hours, chosen);

        if ((fault == PRICE_OK) != (expected >= 0))
            fail_msg("round %d: fault %s, expected %" PRId64, i, price_fault_name(fault), (int64_t)expected);
        assert_true(fault != PRICE_OK || result.amount_fen == (int64_t)expected);
        accepted += fault == PRICE_OK;
    }
    assert_true(accepted > ROUNDS / 10);
}

/* R5.2.3-3: a chosen price deviates exactly when it is not the book's, by as little as one fen. */
static void test_deviation_is_seen_r5_2_3_3(void **state)
{
    (void)state;
    for (int i = 0; i < ROUNDS; i++) {
        struct price_form form = random_form();
        int64_t quantity = random_quantity();
        int64_t hours = price_takes_hours(&form) ? random_quantity() : 0;
        int64_t chosen = between(0, PRICE_FEN_MAX);
        struct price_result result;
        struct naive book;

        if (price_line(&form, quantity, hours, chosen, &result) != PRICE_OK)
            continue;
        book = naive_book(&form, result.quantity);
        assert_int_equal(result.unit_fen, chosen);
        assert_int_equal(result.deviates, !book.found || chosen < book.low || chosen > book.high);
        assert_int_equal(result.book_low_fen, book.found ? (int64_t)book.low : PRICE_NO_BOOK);
        assert_int_equal(result.book_high_fen, book.found ? (int64_t)book.high : PRICE_NO_BOOK);
    }
}

static void test_one_fen_off_the_book_r5_2_3_3(void **state)
{
    (void)state;
    assert_false(line_of("fixed 5000", 100, 0, 5000).deviates);
    assert_true(line_of("fixed 5000", 100, 0, 5001).deviates);
    assert_true(line_of("fixed 5000", 100, 0, 4999).deviates);
    assert_false(line_of("range 5000-8000", 100, 0, 5000).deviates);
    assert_false(line_of("range 5000-8000", 100, 0, 8000).deviates);
    assert_true(line_of("range 5000-8000", 100, 0, 4999).deviates);
    assert_true(line_of("range 5000-8000", 100, 0, 8001).deviates);
    assert_false(line_of("free", 100, 0, 0).deviates);
    assert_true(line_of("free", 100, 0, 1).deviates);
    assert_true(line_of("fixed 5000", 100, 0, 0).deviates); /* R3.0-3: nothing is free by silence */
    assert_true(line_of("tiers 10000:flat 8000, *:unit 60", 10000, 0, 60).deviates);
    assert_false(line_of("tiers 10000:flat 8000, *:unit 60", 10001, 0, 60).deviates);
    assert_int_equal(line_of("range 5000-8000", 100, 0, 9000).book_high_fen, 8000);
}

/* A range has no price of its own: the account manager's choice is asked for, never guessed. */
static void test_range_wants_a_choice(void **state)
{
    struct price_form range = form_of("range 5000-8000");

    (void)state;
    assert_true(price_takes_choice(&range));
    assert_int_equal(fault_of("range 5000-8000", 100, 0, PRICE_NOT_CHOSEN), PRICE_CHOICE_MISSING);
    assert_int_equal(line_of("range 5000-8000", 300, 0, 6000).amount_fen, 18000);
    assert_int_equal(fault_of("range 5000-8000", 100, 0, -2), PRICE_CHOICE_LARGE);
    assert_int_equal(fault_of("range 5000-8000", 100, 0, PRICE_FEN_MAX + 1), PRICE_CHOICE_LARGE);
}

static void test_on_request_has_no_book_price_r5_2_4_2(void **state)
{
    struct price_result result = line_of("request", 100, 0, 12000);

    (void)state;
    assert_int_equal(fault_of("request", 100, 0, PRICE_NOT_CHOSEN), PRICE_ON_REQUEST);
    assert_true(result.deviates);
    assert_int_equal(result.book_low_fen, PRICE_NO_BOOK);
    assert_int_equal(result.amount_fen, 12000);
}

/* A14: fewer pieces than quoted cost the same per piece. */
static void test_fewer_pieces_keep_the_unit_price_a14(void **state)
{
    (void)state;
    for (int64_t pieces = 1; pieces <= 50; pieces++) {
        struct price_result result = line_of("fixed 3500", pieces * 100, 0, PRICE_NOT_CHOSEN);

        assert_int_equal(result.unit_fen, 3500);
        assert_int_equal(result.amount_fen, 3500 * pieces);
    }
}

/* R5.2.3-2: half a fen rounds up, once per line. */
static void test_half_a_fen_rounds_up_once_r5_2_3_2(void **state)
{
    (void)state;
    assert_int_equal(amount_of("measured 60", 1250), 750);
    assert_int_equal(amount_of("measured 1", 49), 0);
    assert_int_equal(amount_of("measured 1", 50), 1);
    assert_int_equal(amount_of("measured 1", 149), 1);
    assert_int_equal(amount_of("measured 33", 150), 50);
    assert_int_equal(line_of("perhour 1", 300, 50, PRICE_NOT_CHOSEN).amount_fen, 2);
    assert_int_equal(line_of("perhour 33", 300, 150, PRICE_NOT_CHOSEN).amount_fen, 149);
}

static void test_increment_boundaries(void **state)
{
    (void)state;
    assert_int_equal(amount_of("fixed 5000; increment 100", 1), 5000);
    assert_int_equal(amount_of("fixed 5000; increment 100", 100), 5000);
    assert_int_equal(amount_of("fixed 5000; increment 100", 101), 10000);
    assert_int_equal(amount_of("fixed 5000; increment 50", 101), 7500);
    assert_int_equal(line_of("perhour 500; increment 100", 200, 101, PRICE_NOT_CHOSEN).amount_fen, 2000);
    assert_int_equal(line_of("perhour 500; increment 100", 200, 101, PRICE_NOT_CHOSEN).second, 200);
    assert_int_equal(fault_of("fixed 5000", 150, 0, PRICE_NOT_CHOSEN), PRICE_QUANTITY_WHOLE);
    assert_int_equal(fault_of("range 5000-8000", 150, 0, 6000), PRICE_QUANTITY_WHOLE);
    assert_int_equal(fault_of("perhour 500", 150, 100, PRICE_NOT_CHOSEN), PRICE_QUANTITY_WHOLE);
    assert_int_equal(fault_of("measured 1; increment 99999999", PRICE_QUANTITY_MAX, 0, PRICE_NOT_CHOSEN),
                     PRICE_QUANTITY_LARGE);
}

static void test_minimum_boundaries(void **state)
{
    (void)state;
    assert_int_equal(amount_of("fixed 2000; minimum 5000", 200), 5000);
    assert_int_equal(amount_of("fixed 2000; minimum 5000", 300), 6000);
    assert_int_equal(amount_of("measured 100; minimum 5000", 4999), 5000);
    assert_int_equal(amount_of("measured 100; minimum 5000", 5001), 5001);
}

static void test_tier_boundaries(void **state)
{
    static const char bands[] = "tiers 10000:flat 8000, 20000:unit 60, *:unit 50";
    static const char closed[] = "tiers 10000:flat 8000, 20000:unit 60";

    (void)state;
    assert_int_equal(amount_of(bands, 1), 8000);
    assert_int_equal(amount_of(bands, 10000), 8000);
    assert_int_equal(amount_of(bands, 10001), 6001);
    assert_int_equal(amount_of(bands, 20000), 12000);
    assert_int_equal(amount_of(bands, 20001), 10001);
    assert_int_equal(amount_of("tiers 10000:flat 8000, *:unit 60; minimum 8000", 10001), 8000);
    assert_int_equal(amount_of(closed, 20000), 12000);
    assert_int_equal(fault_of(closed, 20001, 0, PRICE_NOT_CHOSEN), PRICE_TIER_BEYOND);
    assert_int_equal(amount_of("tiers 100:flat 500, *:unit 400; increment 100", 101), 800);
}

static void test_quantities_at_their_limits(void **state)
{
    (void)state;
    assert_int_equal(fault_of("fixed 1", 0, 0, PRICE_NOT_CHOSEN), PRICE_QUANTITY_NONE);
    assert_int_equal(fault_of("fixed 1", -100, 0, PRICE_NOT_CHOSEN), PRICE_QUANTITY_NONE);
    assert_int_equal(fault_of("fixed 1", INT64_MIN, 0, PRICE_NOT_CHOSEN), PRICE_QUANTITY_NONE);
    assert_int_equal(fault_of("fixed 1", INT64_MAX, 0, PRICE_NOT_CHOSEN), PRICE_QUANTITY_LARGE);
    assert_int_equal(amount_of("fixed 1", PRICE_QUANTITY_MAX), PRICE_QUANTITY_MAX / 100);
    assert_int_equal(fault_of("measured 1", PRICE_QUANTITY_MAX + 1, 0, PRICE_NOT_CHOSEN),
                     PRICE_QUANTITY_LARGE);
    assert_int_equal(fault_of("perhour 1", 100, 0, PRICE_NOT_CHOSEN), PRICE_QUANTITY_NONE);
    assert_int_equal(fault_of("perhour 1", 100, PRICE_QUANTITY_MAX + 1, PRICE_NOT_CHOSEN),
                     PRICE_QUANTITY_LARGE);
    assert_int_equal(fault_of("fixed 1", 100, 100, PRICE_NOT_CHOSEN), PRICE_SECOND_UNUSED);
}

static void test_amount_at_its_limit(void **state)
{
    (void)state;
    assert_int_equal(amount_of("fixed 10000000000", 10000), PRICE_AMOUNT_MAX);
    assert_int_equal(fault_of("fixed 10000000000", 10100, 0, PRICE_NOT_CHOSEN), PRICE_AMOUNT_LARGE);
    assert_int_equal(amount_of("measured 1000000", PRICE_QUANTITY_MAX), PRICE_AMOUNT_MAX);
    assert_int_equal(fault_of("measured 1000001", PRICE_QUANTITY_MAX, 0, PRICE_NOT_CHOSEN),
                     PRICE_AMOUNT_LARGE);
    assert_int_equal(
        fault_of("perhour 10000000000", PRICE_QUANTITY_MAX, PRICE_QUANTITY_MAX, PRICE_NOT_CHOSEN),
        PRICE_AMOUNT_LARGE);
    assert_int_equal(amount_of("fixed 1; minimum 1000000000000", 100), PRICE_AMOUNT_MAX);
}

/* ---- notation ---- */

static bool same_form(const struct price_form *a, const struct price_form *b)
{
    if (a->kind != b->kind || a->low_fen != b->low_fen || a->high_fen != b->high_fen ||
        a->increment != b->increment || a->minimum_fen != b->minimum_fen || a->tier_count != b->tier_count)
        return false;
    for (int i = 0; i < a->tier_count; i++) {
        const struct price_tier *x = &a->tier[i], *y = &b->tier[i];

        if (x->up_to != y->up_to || x->flat != y->flat || x->fen != y->fen)
            return false;
    }
    return true;
}

static void test_print_and_parse_round_trip(void **state)
{
    struct buf text = {0}, error = {0};

    (void)state;
    for (int i = 0; i < ROUNDS / 10; i++) {
        struct price_form form = random_form(), back;

        buf_clear(&text);
        price_print(&form, &text);
        if (!price_parse(text.data, &back, &error))
            fail_msg("%s: %s", text.data, error.data);
        assert_true(same_form(&form, &back));
    }
    buf_free(&text);
    buf_free(&error);
}

static void test_notation_is_canonical(void **state)
{
    static const char *const pairs[][2] = {
        {"fixed 5000", "fixed 5000"},
        {"  fixed   5000 ; minimum 6000;increment 100 ", "fixed 5000; increment 100; minimum 6000"},
        {"range 5000 - 8000", "range 5000-8000"},
        {"tiers 10000 :flat 8000,20000: unit 60 ,*:unit 50",
         "tiers 10000:flat 8000, 20000:unit 60, *:unit 50"},
        {"free", "free"},
        {"request", "request"},
        {"perhour 500", "perhour 500"},
    };
    struct buf text = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        struct price_form form = form_of(pairs[i][0]);

        buf_clear(&text);
        price_print(&form, &text);
        assert_string_equal(text.data, pairs[i][1]);
    }
    buf_free(&text);
}

static void test_notation_refuses(void **state)
{
    static const char *const bad[] = {
        "",
        "fixed",
        "fixed 0",
        "fixed -1",
        "fixed 05",
        "fixed 50.5",
        "fixed 5000 fen",
        "fixedly 5000",
        "Fixed 5000",
        "fixed 10000000001",
        "fixed 99999999999999999999999",
        "range 5000",
        "range 8000-5000",
        "range 5000-5000",
        "free 100",
        "free; minimum 100",
        "request; increment 100",
        "fixed 100; increment 0",
        "fixed 100; minimum 0",
        "fixed 100; increment 100; increment 100",
        "fixed 100; minimum 1; minimum 1",
        "fixed 100; colour 1",
        "fixed 100;",
        "tiers",
        "tiers 100:flat",
        "tiers 100 flat 5",
        "tiers 200:flat 5, 100:unit 5",
        "tiers 100:flat 5, 100:unit 5",
        "tiers *:unit 5, 100:unit 5",
        "tiers *:unit 5, *:unit 6",
        "tiers 100:both 5",
        "tiers 100000001:unit 5",
        "tiers 1:unit 1, 2:unit 1, 3:unit 1, 4:unit 1, 5:unit 1, 6:unit 1, 7:unit 1, 8:unit 1, *:unit 1",
        "fixed\t5000",
        "fixed 5000\n",
        "fixed \xef\xbc\x95",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (parses(bad[i]))
            fail_msg("\"%s\" was accepted", bad[i]);
    }
    assert_true(parses("fixed 10000000000"));
    assert_true(
        parses("tiers 1:unit 1, 2:unit 1, 3:unit 1, 4:unit 1, 5:unit 1, 6:unit 1, 7:unit 1, *:unit 1"));
}

static void test_notation_length_limit(void **state)
{
    char text[PRICE_NOTATION_MAX + 2];

    (void)state;
    memset(text, ' ', sizeof(text));
    memcpy(text, "free", 4);
    text[PRICE_NOTATION_MAX] = '\0';
    assert_true(parses(text));
    text[PRICE_NOTATION_MAX] = ' ';
    text[PRICE_NOTATION_MAX + 1] = '\0';
    assert_false(parses(text));
}

/* R5.4.3-1: there is no way to write a price of a material. */
static void test_no_material_form_r5_4_3_1(void **state)
{
    (void)state;
    assert_false(parses("material 500"));
    assert_false(parses("fixed 500; material 200"));
    for (int kind = PRICE_FIXED; kind <= PRICE_REQUEST; kind++)
        assert_null(strstr(price_kind_name((enum price_kind)kind), "material"));
}

/* ---- words ---- */

static void test_words_for_people(void **state)
{
    static const struct {
        const char *notation, *unit, *zh, *en;
    } rows[] = {
        {"fixed 5000", "次", "50元/次", "¥50/次"},
        {"fixed 505", "个", "5.05元/个", "¥5.05/个"},
        {"range 5000-8000", "", "50-80元", "¥50-80"},
        {"range 5000-8000", "次", "50-80元/次", "¥50-80/次"},
        {"measured 500", "米", "5元/米", "¥5/米"},
        {"measured 60", "平方米", "0.6元/平方米", "¥0.6/平方米"},
        {"free", "盏", "免费", "free"},
        {"request", "套", "面议", "on request"},
        {"perhour 500; increment 100", "人", "5元/人·小时,不足1小时按1小时计",
         "¥5/person and hour, part of 1 hour counts as 1 hour"},
        {"fixed 1500; increment 100", "小时", "15元/小时,不足1小时按1小时计",
         "¥15/小时, part of 1 小时 counts as 1 小时"},
        {"measured 2000; minimum 5000", "米", "20元/米,最低50元", "¥20/米, at least ¥50"},
        {"tiers 10000:flat 8000, 20000:unit 60, *:unit 50", "平方米",
         "100平方米以内80元,200平方米以内0.6元/平方米,以上0.5元/平方米",
         "up to 100 平方米 ¥80 in all, up to 200 平方米 ¥0.6/平方米, above ¥0.5/平方米"},
    };
    struct buf text = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct price_form form = form_of(rows[i].notation);

        buf_clear(&text);
        price_for_people(&form, rows[i].unit, LANG_ZH, &text);
        assert_string_equal(text.data, rows[i].zh);
        buf_clear(&text);
        price_for_people(&form, rows[i].unit, LANG_EN, &text);
        assert_string_equal(text.data, rows[i].en);
    }
    buf_free(&text);
}

static void test_every_fault_has_words(void **state)
{
    (void)state;
    for (int fault = PRICE_OK; fault <= PRICE_AMOUNT_LARGE; fault++) {
        assert_non_null(price_fault_name((enum price_fault)fault));
        assert_non_null(price_fault_label((enum price_fault)fault).zh);
        assert_non_null(price_fault_label((enum price_fault)fault).en);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_amount_is_naive_amount_r4_1_2_1),
        cmocka_unit_test(test_deviation_is_seen_r5_2_3_3),
        cmocka_unit_test(test_one_fen_off_the_book_r5_2_3_3),
        cmocka_unit_test(test_range_wants_a_choice),
        cmocka_unit_test(test_on_request_has_no_book_price_r5_2_4_2),
        cmocka_unit_test(test_fewer_pieces_keep_the_unit_price_a14),
        cmocka_unit_test(test_half_a_fen_rounds_up_once_r5_2_3_2),
        cmocka_unit_test(test_increment_boundaries),
        cmocka_unit_test(test_minimum_boundaries),
        cmocka_unit_test(test_tier_boundaries),
        cmocka_unit_test(test_quantities_at_their_limits),
        cmocka_unit_test(test_amount_at_its_limit),
        cmocka_unit_test(test_print_and_parse_round_trip),
        cmocka_unit_test(test_notation_is_canonical),
        cmocka_unit_test(test_notation_refuses),
        cmocka_unit_test(test_notation_length_limit),
        cmocka_unit_test(test_no_material_form_r5_4_3_1),
        cmocka_unit_test(test_words_for_people),
        cmocka_unit_test(test_every_fault_has_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
