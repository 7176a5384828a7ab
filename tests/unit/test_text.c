/* Text at the door: what is refused and why, what comes out, how wide it is, how it is found. */
#include "common/label.h"
#include "common/mem.h"
#include "common/text.h"
#include "unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

struct clean_row {
    const char *text;
    enum text_fault fault;
    const char *clean; /* NULL: as text */
};

static const struct clean_row clean_rows[] = {
    {"", TEXT_OK, NULL},
    {"更换水龙头(普通)", TEXT_OK, NULL},
    {"  张 建国\xe3\x80\x80\xc2\xa0", TEXT_OK, "张 建国"}, /* outer U+3000 and U+00A0 too */
    {" \xe3\x80\x80 ", TEXT_OK, ""},
    {"e\xcc\x81", TEXT_OK, "\xc3\xa9"},                      /* e + U+0301 becomes one character */
    {"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", TEXT_OK, "한"}, /* three jamo */
    {"\xef\xa4\x80", TEXT_OK, "\xe8\xb1\x88"},               /* U+F900 is U+8C48 */
    {"￥３０", TEXT_OK, NULL},                               /* NFC keeps full width */
    {"\xf0\xb1\x8d\x90", TEXT_OK, NULL},                     /* U+31350, Unicode 15 */
    {"\xf0\x9f\x94\xa7", TEXT_OK, NULL},
    {"\xe2\x98\x8e\xef\xb8\x8f", TEXT_OK, NULL}, /* telephone sign with its variation selector */
    {"\xee\x80\x80", TEXT_OK, NULL},             /* private use: old systems keep rare hanzi there */
    /* E7: what would move the cursor, erase, recolour or rename the window */
    {"a\x1b[31mb", TEXT_CONTROL, NULL},
    {"\x1b]0;pwned\x07", TEXT_CONTROL, NULL},
    {"a\x7f", TEXT_CONTROL, NULL},
    {"a\xc2\x9b"
     "31m",
     TEXT_CONTROL, NULL},
    {"a\x9b"
     "31m",
     TEXT_NOT_UTF8, NULL},
    {"a\rb", TEXT_CONTROL, NULL},
    {"a\tb", TEXT_CONTROL, NULL},
    {"a\nb", TEXT_CONTROL, NULL},
    {"\nab", TEXT_CONTROL, NULL},
    {"\x01", TEXT_CONTROL, NULL},
    {"\xc2\x80", TEXT_CONTROL, NULL},
    {"\xc2\x9f", TEXT_CONTROL, NULL},
    {"\xe2\x80\xa8", TEXT_CONTROL, NULL},
    {"\xe2\x80\xa9", TEXT_CONTROL, NULL},
    {"\xd8\x9c", TEXT_BIDI, NULL},
    {"a\xe2\x80\xae"
     "b",
     TEXT_BIDI, NULL},
    {"\xe2\x80\x8e", TEXT_BIDI, NULL},
    {"\xe2\x80\x8f", TEXT_BIDI, NULL},
    {"\xe2\x80\xaa", TEXT_BIDI, NULL},
    {"\xe2\x81\xa6", TEXT_BIDI, NULL},
    {"\xe2\x81\xa9", TEXT_BIDI, NULL},
    {"张\xe2\x80\x8b三", TEXT_INVISIBLE, NULL},
    {"\xe2\x80\x8d", TEXT_INVISIBLE, NULL},
    {"\xe2\x81\xa0", TEXT_INVISIBLE, NULL},
    {"\xe2\x81\xa5", TEXT_INVISIBLE, NULL},
    {"\xef\xbb\xbf"
     "a",
     TEXT_INVISIBLE, NULL},
    {"\xc2\xad", TEXT_INVISIBLE, NULL},
    {"\xe3\x85\xa4", TEXT_INVISIBLE, NULL},
    {"\xf3\xa0\x80\x81", TEXT_INVISIBLE, NULL}, /* a tag character */
    {"\xcd\xb8", TEXT_UNASSIGNED, NULL},        /* U+0378 */
    {"\xef\xbf\xbf", TEXT_UNASSIGNED, NULL},
    {"\xf4\x8f\xbf\xbf", TEXT_UNASSIGNED, NULL}, /* U+10FFFF */
    {"\xf0\xb2\x8e\xb0", TEXT_UNASSIGNED, NULL}, /* U+323B0, one past extension H */
    {"\xed\xa0\x80", TEXT_NOT_UTF8, NULL},
    {"\xed\xbf\xbf", TEXT_NOT_UTF8, NULL},
    {"\xc0\x80", TEXT_NOT_UTF8, NULL},
    {"\xe6\xb0", TEXT_NOT_UTF8, NULL},
    {"\xf4\x90\x80\x80", TEXT_NOT_UTF8, NULL},
    {"\xff", TEXT_NOT_UTF8, NULL},
};

static void test_clean(void **state)
{
    (void)state;
    for (size_t i = 0; i < array_length(clean_rows); i++) {
        const struct clean_row *row = &clean_rows[i];
        const char *expected = row->fault != TEXT_OK ? "" : row->clean != NULL ? row->clean : row->text;
        struct buf out = {0};
        enum text_fault fault;

        buf_str(&out, "what stood there before");
        fault = text_clean(row->text, 100, false, &out);
        if (fault != row->fault || strcmp(out.data, expected) != 0)
            fail_msg("row %zu: %s '%s', expected %s '%s'", i, text_fault_name(fault), out.data,
                     text_fault_name(row->fault), expected);
        buf_free(&out);
    }
}

static void test_notes_have_lines(void **state)
{
    struct buf out = {0};

    (void)state;
    assert_int_equal(text_clean("\n 第一行\n\n第二行 \n", 100, true, &out), TEXT_OK);
    assert_string_equal(out.data, "第一行\n\n第二行");
    assert_int_equal(text_clean("a\r\nb", 100, true, &out), TEXT_CONTROL);
    assert_int_equal(text_clean("a\tb", 100, true, &out), TEXT_CONTROL);
    buf_free(&out);
}

static void test_length_is_counted_in_characters_after_composing(void **state)
{
    static const struct {
        const char *text;
        size_t max;
        enum text_fault fault;
    } rows[] = {
        {"", 0, TEXT_OK},
        {"a", 0, TEXT_TOO_LONG},
        {"更换水龙头", 5, TEXT_OK},
        {"更换水龙头", 4, TEXT_TOO_LONG},
        {"  更换水龙头  ", 5, TEXT_OK},
        {"e\xcc\x81", 1, TEXT_OK},
        {"e\xcc\x81"
         "e",
         1, TEXT_TOO_LONG},
        {"\xf0\xb1\x8d\x90", 1, TEXT_OK},
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        struct buf out = {0};

        assert_int_equal(text_clean(rows[i].text, rows[i].max, false, &out), rows[i].fault);
        if (rows[i].fault != TEXT_OK)
            assert_string_equal(out.data, "");
        buf_free(&out);
    }
}

static void test_columns(void **state)
{
    static const struct {
        const char *text;
        int columns, chars;
    } rows[] = {
        {"", 0, 0},
        {"abc", 3, 3},
        {"更换水龙头", 10, 5},
        {"¥30.00", 6, 6},
        {"￥", 2, 1},
        {"─│", 2, 2},
        {"a\xcc\x81", 1, 2},
        {"\xf0\x9f\x94\xa7", 2, 1},
        {"\xf0\xb1\x8d\x90", 1, 1}, /* ncurses cannot place U+31350: one column for '?' */
        {"\x1b\xc2\x9b", 2, 2},
        {"\x9b\xff", 2, 2}, /* each broken byte is shown as one U+FFFD */
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        assert_int_equal(text_columns(rows[i].text), rows[i].columns);
        assert_int_equal(text_chars(rows[i].text), rows[i].chars);
    }
}

static void test_walking(void **state)
{
    const char *text = "a\xe6\xb0\xb4\xe6\xb0\xf0\xb1\x8d\x90\x9b";
    static const uint32_t expected[] = {'a', 0x6c34, 0xfffd, 0xfffd, 0x31350, 0xfffd, 0, 0};

    (void)state;
    for (size_t i = 0; i < array_length(expected); i++)
        assert_int_equal(text_next(&text), expected[i]);
    assert_int_equal(*text, '\0');
}

static void test_append_is_the_inverse_of_next(void **state)
{
    static const uint32_t codes[] = {1,      0x7f,   0x80,   0x7ff,   0x800,   0x6c34,
                                     0xd7ff, 0xe000, 0xffff, 0x10000, 0x31350, 0x10ffff};

    (void)state;
    for (size_t i = 0; i < array_length(codes); i++) {
        struct buf b = {0};
        const char *at;

        text_append(&b, codes[i]);
        assert_true(text_valid_utf8(b.data, b.len));
        at = b.data;
        assert_int_equal(text_next(&at), codes[i]);
        assert_ptr_equal(at, b.data + b.len);
        buf_free(&b);
    }
}

static void test_append_of_no_character(void **state)
{
    static const uint32_t codes[] = {0xd800, 0xdfff, 0x110000, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < array_length(codes); i++) {
        struct buf b = {0};

        text_append(&b, codes[i]);
        assert_string_equal(b.data, "\xef\xbf\xbd");
        buf_free(&b);
    }
}

static void test_folding_of_full_width_keys(void **state)
{
    static const uint32_t rows[][2] = {{0x3000, ' '},    {0xff01, '!'}, {0xff1a, ':'},
                                       {0xff0f, '/'},    {0xff5e, '~'}, {0xff5f, 0xff5f},
                                       {0xff00, 0xff00}, {'a', 'a'},    {0x6c34, 0x6c34}};

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++)
        assert_int_equal(text_fold_width(rows[i][0]), rows[i][1]);
}

static void test_log_text(void **state)
{
    static const struct {
        const char *text;
        size_t max;
        const char *shown;
    } rows[] = {
        {"", 9, ""},
        {"水 key=1", 99, "水 key=1"},
        {"a\"b\nc", 99, "a\\x22b\\x0ac"},
        {"\x1b[31m", 99, "\\x1b[31m"},
        {"\xc2\x9b\x9b", 99, "\\xc2\\x9b\\x9b"},
        {"\xe2\x80\xae", 99, "\\xe2\\x80\\xae"},
        {"\xef\xbf\xbd", 99, "\xef\xbf\xbd"},
        {"水水", 6, "水水"},
        {"水水", 5, "水"}, /* never half a character … */
        {"a\x1b", 5, "a\\x1b"},
        {"a\x1b", 4, "a"}, /* … nor half an escape */
        {"a", 0, ""},
        {"\\x1b", 99, "\\x1b"}, /* scrubbing twice changes nothing */
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        struct buf b = {0};

        buf_str(&b, "");
        text_for_log(&b, rows[i].text, rows[i].max);
        assert_string_equal(b.data, rows[i].shown);
        buf_free(&b);
    }
}

static void test_initials(void **state)
{
    static const struct {
        const char *name, *keys;
    } rows[] = {
        {"", ""},
        {"换水龙头", "hslt"},
        {"更换水龙头", "ghslt"},
        {"更换水龙头(普通)", "ghsltpt"},
        {"重换", "zh ch"},
        {"重装", "zz cz"},
        {"疏通下水道", "stxsd"},
        {"安装窗帘杆", "azclg"},
        {"绿女", "ln"},
        {"A4 黑白复印 x24", "a4hbfyx24"},
        {"ＧＤ－００７", "gd007"},
        {"欧阳文静", "oywj"},
        {"〇", "l"},
        {"，。!?\xf0\x9f\x94\xa7", ""},
        {"\x9b水\xff", "s"},
        {"\xf0\xab\x8d\xaf", "x"}, /* U+2B36F: outside the common block, in the list of name hanzi */
        {"\xf0\xb1\x8d\x90水", "s"},
        {"长重单", "czd zzd ccd zcd czs zzs ccs zcs"},
        {"长重单曾", "czdz zzdz ccdz zcdz czsz zzsz ccsz zcsz"}, /* no more than 8 keys */
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        struct buf b = {0};

        buf_str(&b, "");
        text_initials(&b, rows[i].name);
        assert_string_equal(b.data, rows[i].keys);
        buf_free(&b);
    }
}

static void test_languages(void **state)
{
    static const struct {
        const char *name;
        enum lang lang;
    } rows[] = {
        {NULL, LANG_EN},          {"", LANG_EN},        {"zh", LANG_ZH},
        {"zh_CN", LANG_ZH},       {"zh-Hans", LANG_ZH}, {"C", LANG_EN},
        {"zh_CN.UTF-8", LANG_ZH}, {"zha", LANG_EN},     {"z", LANG_EN},
        {"en_US.UTF-8", LANG_EN},
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++)
        assert_int_equal(lang_of(rows[i].name), rows[i].lang);
    assert_string_equal(lang_name(LANG_ZH), "zh");
    assert_string_equal(lang_name(LANG_EN), "en");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_notes_have_lines),
        cmocka_unit_test(test_length_is_counted_in_characters_after_composing),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_walking),
        cmocka_unit_test(test_append_is_the_inverse_of_next),
        cmocka_unit_test(test_append_of_no_character),
        cmocka_unit_test(test_folding_of_full_width_keys),
        cmocka_unit_test(test_log_text),
        cmocka_unit_test(test_initials),
        cmocka_unit_test(test_languages),
    };

    if (setlocale(LC_ALL, "C.UTF-8") == NULL)
        return EXIT_FAILURE;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
