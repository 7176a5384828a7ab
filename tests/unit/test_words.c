/* Request lines: the grammar of docs/protocol.md row by row, every limit and one past it. */
#include "common/buf.h"
#include "common/mem.h"
#include "common/words.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A copy of exactly the promised size, so that the sanitizer sees a byte too far. */
static enum words_fault parse(const char *line, size_t len, char **copy, struct words *out, int *column)
{
    *copy = xmalloc(len + 1);
    memcpy(*copy, line, len);
    (*copy)[len] = '!';
    return words_parse(*copy, len, out, column);
}

/* The words as "tag|verb|name=value|value". */
static char *shown(const struct words *words)
{
    struct buf b = {0};

    buf_printf(&b, "%s|%s", words->tag == NULL ? "-" : words->tag, words->verb);
    for (int i = 0; i < words->count; i++) {
        const struct word *word = &words->arg[i];

        buf_printf(&b, "|%s%s%s", word->name == NULL ? "" : word->name, word->name == NULL ? "" : "=",
                   word->value);
    }
    return buf_take(&b);
}

static void test_good_lines(void **state)
{
    static const struct {
        const char *line, *shown;
    } rows[] = {
        {"hello", "-|hello"},
        {"hello\r", "-|hello"},
        {"  hello  ", "-|hello"},
        {"job.list state=dispatched limit=2", "-|job.list|state=dispatched|limit=2"},
        {"price_request.re_open", "-|price_request.re_open"},
        {"a_.b__c", "-|a_.b__c"},
        {"@a job.show 1123-0012", "a|job.show|1123-0012"},
        {"@7   quit", "7|quit"},
        {"  @7 quit", "7|quit"},
        {"@ABCDEFGHIJKLMN-_ quit", "ABCDEFGHIJKLMN-_|quit"},
        {"x client=\"张建国\" when=\"2026-11-23 15:30\"", "-|x|client=张建国|when=2026-11-23 15:30"},
        {"x 更换水龙头 q=水", "-|x|更换水龙头|q=水"},
        {"x \"\" a=\"\" b=", "-|x||a=|b="},
        {"x a=b=c d==", "-|x|a=b=c|d=="},
        {"x a1_2=3", "-|x|a1_2=3"},
        {"x \"a=b\"", "-|x|a=b"},
        {"x @y '}' ,;", "-|x|@y|'}'|,;"},
        {"x \"a b\"   c", "-|x|a b|c"},
        {"x \"\\\"\\\\\\n\\t\"", "-|x|\"\\\n\t"},
        {"x \"\\u6c34\\u6C34\\u0041\\u00e9\\u001b\\uffff\"", "-|x|水水A\xc3\xa9\x1b\xef\xbf\xbf"},
        {"x \"{7}\" a=\"{\"", "-|x|{7}|a={"},
        {"x \xe2\x80\xae"
         "abc\xe2\x80\x8b",
         "-|x|\xe2\x80\xae"
         "abc\xe2\x80\x8b"},                            /* text_clean's affair */
        {"x \xf0\xb1\x8d\x90", "-|x|\xf0\xb1\x8d\x90"}, /* U+31350 */
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        struct words words;
        int column;
        char *copy, *text;

        assert_int_equal(parse(rows[i].line, strlen(rows[i].line), &copy, &words, &column), WORDS_OK);
        text = shown(&words);
        assert_string_equal(text, rows[i].shown);
        free(text);
        free(copy);
    }
}

struct bad_row {
    const char *line;
    size_t len; /* 0: strlen */
    enum words_fault fault;
    int column;
};

static const struct bad_row bad_rows[] = {
    {"", 0, WORDS_EMPTY, 1},
    {"   ", 0, WORDS_EMPTY, 4},
    {"\r", 0, WORDS_EMPTY, 1},
    /* UTF-8: a lone C1 byte, a cut, an overlong slash, a surrogate, past U+10FFFF */
    {"x \x9b"
     "31m",
     0, WORDS_UTF8, 3},
    {"x 水\xe6\xb0", 0, WORDS_UTF8, 4},
    {"x \xc0\xaf", 0, WORDS_UTF8, 3},
    {"x \xed\xa0\x80", 0, WORDS_UTF8, 3},
    {"x \xf4\x90\x80\x80", 0, WORDS_UTF8, 3},
    {"x \xff", 0, WORDS_UTF8, 3},
    /* controls: NUL, tab, escape, an operating system command, DEL, C1 as UTF-8, CR and LF inside */
    {"x a\0b", 5, WORDS_CONTROL, 4},
    {"\0", 1, WORDS_CONTROL, 1},
    {"x\ty", 0, WORDS_CONTROL, 2},
    {"x 水\x1b[2J", 0, WORDS_CONTROL, 4},
    {"x \x1b]0;pwned\x07", 0, WORDS_CONTROL, 3},
    {"x \x7f", 0, WORDS_CONTROL, 3},
    {"x \xc2\x9b"
     "31m",
     0, WORDS_CONTROL, 3},
    {"x \"\xc2\x80\"", 0, WORDS_CONTROL, 4},
    {"x a\rb", 0, WORDS_CONTROL, 4},
    {"x\r\r", 0, WORDS_CONTROL, 2},
    {"x a\nb", 0, WORDS_CONTROL, 4},
    /* tags */
    {"@ x", 0, WORDS_TAG, 1},
    {"@", 0, WORDS_TAG, 1},
    {"@ABCDEFGHIJKLMNOPQ x", 0, WORDS_TAG, 1},
    {"@a.b x", 0, WORDS_TAG, 1},
    {"@水 x", 0, WORDS_TAG, 1},
    {"@a\0 x", 5, WORDS_TAG, 1},
    /* verbs */
    {"@a", 0, WORDS_VERB, 3},
    {"@a ", 0, WORDS_VERB, 4},
    {"Job", 0, WORDS_VERB, 1},
    {"job.List", 0, WORDS_VERB, 5},
    {"job.", 0, WORDS_VERB, 5},
    {".job", 0, WORDS_VERB, 1},
    {"job..list", 0, WORDS_VERB, 5},
    {"job._x", 0, WORDS_VERB, 5},
    {"_x", 0, WORDS_VERB, 1},
    {"job2", 0, WORDS_VERB, 4},
    {"\"job\"", 0, WORDS_VERB, 1},
    {"水", 0, WORDS_VERB, 1},
    {"a=b", 0, WORDS_VERB, 2},
    /* quotes */
    {"job.list state=\"open", 0, WORDS_QUOTE, 16},
    {"x \"", 0, WORDS_QUOTE, 3},
    {"x \"a\"b", 0, WORDS_QUOTE, 6},
    {"x 水\"a\"", 0, WORDS_QUOTE, 4},
    {"x a\"=b", 0, WORDS_QUOTE, 4},
    {"x \"水\"\"b\"", 0, WORDS_QUOTE, 6},
    {"x csv={31}", 0, WORDS_QUOTE, 7}, /* literals are not part of the protocol */
    {"x a{", 0, WORDS_QUOTE, 4},
    /* escapes */
    {"x a\\b", 0, WORDS_ESCAPE, 4},
    {"x \"\\a\"", 0, WORDS_ESCAPE, 4},
    {"x \"\\", 0, WORDS_ESCAPE, 4},
    {"x \"水\\r\"", 0, WORDS_ESCAPE, 5},
    {"x \"\\u12\"", 0, WORDS_ESCAPE, 4},
    {"x \"\\u12", 0, WORDS_ESCAPE, 4},
    {"x \"\\u00zz\"", 0, WORDS_ESCAPE, 4},
    {"x \"\\u0000\"", 0, WORDS_ESCAPE, 4},
    {"x \"\\ud800\"", 0, WORDS_ESCAPE, 4},
    {"x \"\\udfff\"", 0, WORDS_ESCAPE, 4},
    {"x \"\\U0041\"", 0, WORDS_ESCAPE, 4},
    /* names */
    {"x =b", 0, WORDS_NAME, 3},
    {"x A=b", 0, WORDS_NAME, 3},
    {"x 1a=b", 0, WORDS_NAME, 3},
    {"x a-b=c", 0, WORDS_NAME, 3},
    {"x 水=b", 0, WORDS_NAME, 3},
    {"x _a=b", 0, WORDS_NAME, 3},
    {"x a=1 b=2 a=3", 0, WORDS_TWICE, 11},
};

static void test_bad_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < array_length(bad_rows); i++) {
        const struct bad_row *row = &bad_rows[i];
        struct words words;
        int column;
        char *copy;
        enum words_fault fault =
            parse(row->line, row->len == 0 ? strlen(row->line) : row->len, &copy, &words, &column);

        if (fault != row->fault || column != row->column)
            fail_msg("%s: %s at %d, expected %s at %d", row->line, words_fault_name(fault), column,
                     words_fault_name(row->fault), row->column);
        free(copy);
    }
}

static void test_a_bad_line_keeps_its_tag(void **state)
{
    static const char *const lines[] = {"@q7 \xff", "@q7 x\x1b", "@q7 X", "@q7 x \"", "@q7 x a=1 a=1"};

    (void)state;
    for (size_t i = 0; i < array_length(lines); i++) {
        struct words words;
        int column;
        char *copy;

        assert_int_not_equal(parse(lines[i], strlen(lines[i]), &copy, &words, &column), WORDS_OK);
        assert_string_equal(words.tag, "q7");
        free(copy);
    }
}

static void test_most_arguments_and_one_more(void **state)
{
    struct buf line = {0};
    struct words words;
    int column;
    char *copy;

    (void)state;
    buf_str(&line, "x");
    for (int i = 0; i < WORDS_MAX_ARGS; i++)
        buf_printf(&line, " n%d=%d", i, i);
    assert_int_equal(parse(line.data, line.len, &copy, &words, &column), WORDS_OK);
    assert_int_equal(words.count, WORDS_MAX_ARGS);
    assert_string_equal(words_get(&words, "n63"), "63");
    free(copy);

    buf_str(&line, " y");
    assert_int_equal(parse(line.data, line.len, &copy, &words, &column), WORDS_MANY);
    assert_int_equal(column, line.len);
    free(copy);
    buf_free(&line);
}

static void test_a_line_of_64_kib(void **state)
{
    size_t len = 65536;
    char *line = xmalloc(len), *copy;
    struct words words;
    int column;

    (void)state;
    memset(line, 'a', len);
    memcpy(line, "x note=\"", 8);
    line[len - 1] = '"';
    assert_int_equal(parse(line, len, &copy, &words, &column), WORDS_OK);
    assert_int_equal(strlen(words_get(&words, "note")), len - 9);
    free(copy);
    line[len - 1] = 'a';
    assert_int_equal(parse(line, len, &copy, &words, &column), WORDS_QUOTE);
    assert_int_equal(column, 8);
    free(copy);
    free(line);
}

static void test_get_and_columns(void **state)
{
    char line[] = "x 水 水 name=\"水 水\" 7 other=1";
    struct words words;
    int column;

    (void)state;
    assert_int_equal(words_parse(line, strlen(line), &words, &column), WORDS_OK);
    assert_string_equal(words_get(&words, "name"), "水 水");
    assert_null(words_get(&words, "nam"));
    assert_null(words_get(&words, "7"));
    assert_int_equal(words.arg[0].column, 3);
    assert_int_equal(words.arg[1].column, 5);
    assert_int_equal(words.arg[2].column, 7);
    assert_int_equal(words.arg[3].column, 18);
    assert_int_equal(words.arg[4].column, 20);
}

static void test_quoting(void **state)
{
    static const struct {
        const char *value, *written;
    } rows[] = {
        {"", "\"\""},
        {"1123-0012", "1123-0012"},
        {"张建国", "张建国"},
        {"a b", "\"a b\""},
        {"a=b", "\"a=b\""},
        {"{", "\"{\""},
        {"}", "}"},
        {"\"\\", "\"\\\"\\\\\""},
        {"1\n2\t3", "\"1\\n2\\t3\""},
        {"\x1b[0m\r\x7f", "\"\\u001b[0m\\u000d\\u007f\""},
        {"\xc2\x9b"
         "31m",
         "\"\\u009b31m\""},
        {"@a", "@a"},
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        struct buf b = {0};
        struct words words;
        int column;

        buf_str(&b, "x ");
        words_quote(&b, rows[i].value);
        assert_string_equal(b.data + 2, rows[i].written);
        buf_str(&b, " a=");
        words_quote(&b, rows[i].value);
        assert_int_equal(words_parse(b.data, b.len, &words, &column), WORDS_OK);
        assert_int_equal(words.count, 2);
        assert_null(words.arg[0].name);
        assert_string_equal(words.arg[0].value, rows[i].value);
        assert_string_equal(words_get(&words, "a"), rows[i].value);
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_lines),
        cmocka_unit_test(test_bad_lines),
        cmocka_unit_test(test_a_bad_line_keeps_its_tag),
        cmocka_unit_test(test_most_arguments_and_one_more),
        cmocka_unit_test(test_a_line_of_64_kib),
        cmocka_unit_test(test_get_and_columns),
        cmocka_unit_test(test_quoting),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
