/* The growing buffer, its JSON writer, and what memory promises. */
#include "common/buf.h"
#include "common/mem.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static void test_grows_and_stays_terminated(void **state)
{
    struct buf b = {0};

    (void)state;
    for (int i = 0; i < 10000; i++) {
        buf_char(&b, (char)('a' + i % 26));
        assert_int_equal(b.len, i + 1);
        assert_int_equal(b.data[b.len], '\0');
        assert_true(b.cap > b.len);
    }
    assert_int_equal(b.data[9999], 'a' + 9999 % 26);
    buf_free(&b);
    assert_null(b.data);
    assert_int_equal(b.len + b.cap, 0);
}

static void test_nothing_added_is_an_empty_text(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_str(&b, "");
    assert_string_equal(b.data, "");
    buf_add(&b, NULL, 0);
    assert_int_equal(b.len, 0);
    buf_free(&b);
}

static void test_printf_longer_than_the_room(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_printf(&b, "%s", "");
    assert_string_equal(b.data, "");
    buf_str(&b, "x");
    buf_printf(&b, "%0500d|%s", 7, "end");
    assert_int_equal(b.len, 1 + 500 + 4);
    assert_string_equal(b.data + 1 + 499, "7|end");
    buf_free(&b);
}

static void test_take_empties(void **state)
{
    struct buf b = {0};
    char *text = buf_take(&b);

    (void)state;
    assert_string_equal(text, "");
    free(text);
    buf_add(&b, "a\0b", 3);
    text = buf_take(&b);
    assert_memory_equal(text, "a\0b", 4);
    assert_null(b.data);
    free(text);
}

static void test_clear_keeps_the_room(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_clear(&b);
    assert_null(b.data);
    buf_str(&b, "old");
    buf_clear(&b);
    assert_string_equal(b.data, "");
    buf_str(&b, "new");
    assert_string_equal(b.data, "new");
    buf_free(&b);
}

static void test_json_strings(void **state)
{
    static const struct {
        const char *text, *json;
    } rows[] = {
        {NULL, "null"},
        {"", "\"\""},
        {"更换水龙头", "\"更换水龙头\""},
        {"a\"b\\c", "\"a\\\"b\\\\c\""},
        {"1\n2\t3\r", "\"1\\n2\\t3\\u000d\""},
        {"\x1b[31m\x7f", "\"\\u001b[31m\\u007f\""},
        {"\xc2\x9b"
         "31m",
         "\"\\u009b31m\""}, /* C1 would start a control sequence */
        {"\x9b"
         "31m",
         "\"\\ufffd31m\""}, /* not UTF-8 at all */
        {"\xc2\x80\xc2\x9f\xc2\xa0", "\"\\u0080\\u009f\xc2\xa0\""},
        {"\xef\xbf\xbd", "\"\xef\xbf\xbd\""}, /* a real U+FFFD is a character */
        {"\xf0\x9f\x94\xa7", "\"\xf0\x9f\x94\xa7\""},
        {"/", "\"/\""},
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        struct buf b = {0};

        json_quote(&b, rows[i].text);
        assert_string_equal(b.data, rows[i].json);
        buf_free(&b);
    }
}

static void test_json_commas(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_str(&b, "* {");
    json_member(&b, "no", "1123-0012");
    json_member_int(&b, "fen", INT64_MIN);
    json_member_bool(&b, "more", true);
    json_member_bool(&b, "last", false);
    json_member(&b, "tech", NULL);
    json_member_raw(&b, "consent", "{}");
    json_key(&b, "rows");
    buf_char(&b, '[');
    for (int i = 0; i < 2; i++) {
        json_comma(&b);
        buf_printf(&b, "%d", i);
    }
    buf_str(&b, "]}");
    assert_string_equal(b.data,
                        "* {\"no\":\"1123-0012\",\"fen\":-9223372036854775808,\"more\":true,\"last\":false,"
                        "\"tech\":null,\"consent\":{},\"rows\":[0,1]}");
    buf_free(&b);
}

static void test_a_brace_in_a_text_is_no_opening(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_char(&b, '{');
    json_member(&b, "a", "{[");
    json_member(&b, "b", "");
    buf_char(&b, '}');
    assert_string_equal(b.data, "{\"a\":\"{[\",\"b\":\"\"}");
    buf_free(&b);
}

static void test_memory_helpers(void **state)
{
    char *text = xasprintf("%s-%d", "单", 7);
    char *part = xstrndup("abcdef", 3);
    int *zeros = xcalloc(3, sizeof(*zeros));

    (void)state;
    assert_string_equal(text, "单-7");
    assert_string_equal(part, "abc");
    assert_int_equal(zeros[0] + zeros[1] + zeros[2], 0);
    free(text);
    free(part);
    free(zeros);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grows_and_stays_terminated),
        cmocka_unit_test(test_nothing_added_is_an_empty_text),
        cmocka_unit_test(test_printf_longer_than_the_room),
        cmocka_unit_test(test_take_empties),
        cmocka_unit_test(test_clear_keeps_the_room),
        cmocka_unit_test(test_json_strings),
        cmocka_unit_test(test_json_commas),
        cmocka_unit_test(test_a_brace_in_a_text_is_no_opening),
        cmocka_unit_test(test_memory_helpers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
