/* Lines of the daemon: what is one, what is none, what is shown of it. */
#include "client/app/reply.h"
#include "client/screens/refusal.h"
#include "client/screens/rows.h"
#include "common/mem.h"
#include "unit.h"

#include <string.h>

static void test_kinds(void **state)
{
    static const struct {
        const char *line;
        enum reply_kind kind;
        const char *tag, *code;
    } rows[] = {
        {"* teyue 1 {\"server\":\"0\"}", REPLY_GREETING, "", ""},
        {"* {\"id\":1}", REPLY_ROW, "", ""},
        {"@t1 * {\"id\":1}", REPLY_ROW, "t1", ""},
        {"@t1 OK", REPLY_OK, "t1", ""},
        {"OK {\"rows\":0}\r", REPLY_OK, "", ""},
        {"@a NO rule.not_explained {\"msg\":\"m\"}", REPLY_NO, "a", "rule.not_explained"},
        {"NO busy", REPLY_NO, "", "busy"},
        {"BAD parse.quote {}", REPLY_BAD, "", "parse.quote"},
        {"@b UNKNOWN {}", REPLY_UNKNOWN, "b", ""},
        {"! event {\"seq\":\"1\"}", REPLY_EVENT, "", "event"},
    };
    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        struct reply reply;
        assert_true(reply_read(rows[i].line, strlen(rows[i].line), &reply));
        assert_int_equal(reply.kind, rows[i].kind);
        assert_string_equal(reply.tag, rows[i].tag);
        assert_string_equal(reply.code, rows[i].code);
        reply_end(&reply);
    }
}

static void test_broken_lines(void **state)
{
    static const char *const lines[] = {"",
                                        "*",
                                        "* [1]",
                                        "* {\"a\":1} x",
                                        "* {\"a\":}",
                                        "* teyue one {}",
                                        "* teyue 1",
                                        "@t1 * teyue 1 {}",
                                        "@ OK",
                                        "@12345678901234567 OK",
                                        "@a/b OK",
                                        "NO",
                                        "NO Rule.X {}",
                                        "! event",
                                        "@t1 ! event {}",
                                        "OKAY",
                                        "HTTP/1.1 200 OK"};
    (void)state;
    for (size_t i = 0; i < array_length(lines); i++) {
        struct reply reply;
        assert_false(reply_read(lines[i], strlen(lines[i]), &reply));
        assert_int_equal(reply.kind, REPLY_BROKEN);
        assert_null(reply.json);
    }
}

static void test_zero_byte(void **state)
{
    struct reply reply;
    (void)state;
    assert_false(reply_read("* {\"a\":\"b\0c\"}", 13, &reply));
    assert_false(reply_read("@a\0b OK", 7, &reply));
}

static void check_cell(enum column_kind kind, const char *json, const char *expected)
{
    struct buf text = {0};
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
    moment now;
    assert_non_null(value);
    assert_true(moment_parse("2026-11-24T12:00:00+08:00", "UTC", &now));
    row_cell(&text, kind, value, now);
    assert_string_equal(text.data, expected);
    buf_free(&text);
    json_decref(value);
}

static void test_cells_by_kind(void **state)
{
    (void)state;
    check_cell(COLUMN_TEXT, "\"换水龙头\"", "换水龙头");
    check_cell(COLUMN_TEXT, "12", "12");
    check_cell(COLUMN_TEXT, "null", "");
    check_cell(COLUMN_FEN, "3000", "30");
    check_cell(COLUMN_FEN, "1250", "12.50");
    check_cell(COLUMN_FEN, "-5", "-0.05");
    check_cell(COLUMN_TIME, "\"2026-11-24T15:30:00+08:00\"", "11-24 15:30");
    check_cell(COLUMN_COUNTDOWN, "\"2026-11-24T12:28:30+08:00\"", "00:28");
    check_cell(COLUMN_COUNTDOWN, "\"2026-11-24T09:50:00+08:00\"", "-02:10");
    check_cell(COLUMN_COUNTDOWN, "\"2026-12-24T12:00:00+08:00\"", "30d");
    check_cell(COLUMN_COUNTDOWN, "\"soon\"", "soon");
}

static void test_refusal_names_clause_and_who(void **state)
{
    static const char line[] =
        "NO rule.x {\"msg\":\"没有说明收费标准\",\"clause\":\"5.3.2\",\"refusals\":[{\"msg\":"
        "\"没有说明收费标准\",\"clause\":\"5.3.2\",\"who\":[\"王芳\",\"陈静\"]}],\"free\":[{\"from\":"
        "\"2026-11-24T15:00:00+08:00\",\"to\":\"2026-11-24T16:00:00+08:00\"}]}";
    struct reply reply;
    struct buf text = {0};
    (void)state;
    assert_true(reply_read(line, strlen(line), &reply));
    refusal_text(&text, &reply, LANG_ZH);
    assert_string_equal(text.data,
                        "没有说明收费标准 (5.3.2) — 可由 王芳、陈静\n最近的空档:11-24 15:00-16:00");
    buf_free(&text);
    reply_end(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_broken_lines),
        cmocka_unit_test(test_zero_byte),
        cmocka_unit_test(test_cells_by_kind),
        cmocka_unit_test(test_refusal_names_clause_and_who),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
