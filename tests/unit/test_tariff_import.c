/* The importer on the two real lists, on lists that need a person, and on files made to hurt it. The expected
 * items in tests/data were written against sop.md part 4. Rules proved: R5.4.3-1 (a material column never
 * becomes a price), R5.2.3-2 (price and unit are the book's), R5.1-1 (each item has exactly one of the four
 * classes). */
#include "server/workflow/price.h"
#include "tariff_outcome.h"

/* ---- the two lists ---- */

static void assert_items(const char *csv, const char *map, const char *expected_path)
{
    struct buf report = {0}, made = {0}, expected = read_whole(expected_path);
    struct tariff_list list;

    if (!tariff_import(csv, map, LANG_EN, &list, &report))
        fail_msg("%s", report.data);
    tariff_list_write(&list, &made);
    assert_string_equal(made.data, expected.data);
    tariff_list_free(&list);
    buf_free(&report);
    buf_free(&made);
    buf_free(&expected);
}

static void test_estate_a_becomes_its_items_r5_2_3_2(void **state)
{
    (void)state;
    assert_items(DEMO "estate-a.csv", DEMO "estate-a.map", DATA "estate-a.items.csv");
}

static void test_estate_b_becomes_its_items_r5_2_3_2(void **state)
{
    (void)state;
    assert_items(DEMO "estate-b.csv", DEMO "estate-b.map", DATA "estate-b.items.csv");
}

/* Neither list has a quoted line break: its rows are its lines. Each one has an item, and each item a valid
 * price. */
static void assert_no_row_dropped(const char *csv, const char *map, int rows)
{
    struct buf report = {0}, error = {0};
    struct tariff_list list;
    struct price_form form;
    size_t next = 0;

    assert_true(tariff_import(csv, map, LANG_ZH, &list, &report));
    for (int line = 2; line <= rows + 1; line++) {
        if (next == list.count || list.item[next].line != line)
            fail_msg("%s: line %d has no item", csv, line);
        while (next < list.count && list.item[next].line == line)
            assert_true(price_parse(list.item[next++].price, &form, &error));
    }
    assert_int_equal(next, list.count);
    tariff_list_free(&list);
    buf_free(&report);
    buf_free(&error);
}

static void test_every_row_is_accounted_for(void **state)
{
    struct buf a = read_whole(DEMO "estate-a.csv"), b = read_whole(DEMO "estate-b.csv");
    int a_lines = 0, b_lines = 0;

    (void)state;
    for (size_t i = 0; i < a.len; i++)
        a_lines += a.data[i] == '\n';
    for (size_t i = 0; i < b.len; i++)
        b_lines += b.data[i] == '\n';
    assert_int_equal(a_lines, 35);
    assert_int_equal(b_lines, 45);
    assert_no_row_dropped(DEMO "estate-a.csv", DEMO "estate-a.map", a_lines - 1);
    assert_no_row_dropped(DEMO "estate-b.csv", DEMO "estate-b.map", b_lines - 1);
    buf_free(&a);
    buf_free(&b);
}

static void test_every_item_has_one_of_four_classes_r5_1_1(void **state)
{
    static const char *const lists[] = {"estate-a", "estate-b"};

    (void)state;
    for (size_t i = 0; i < array_length(lists); i++) {
        char *csv = xasprintf(DEMO "%s.csv", lists[i]), *map = xasprintf(DEMO "%s.map", lists[i]);
        struct buf report = {0};
        struct tariff_list list;

        assert_true(tariff_import(csv, map, LANG_EN, &list, &report));
        for (size_t k = 0; k < list.count; k++)
            assert_non_null(strstr("|power|water|home|copy|", list.item[k].class_code));
        tariff_list_free(&list);
        buf_free(&report);
        free(csv);
        free(map);
    }
}

/* ---- lists that need a person ---- */

static void assert_asked(const char *row, const char *settlements, const char *question, const char *guess)
{
    char *csv = xasprintf(CSV_HEAD "%s\n1000,换门,个,5,,\n", row),
         *map = xasprintf(MAP_HEAD "%s", settlements);
    struct outcome outcome = import_text(csv, map);

    assert_false(outcome.good);
    assert_said(&outcome, question);
    assert_said(&outcome, guess);
    assert_said(&outcome, "2 rows, 1 to settle; nothing is imported");
    end(&outcome);
    free(csv);
    free(map);
}

static void test_plain_prices_need_no_person(void **state)
{
    (void)state;
    assert_price("1,修门,个,50,,", "", "fixed 5000");
    assert_price("1,修门,个,50.5元,,", "", "fixed 5050");
    assert_price("1,修门,个,0.05,,", "", "fixed 5");
    assert_price("1,修门,个,50元/个,,", "", "fixed 5000");
    assert_price("1,修门,,50元/个,,", "", "fixed 5000");
    assert_price("1,修门,米,0.6元/米,,", "", "measured 60");
    assert_price("1,修门,平方米,80,,", "", "measured 8000");
    assert_price("1,修门,个,50-80,,", "", "range 5000-8000");
    assert_price("1,修门,个,40~100元,,", "", "range 4000-10000");
    assert_price("1,修门,个,40元至100元,,", "", "range 4000-10000");
    assert_price("1,修门,米,40-100,,", "", "range 4000-10000; increment 1");
    assert_price("1,修门,个,免费,,", "", "free");
    assert_price("1,修门,个,面议,,", "", "request");
    assert_price("1,修门,个,市价,,", "", "request");
    assert_price("1,修门,个,按实际情况定价,,", "", "request");
    assert_price("\uff11,修门,个,\uff15\uff10\uff0e\uff15,,", "", "fixed 5050");
    assert_price("1,修门,个,40\uff5e100,,", "", "range 4000-10000");
    assert_price("1,修门,个,100000000,,", "", "fixed 10000000000");
}

static void test_questions_come_with_a_guess(void **state)
{
    (void)state;
    assert_asked("7,换灯9W/16W,个,10,65/70元,", "", "the name holds several variants",
                 "variant = 换灯9W | fixed 1000 | 65元\n        variant = 换灯16W | fixed 1000 | 70元\n");
    assert_asked("7,换灯(普/特),个,10,,", "", "the name holds several variants",
                 "variant = 换灯(特) | fixed 1000\n");
    assert_asked("7,换灯9W/16W,个,65/70元,,", "", "several prices",
                 "variant = 换灯9W | fixed 6500\n        variant = 换灯16W | fixed 7000\n");
    assert_asked("7,修门,项,5元/米,,", "", "another unit", "price = measured 500\n        unit = 米\n");
    assert_asked("7,修门,小时,5元/人,,", "", "another unit", "price = perhour 500; increment 100\n");
    assert_asked("7,修门,小时,50,,", "", "part of an hour", "price = fixed 5000; increment 100\n");
    assert_asked("7,修门(20米内),次,15,,", "", "a condition of the price", "price = fixed 1500\n");
    assert_asked("7,修门,次,15,,含支架", "", "does the note change the price?",
                 "printed = 15 | 修门 | 含支架\n");
    assert_asked("7,修门,次,0,,", "", "is it free?", "price = free\n");
    assert_asked("7,修门,次,,,", "", "no price", "price = ?\n");
    assert_asked("7,修门,,5,,", "", "no unit", "unit = ?\n");
    assert_asked("7,修墙,次,5,,", "", "the service class is not known", "class = ?\n");
    assert_asked("7,修门的灯,次,5,,", "", "more than one service class fits", "class = ?\n");
    assert_asked("7,换门,次,5,,", "", "another item has the same name", "name = 换门 ?\n");
}

/* What is not surely a price is never taken for one. */
static void test_doubtful_prices_are_asked(void **state)
{
    static const char *const doubtful[] = {
        "50元起",
        "约50",
        "-50",
        "1e3",
        "50.555",
        "50.",
        ".5",
        "80-50",
        "=1+1",
        "\"1,200\"",
        "50+20",
        "100000001",
        "五十",
        "50元/米/次1",
        "50%",
        "50-80-90",
        "0x10",
        "NaN",
        "99999999999999999999999999",
    };

    (void)state;
    for (size_t i = 0; i < array_length(doubtful); i++) {
        char *row = xasprintf("7,修门,个,%s,,", doubtful[i]);

        assert_asked(row, "", "the price cannot be read", "price = ?\n");
        free(row);
    }
}

/* R5.4.3-1: whatever stands in the material column, the price is that of the price column. */
static void test_material_is_never_a_price_r5_4_3_1(void **state)
{
    struct outcome outcome;

    (void)state;
    assert_price("1,修门,个,50,99元,", "", "fixed 5000");
    assert_price("1,修门,个,免费,99,", "", "free");
    assert_asked("7,修门,个,,99元,", "", "no price", "price = ?\n");
    outcome =
        import_text("no,name,unit,price\n1,修门,个,5\n",
                    "[list]\nprefix = T\n[columns]\nnumber = no\nname = name\nunit = unit\nprice = price\n"
                    "material = price\n[classes]\nhome = 门\n");
    assert_false(outcome.good);
    assert_said(&outcome, "a material is no price");
    end(&outcome);
}

static void test_settlements_answer(void **state)
{
    (void)state;
    assert_price("7,修门,项,5元/米,,",
                 "[row T-07]\nprinted = 5元/米 | 修门\nbecause = x\nprice = measured 500\nunit = 米\n",
                 "measured 500");
    assert_price("7,修门,次,80,,100平方米以内",
                 "[row T-07]\nprinted = 80 | 修门 | 100平方米以内\nbecause = x\n"
                 "price = tiers 10000:flat 8000, *:unit 60\n",
                 "tiers 10000:flat 8000, *:unit 60");
    assert_price("7,修墙,次,80,,",
                 "[row T-07]\nprinted = 80 | 修墙\nbecause = x\nprice = fixed 8000\nclass = home\n",
                 "fixed 8000");
    assert_price("7,修门,次,80,,含油漆", "[notes]\n含油漆 = keep\n", "fixed 8000");
}

/* A settlement made for another text, another price, or with a slip is asked again, not applied. */
static void test_settlements_that_do_not_fit(void **state)
{
    (void)state;
    assert_asked("7,修门,项,6元/米,,",
                 "[row T-07]\nprinted = 5元/米 | 修门\nbecause = x\nprice = measured 500\nunit = 米\n",
                 "no longer reads as it did", "price = measured 600\n");
    assert_asked("7,修门,次,5,,", "[row T-07]\nprinted = 5 | 修窗\nbecause = x\nprice = fixed 500\n",
                 "no longer reads as it did", "printed = 5 | 修门\n");
    assert_asked("7,修门,次,5,,", "[row T-07]\nprinted = 5 | 修门\nbecause = x\nprice = fixed 5.00\n",
                 "price is not in the notation", "settled: x");
    assert_asked("7,修门,次,5,,", "[row T-07]\nprinted = 5 | 修门\nbecause = x\nvariant = 修门\n",
                 "a variant is NAME", "settled: x");
    assert_asked("7,修门,次,5,,", "[row T-07]\nprinted = 5 | 修门\nbecause = x\nvariant = a | free | b | c\n",
                 "a variant is NAME", "settled: x");
    assert_asked("7,修门,次,5,,", "[row T-07]\nprinted = 5 | 修门\nbecause = x\nprice = free\nclass = hoem\n",
                 "the service class is not known", "settled: x");
}

static void test_a_settlement_of_no_row_is_reported(void **state)
{
    struct outcome outcome = import_text(CSV_HEAD "1,修门,个,5,,\n", MAP_HEAD
                                         "[row T-99]\nprinted = 5 | 修门\nbecause = x\nprice = free\n");

    (void)state;
    assert_false(outcome.good);
    assert_said(&outcome, "map, line 14: the list has no row for this settlement");
    end(&outcome);
}

static void test_the_whole_list_or_nothing(void **state)
{
    struct outcome outcome =
        import_text(CSV_HEAD "1,修门,个,5,,\n2,换灯,个,5,,\n3,修门锁,个,约5,,\n", MAP_HEAD);

    (void)state;
    assert_false(outcome.good);
    assert_int_equal(outcome.list.count, 0);
    assert_said(&outcome, "T-01 home");
    assert_said(&outcome, "T-02 power");
    assert_said(&outcome, "3 rows, 1 to settle; nothing is imported");
    end(&outcome);
}

/* Without its settlements, estate A asks exactly about the rows that were settled. */
static void test_estate_a_unsettled_asks(void **state)
{
    struct buf csv = read_whole(DEMO "estate-a.csv"), map = read_whole(DEMO "estate-a.map");
    struct outcome outcome;

    (void)state;
    *strstr(map.data, "[row ") = '\0';
    outcome = import_bytes(csv.data, csv.len, map.data, LANG_ZH);
    assert_false(outcome.good);
    assert_said(&outcome, "variant = 更换LED灯管9W(不含改线路) | fixed 1000 | 65元或业主自购\n");
    assert_said(&outcome, "printed = 5元/米 | 插座电线加长或电线套管加长\n");
    assert_said(&outcome, "34行, 5处待定;没有导入任何项目");
    end(&outcome);
    buf_free(&csv);
    buf_free(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_estate_a_becomes_its_items_r5_2_3_2),
        cmocka_unit_test(test_estate_b_becomes_its_items_r5_2_3_2),
        cmocka_unit_test(test_every_row_is_accounted_for),
        cmocka_unit_test(test_every_item_has_one_of_four_classes_r5_1_1),
        cmocka_unit_test(test_plain_prices_need_no_person),
        cmocka_unit_test(test_questions_come_with_a_guess),
        cmocka_unit_test(test_doubtful_prices_are_asked),
        cmocka_unit_test(test_material_is_never_a_price_r5_4_3_1),
        cmocka_unit_test(test_settlements_answer),
        cmocka_unit_test(test_settlements_that_do_not_fit),
        cmocka_unit_test(test_a_settlement_of_no_row_is_reported),
        cmocka_unit_test(test_the_whole_list_or_nothing),
        cmocka_unit_test(test_estate_a_unsettled_asks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
