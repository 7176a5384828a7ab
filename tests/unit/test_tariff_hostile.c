/* The importer on what spreadsheet programs and enemies make of a list, and on maps with faults: every limit
 * of tariff_import.h one past it, and a report instead of an import. */
#include "tariff_outcome.h"

#include <iconv.h>

/* ---- what spreadsheet programs do to a file ---- */

static void test_same_numbers_are_asked(void **state)
{
    struct outcome outcome = import_text(CSV_HEAD "1,修门,个,5,,\n01,换灯,个,5,,\n", MAP_HEAD);

    (void)state;
    assert_false(outcome.good);
    assert_said(&outcome, "an earlier row has the same number");
    end(&outcome);
}

static void test_byte_order_mark_line_ends_and_blank_rows(void **state)
{
    struct outcome outcome =
        import_text("\xef\xbb\xbf\r\nno,name,unit,price,material,note\r\n\r\n1,修门,个,5,,\r\n"
                    ",,,,,\r\n2,\"换\"\"灯\"\"\",个,6,\"a,b\",",
                    MAP_HEAD);
    struct outcome mac =
        import_text("no,name,unit,price,material,note\r1,修门,个,5,,\r2,换灯,个,6,,\r", MAP_HEAD);

    (void)state;
    assert_true(outcome.good);
    assert_int_equal(outcome.list.count, 2);
    assert_int_equal(outcome.list.item[0].line, 4);
    assert_int_equal(outcome.list.item[1].line, 6);
    assert_string_equal(outcome.list.item[1].name, "换\"灯\"");
    assert_string_equal(outcome.list.item[1].material, "a,b");
    assert_true(mac.good);
    assert_int_equal(mac.list.item[1].line, 3);
    end(&outcome);
    end(&mac);
}

static void test_gbk_is_read(void **state)
{
    struct buf csv = read_whole(DEMO "estate-b.csv"), map = read_whole(DEMO "estate-b.map"),
               expected = read_whole(DATA "estate-b.items.csv"), made = {0};
    iconv_t to_gbk = iconv_open("GBK", "UTF-8");
    char gbk[8192], *in = csv.data, *out = gbk;
    size_t left = csv.len, room = sizeof(gbk);
    struct outcome outcome;

    (void)state;
    assert_int_not_equal(iconv(to_gbk, &in, &left, &out, &room), (size_t)-1);
    iconv_close(to_gbk);
    outcome = import_bytes(gbk, sizeof(gbk) - room, map.data, LANG_EN);
    assert_true(outcome.good);
    assert_said(&outcome, "read as GBK");
    tariff_list_write(&outcome.list, &made);
    assert_string_equal(made.data, expected.data);
    end(&outcome);
    buf_free(&csv);
    buf_free(&map);
    buf_free(&expected);
    buf_free(&made);
}

static void test_canonical_csv_quotes_what_needs_it(void **state)
{
    struct tariff_item item = {.code = (char *)"T-01",
                               .class_code = (char *)"home",
                               .name = (char *)"a \"b\", c",
                               .unit = (char *)"个",
                               .price = (char *)"tiers 100:flat 5, *:unit 6",
                               .material = (char *)"",
                               .remark = (char *)"x"};
    const struct tariff_list list = {&item, 1};
    struct buf text = {0};

    (void)state;
    tariff_list_write(&list, &text);
    assert_string_equal(text.data, "class,code,name,unit,price,material,remark\n"
                                   "home,T-01,\"a \"\"b\"\", c\",个,\"tiers 100:flat 5, *:unit 6\",,x\n");
    buf_free(&text);
}

/* ---- hostile files ---- */

static void assert_refused(const struct buf *csv, const char *words)
{
    struct outcome outcome = import_bytes(csv->data, csv->len, MAP_HEAD, LANG_EN);

    assert_false(outcome.good);
    assert_said(&outcome, words);
    end(&outcome);
}

static struct buf rows_of(int count)
{
    struct buf csv = {0};

    buf_str(&csv, CSV_HEAD);
    for (int i = 1; i < count; i++)
        buf_printf(&csv, "%d,修门%d号,个,5,,\n", i, i);
    return csv;
}

static void test_row_limit(void **state)
{
    struct buf csv = rows_of(TARIFF_ROWS_MAX);
    struct outcome outcome = import_bytes(csv.data, csv.len, MAP_HEAD, LANG_EN);

    (void)state;
    assert_true(outcome.good);
    assert_int_equal(outcome.list.count, TARIFF_ROWS_MAX - 1);
    buf_str(&csv, "1,再来一门,个,5,,\n");
    assert_refused(&csv, "too many rows");
    end(&outcome);
    buf_free(&csv);
}

static struct buf field_of(size_t len, bool quoted)
{
    struct buf csv = {0};

    buf_str(&csv, CSV_HEAD "1,修门,个,5,");
    if (quoted)
        buf_char(&csv, '"');
    for (size_t i = 0; i < len; i++)
        buf_char(&csv, 'x');
    if (quoted)
        buf_char(&csv, '"');
    buf_str(&csv, ",\n");
    return csv;
}

static void test_field_and_line_limits(void **state)
{
    struct buf fits = field_of(TARIFF_FIELD_MAX, false), over = field_of(TARIFF_FIELD_MAX + 1, false),
               quoted = field_of(TARIFF_FIELD_MAX + 1, true), line = field_of(TARIFF_LINE_MAX, false);
    struct buf text = field_of(TARIFF_TEXT_MAX, false), text_over = field_of(TARIFF_TEXT_MAX + 1, false);
    struct outcome outcome = import_bytes(text.data, text.len, MAP_HEAD, LANG_EN);

    (void)state;
    assert_true(outcome.good);
    assert_refused(&text_over, "a text too long");
    assert_refused(&fits, "a text too long");
    assert_refused(&over, "a field is too long");
    assert_refused(&quoted, "a field is too long");
    assert_refused(&line, "list, line 2: a line is too long");
    end(&outcome);
    buf_free(&fits);
    buf_free(&over);
    buf_free(&quoted);
    buf_free(&line);
    buf_free(&text);
    buf_free(&text_over);
}

static void test_column_limit(void **state)
{
    struct buf csv = {0};
    struct outcome outcome;

    (void)state;
    buf_str(&csv, "no,name,unit,price,material,note");
    for (int i = 6; i < TARIFF_COLUMNS_MAX; i++)
        buf_str(&csv, ",x");
    buf_str(&csv, "\n1,修门,个,5,,");
    for (int i = 6; i < TARIFF_COLUMNS_MAX; i++)
        buf_char(&csv, ',');
    outcome = import_bytes(csv.data, csv.len, MAP_HEAD, LANG_EN);
    assert_true(outcome.good);
    buf_char(&csv, ',');
    assert_refused(&csv, "too many columns");
    end(&outcome);
    buf_free(&csv);
}

/* A quote without its pair must not swallow the file into one field. */
static void test_quote_without_pair(void **state)
{
    struct buf csv = rows_of(1000), at_end = {0}, inside = {0};

    (void)state;
    buf_str(&csv, "2000,\"修门,个,5,,\n");
    for (int i = 0; i < 1000; i++)
        buf_printf(&csv, "%d,换门%d,个,5,,\n", 3000 + i, i);
    assert_refused(&csv, "list, line 1001: a field is too long (a quote without its pair?)");
    buf_str(&at_end, CSV_HEAD "1,\"修门,个,5,,\n");
    assert_refused(&at_end, "the file ends inside a quote");
    buf_str(&inside, CSV_HEAD "1,修\"门,个,5,,\n");
    assert_refused(&inside, "a quote stands where none may be");
    buf_free(&csv);
    buf_free(&at_end);
    buf_free(&inside);
}

static void test_nul_and_broken_bytes(void **state)
{
    struct buf csv = rows_of(3), odd = {0};

    (void)state;
    buf_add(&csv, "3,修\0门,个,5,,\n", 17);
    assert_refused(&csv, "list, line 4: a NUL byte");
    buf_str(&odd, CSV_HEAD "1,\xff\xff\xff,x,5,,\n");
    assert_refused(&odd, "neither UTF-8 nor GBK");
    buf_free(&csv);
    buf_free(&odd);
}

static void test_file_limit(void **state)
{
    struct buf csv = {0};

    (void)state;
    for (size_t i = 0; i <= TARIFF_FILE_MAX; i += 16)
        buf_str(&csv, "                ");
    assert_refused(&csv, "the file is too large");
    buf_free(&csv);
}

static void test_strange_characters_are_asked(void **state)
{
    static const char *const names[] = {"修\u202e门", "修\u200b门", "修\x1b[2J门", "修\xc2\x85门"};

    (void)state;
    for (size_t i = 0; i < array_length(names); i++) {
        char *csv = xasprintf(CSV_HEAD "1,%s,个,5,,\n", names[i]);
        struct outcome outcome = import_text(csv, MAP_HEAD);

        assert_false(outcome.good);
        assert_said(&outcome, "a character that cannot be taken");
        assert_null(strstr(outcome.report.data, names[i]));
        end(&outcome);
        free(csv);
    }
}

static void test_headings_must_be_there(void **state)
{
    static const char *const heads[] = {"", "\n\n", "no,name,unit\n1,a,b\n",
                                        "no,name,name,unit,price,material,note\n"};

    (void)state;
    for (size_t i = 0; i < array_length(heads); i++) {
        struct outcome outcome = import_text(heads[i], MAP_HEAD);

        assert_false(outcome.good);
        assert_said(&outcome, "heading");
        end(&outcome);
    }
}

static void test_rows_of_another_width_are_asked(void **state)
{
    struct outcome outcome =
        import_text(CSV_HEAD "1,修门,个,5,,\n2,换灯,个,5\n3,修大门,个,5,,,x\n", MAP_HEAD);

    (void)state;
    assert_false(outcome.good);
    assert_said(&outcome, "not as many cells as the heading");
    assert_said(&outcome, "3 rows, 2 to settle");
    end(&outcome);
}

/* ---- maps ---- */

static void assert_map_refused(const char *map, const char *words)
{
    struct outcome outcome = import_text(CSV_HEAD "1,修门,个,5,,\n", map);

    assert_false(outcome.good);
    assert_said(&outcome, words);
    end(&outcome);
}

static void test_maps_with_faults(void **state)
{
    (void)state;
    assert_map_refused("", "prefix");
    assert_map_refused("[list]\nprefix = a b\n", "prefix");
    assert_map_refused("[list]\nprefix = T\n[columns]\nname = name\n", "needs number, name, unit and price");
    assert_map_refused(MAP_HEAD "[colours]\nred = 1\n", "map, line 14: no such section or name");
    assert_map_refused(MAP_HEAD "home = 窗\n", "the same name twice");
    assert_map_refused(MAP_HEAD "[notes]\nx = drop\n", "\"keep\" is expected");
    assert_map_refused(MAP_HEAD "[row T-01]\nprice = free\n", "needs printed and because");
    assert_map_refused(MAP_HEAD "[row T-01]\nprinted = a\nbecause = ?\nprice = free\n",
                       "needs printed and because");
    assert_map_refused(MAP_HEAD "[row T-01]\nprinted = a\nbecause = b\n", "either price or variant");
    assert_map_refused(MAP_HEAD "[row T-01]\nprinted = a\nbecause = b\nprice = free\nvariant = a | free\n",
                       "either price or variant");
    assert_map_refused(MAP_HEAD "[row T-01]\ncolour = red\n", "a settlement has no such name");
    assert_map_refused(MAP_HEAD "[row T-01]\nprinted = a\nbecause = b\nprice = free\n[row T-02]\nprinted = "
                                "a\nbecause = b\nprice = free\n"
                                "[row T-01]\nprinted = a\nbecause = b\nprice = free\n",
                       "settled twice");
    assert_map_refused(MAP_HEAD "nonsense\n", "cannot be read");
    assert_map_refused(MAP_HEAD "x = \xff\n", "it must be UTF-8 text");
}

static void test_map_line_and_name_limits(void **state)
{
    char remark[TARIFF_MAP_LINE_MAX + 1], *map;
    size_t taken = strlen("remark = \n");

    (void)state;
    memset(remark, 'x', sizeof(remark));
    remark[TARIFF_MAP_LINE_MAX - taken] = '\0';
    map = xasprintf("[row T-01]\nprinted = 5 | 修门\nbecause = b\nprice = fixed 500\nremark = %s\n", remark);
    assert_price("1,修门,个,5,,", map, "fixed 500");
    free(map);
    remark[TARIFF_MAP_LINE_MAX - taken] = 'x';
    remark[TARIFF_MAP_LINE_MAX - taken + 1] = '\0';
    map = xasprintf(MAP_HEAD "[row T-01]\nremark = %s\n", remark);
    assert_map_refused(map, "map, line 14: a line is too long");
    free(map);
    assert_map_refused(MAP_HEAD "[row T-0123456789012345678901234567890123456789012345]\nprice = free\n",
                       "a name is too long");
    remark[TARIFF_MAP_NAME_MAX] = '\0';
    map = xasprintf(MAP_HEAD "[notes]\n%s = keep\n", remark);
    assert_map_refused(map, "a name is too long");
    free(map);
}

static void test_map_variant_limit(void **state)
{
    struct buf map = {0};

    (void)state;
    buf_str(&map, "[row T-01]\nprinted = 5 | 修门\nbecause = b\n");
    for (int i = 1; i <= TARIFF_VARIANTS_MAX; i++)
        buf_printf(&map, "variant = 修门%d号 | fixed %d\n", i, i);
    assert_price("1,修门,个,5,,", map.data, "fixed 1");
    buf_clear(&map);
    buf_str(&map, MAP_HEAD "[row T-01]\nprinted = 5 | 修门\nbecause = b\n");
    for (int i = 0; i <= TARIFF_VARIANTS_MAX; i++)
        buf_printf(&map, "variant = 修门%d号 | fixed 5\n", i);
    assert_map_refused(map.data, "too many variants");
    buf_free(&map);
}

static void test_map_entry_and_settlement_limits(void **state)
{
    struct buf map = {0};

    (void)state;
    buf_str(&map, MAP_HEAD "[notes]\n");
    for (int i = 0; i <= TARIFF_ENTRIES_MAX; i++)
        buf_printf(&map, "note %d = keep\n", i);
    assert_map_refused(map.data, "too many entries");
    buf_clear(&map);
    buf_str(&map, MAP_HEAD);
    for (int i = 0; i <= TARIFF_SETTLEMENTS_MAX; i++)
        buf_printf(&map, "[row X-%d]\nprinted = a\nbecause = b\nprice = free\n", i);
    assert_map_refused(map.data, "too many settlements");
    buf_clear(&map);
    while (map.len <= TARIFF_MAP_MAX)
        buf_str(&map, "# nothing\n");
    assert_map_refused(map.data, "the file is too large");
    buf_free(&map);
}

static void test_files_that_are_not_there(void **state)
{
    struct tariff_list list;
    struct buf report = {0};

    (void)state;
    assert_false(tariff_import(DATA "no-such.csv", DEMO "estate-a.map", LANG_EN, &list, &report));
    assert_non_null(strstr(report.data, "no-such.csv"));
    assert_false(tariff_import(DEMO "estate-a.csv", TEYUE_SOURCE_DIR, LANG_EN, &list, &report));
    assert_int_equal(list.count, 0);
    buf_free(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_numbers_are_asked),
        cmocka_unit_test(test_byte_order_mark_line_ends_and_blank_rows),
        cmocka_unit_test(test_gbk_is_read),
        cmocka_unit_test(test_canonical_csv_quotes_what_needs_it),
        cmocka_unit_test(test_row_limit),
        cmocka_unit_test(test_field_and_line_limits),
        cmocka_unit_test(test_column_limit),
        cmocka_unit_test(test_quote_without_pair),
        cmocka_unit_test(test_nul_and_broken_bytes),
        cmocka_unit_test(test_file_limit),
        cmocka_unit_test(test_strange_characters_are_asked),
        cmocka_unit_test(test_headings_must_be_there),
        cmocka_unit_test(test_rows_of_another_width_are_asked),
        cmocka_unit_test(test_maps_with_faults),
        cmocka_unit_test(test_map_line_and_name_limits),
        cmocka_unit_test(test_map_variant_limit),
        cmocka_unit_test(test_map_entry_and_settlement_limits),
        cmocka_unit_test(test_files_that_are_not_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
