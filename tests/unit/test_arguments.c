/* Arguments of a request: each kind, its boundary and one past it, what is kept of them, and the refusal of a
 * price. */
#include "common/mem.h"
#include "common/words.h"
#include "server/workflow/arguments.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ZONE "Asia/Shanghai"

static const struct option colours[] = {
    {"red", {"红", "Red"}}, {"blue", {"蓝", "Blue"}}, {NULL, {NULL, NULL}}};

static const struct arg args[] = {
    {"line", ARG_TEXT, false, {"行", "Line"}, NULL, NULL, 4, NULL},
    {"free", ARG_TEXT, false, {"行", "Line"}, NULL, NULL, 0, NULL},
    {"note", ARG_NOTE, false, {"备注", "Note"}, NULL, NULL, 5, NULL},
    {"long_note", ARG_NOTE, false, {"备注", "Note"}, NULL, NULL, 0, NULL},
    {"colour", ARG_CHOICE, false, {"颜色", "Colour"}, colours, NULL, 0, NULL},
    {"class", ARG_CHOICE, false, {"类别", "Class"}, NULL, "class.list", 0, NULL},
    {"tick", ARG_TICK, false, {"已告知", "Told"}, NULL, NULL, 0, NULL},
    {"at", ARG_TIME, false, {"时间", "Time"}, NULL, NULL, 0, NULL},
    {"window", ARG_WINDOW, false, {"时段", "Window"}, NULL, NULL, 0, NULL},
    {"day", ARG_DAY, false, {"日期", "Day"}, NULL, NULL, 0, NULL},
    {"count", ARG_INT, false, {"数量", "Count"}, NULL, NULL, 0, NULL},
    {"fen", ARG_FEN, false, {"金额", "Amount"}, NULL, NULL, 0, NULL},
    {"who", ARG_PICK, false, {"人", "Person"}, NULL, "person.find", 0, NULL},
    {"lines", ARG_LINES, false, {"项目", "Items"}, NULL, "tariff.find", 0, NULL},
    {"pin", ARG_SECRET, false, {"密码", "PIN"}, NULL, NULL, 0, NULL},
    {NULL, ARG_TEXT, false, {NULL, NULL}, NULL, NULL, 0, NULL}};
static const struct row row = {.action = "test.do", .args = args};

static const struct arg list_args[] = {
    {"signer", ARG_TEXT, true, {"签字人", "Signer"}, NULL, NULL, 0, NULL},
    {"answers", ARG_ANSWERS, false, {"检查", "Checks"}, NULL, "checklist.list", 0, NULL},
    {NULL, ARG_TEXT, false, {NULL, NULL}, NULL, NULL, 0, NULL}};
static const struct row answers_row = {.action = "test.answer", .args = list_args};

static const struct arg thing_args[] = {
    {"materials", ARG_THINGS, true, {"材料", "Materials"}, NULL, NULL, 0, NULL},
    {NULL, ARG_TEXT, false, {NULL, NULL}, NULL, NULL, 0, NULL}};
static const struct row things_row = {.action = "test.bring", .args = thing_args};

/* One request as the session would hand it over. */
struct request {
    char *line;
    struct words words;
    struct arguments arguments;
    struct arguments_fault fault;
    bool good;
};

static struct request ask(const struct row *of, const char *text)
{
    struct request r = {.line = xasprintf("%s %s", of->action, text)};
    int column;

    assert_int_equal(words_parse(r.line, strlen(r.line), &r.words, &column), WORDS_OK);
    r.good = arguments_parse(&r.arguments, of, &r.words, ZONE, &r.fault);
    return r;
}

static void done(struct request *r)
{
    arguments_free(&r->arguments);
    free(r->line);
}

static char *repeated(const char *head, const char *unit, int count)
{
    struct buf b = {0};

    buf_str(&b, head);
    for (int i = 0; i < count; i++)
        buf_str(&b, unit);
    return buf_take(&b);
}

static void expect_fault(const struct row *of, const char *text, const char *code)
{
    struct request r = ask(of, text);

    if (r.good || strcmp(r.fault.code, code) != 0)
        fail_msg("%s: %s instead of %s", text, r.good ? "accepted" : r.fault.code, code);
    done(&r);
}

static void expect_good(const struct row *of, const char *text)
{
    struct request r = ask(of, text);

    if (!r.good)
        fail_msg("%s: %s %s", text, r.fault.code, r.fault.field);
    done(&r);
}

static void expect_number(const char *text, const char *name, int64_t n)
{
    struct request r = ask(&row, text);

    if (!r.good || !arguments_value(&r.arguments, name) || arguments_value(&r.arguments, name)->n != n)
        fail_msg("%s is not %lld", text, (long long)n);
    done(&r);
}

static void test_texts(void **state)
{
    (void)state;
    struct request r = ask(&row, "line=\" 水龙头坏 \" note=\"一\\n二\\n三\"");

    assert_true(r.good);
    assert_string_equal(arguments_value(&r.arguments, "line")->text, "水龙头坏");
    assert_string_equal(arguments_value(&r.arguments, "note")->text, "一\n二\n三");
    assert_null(arguments_value(&r.arguments, "free"));
    assert_string_equal(r.arguments.input.value[1].text, "");
    done(&r);
    expect_fault(&row, "line=水龙头坏了", "arg.long");
    expect_fault(&row, "note=一二三四五六", "arg.long");
    expect_fault(&row, "line=\"a\\nb\"", "arg.text");
    expect_fault(&row, "line=\"a\\u202eb\"", "arg.text");
}

static void test_texts_without_own_limit(void **state)
{
    static const struct {
        const char *head, *unit;
        int max;
        bool good;
    } rows[] = {
        {"free=", "x", ARGUMENT_TEXT_MAX, true},       {"free=", "x", ARGUMENT_TEXT_MAX + 1, false},
        {"long_note=", "好", ARGUMENT_NOTE_MAX, true}, {"long_note=", "好", ARGUMENT_NOTE_MAX + 1, false},
        {"pin=", "9", ARGUMENT_SECRET_MAX, true},      {"pin=", "9", ARGUMENT_SECRET_MAX + 1, false},
        {"class=", "a", ARGUMENT_WORD_MAX, true}};

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        char *text = repeated(rows[i].head, rows[i].unit, rows[i].max);

        if (rows[i].good)
            expect_good(&row, text);
        else
            expect_fault(&row, text, "arg.long");
        free(text);
    }
}

static void test_choices(void **state)
{
    (void)state;
    expect_good(&row, "colour=red class=water tick=yes");
    expect_fault(&row, "colour=green", "arg.option");
    expect_fault(&row, "colour=re", "arg.option");
    expect_fault(&row, "class=Water", "arg.option");
    expect_fault(&row, "class=a-b", "arg.option");
    expect_fault(&row, "tick=no", "arg.option");
    char *text = repeated("class=", "a", ARGUMENT_WORD_MAX + 1);
    expect_fault(&row, text, "arg.option");
    free(text);
}

static void test_moments(void **state)
{
    const int64_t half_past_three = INT64_C(1795505400) * MOMENT_SECOND;

    (void)state;
    expect_number("at=\"2026-11-24 15:30\"", "at", half_past_three);
    expect_number("at=2026-11-24T07:30:00Z", "at", half_past_three);
    expect_number("day=2026-11-24", "day", half_past_three - 15 * MOMENT_HOUR - 30 * MOMENT_MINUTE);
    expect_number("window=any", "window", MOMENT_NONE);
    expect_number("window=\"2026-11-24 15:30/2026-11-24 17:00\"", "window", half_past_three);
    expect_fault(&row, "at=15:30", "arg.kind");
    expect_fault(&row, "day=2026-11-31", "arg.kind");
    expect_fault(&row, "window=2026-11-24T15:30", "arg.kind");
    expect_fault(&row, "window=\"2026-11-24 15:30/\"", "arg.kind");
    expect_fault(&row, "window=\"/2026-11-24 15:30\"", "arg.kind");
    expect_fault(&row, "window=\"2026-11-24 15:30/17:00\"", "arg.kind");
    expect_fault(&row, "window=anytime", "arg.kind");
}

static void test_window_end(void **state)
{
    (void)state;
    struct request r = ask(&row, "window=\"2026-11-24 15:30/2026-11-24 17:00\"");
    const struct value *window = arguments_value(&r.arguments, "window");

    assert_int_equal(window->n2 - window->n, 90 * MOMENT_MINUTE);
    done(&r);
    r = ask(&row, "window=any");
    assert_true(arguments_value(&r.arguments, "window")->n2 == MOMENT_NONE);
    done(&r);
}

static void test_numbers(void **state)
{
    static const char *const bad[] = {
        "count=1000001", "count=-1",        "count=+1", "count=1.0", "count=1e3",
        "count=0x10",    "fen=12.505",      "fen=12.",  "fen=.5",    "fen=-1",
        "fen=1,000",     "fen=10000000.01", "who=abc",  "who=-1",    "who=9223372036854775808",
        "part=x"};

    (void)state;
    expect_number("count=0", "count", 0);
    expect_number("count=1000000", "count", ARGUMENT_INT_MAX);
    expect_number("fen=12.50", "fen", 1250);
    expect_number("fen=12.5", "fen", 1250);
    expect_number("fen=12.05", "fen", 1205);
    expect_number("fen=0", "fen", 0);
    expect_number("fen=10000000.00", "fen", ARGUMENT_FEN_MAX);
    expect_number("who=9223372036854775807", "who", INT64_MAX);
    for (size_t i = 0; i < array_length(bad); i++)
        expect_fault(&row, bad[i], "arg.kind");
}

static void test_nobody_picked(void **state)
{
    (void)state;
    struct request r = ask(&row, "who=0 line=\"\"");

    assert_true(r.good);
    assert_null(arguments_value(&r.arguments, "who"));
    assert_null(arguments_value(&r.arguments, "line"));
    done(&r);
}

static void test_lines(void **state)
{
    (void)state;
    struct request r = ask(&row, "lines=\"A-28*2;A-05*1.5; A-27 * 1 @ 60.5;B-1*2*0.25;#100012*1;\"");
    const struct line *line = r.arguments.input.line;

    assert_true(r.good);
    assert_int_equal(r.arguments.input.lines, 5);
    assert_string_equal(line[0].code, "A-28");
    assert_int_equal(line[0].quantity, 200);
    assert_int_equal(line[0].chosen_fen, -1);
    assert_int_equal(line[1].quantity, 150);
    assert_string_equal(line[2].code, "A-27");
    assert_int_equal(line[2].chosen_fen, 6050);
    assert_int_equal(line[3].quantity, 200);
    assert_int_equal(line[3].second, 25);
    assert_string_equal(line[4].code, "#100012");
    done(&r);
}

static void test_bad_lines(void **state)
{
    static const char *const bad[] = {
        "lines=A-28",       "lines=A-28*",    "lines=*2",      "lines=A-28*1.005",
        "lines=A-28*-1",    "lines=A-28*1*",  "lines=A-28*1@", "lines=A-28*1@1.234",
        "lines=A-28*1*1*1", "lines=A*1;;B*1", "lines=;",       "lines=A*1000000.01"};

    (void)state;
    for (size_t i = 0; i < array_length(bad); i++)
        expect_fault(&row, bad[i], "arg.kind");
    expect_good(&row, "lines=A*1000000");
    expect_good(&row, "lines=1234567890123456789012345678901*1");
    expect_fault(&row, "lines=12345678901234567890123456789012*1", "arg.long");
}

static void test_list_lengths(void **state)
{
    char *most = repeated("lines=", "A*1;", LINES_MAX), *more = repeated("lines=", "A*1;", LINES_MAX + 1);

    (void)state;
    expect_good(&row, most);
    expect_fault(&row, more, "arg.long");
    free(most);
    free(more);
}

static void test_things(void **state)
{
    (void)state;
    struct request r = ask(&things_row, "materials=\"水龙头 DN15*1;86*86 底盒*2 只\"");

    assert_true(r.good);
    assert_int_equal(r.arguments.input.things, 2);
    assert_string_equal(r.arguments.input.thing[0].name, "水龙头 DN15");
    assert_string_equal(r.arguments.input.thing[0].quantity, "1");
    assert_string_equal(r.arguments.input.thing[1].name, "86*86 底盒");
    assert_string_equal(r.arguments.input.thing[1].quantity, "2 只");
    done(&r);
    expect_fault(&things_row, "materials=生料带", "arg.kind");
    expect_fault(&things_row, "materials=生料带*", "arg.kind");
    expect_fault(&things_row, "materials=a*1;a*2", "arg.twice");
}

static void test_thing_lengths(void **state)
{
    char *name = repeated("", "宽", ARGUMENT_THING_MAX),
         *number = repeated("", "1", ARGUMENT_QUANTITY_TEXT_MAX);
    char *most = xasprintf("materials=%s*%s", name, number);
    char *name_more = xasprintf("materials=%sx*1", name), *number_more = xasprintf("materials=a*%s1", number);

    (void)state;
    expect_good(&things_row, most);
    expect_fault(&things_row, name_more, "arg.long");
    expect_fault(&things_row, number_more, "arg.long");
    free(name);
    free(number);
    free(most);
    free(name_more);
    free(number_more);
}

static void test_answers(void **state)
{
    (void)state;
    struct request r = ask(&answers_row, "signer=张建国 answers=\"power_off=yes;floor=na:厨房瓷砖;mat=no\"");

    assert_true(r.good);
    assert_int_equal(r.arguments.input.things, 3);
    assert_string_equal(r.arguments.input.thing[1].name, "floor");
    assert_string_equal(r.arguments.input.thing[1].quantity, "na");
    assert_string_equal(r.arguments.input.thing[1].word, "厨房瓷砖");
    assert_string_equal(r.arguments.input.thing[2].word, "");
    done(&r);
    expect_fault(&answers_row, "signer=a answers=floor=maybe", "arg.option");
    expect_fault(&answers_row, "signer=a answers=floor", "arg.kind");
    expect_fault(&answers_row, "signer=a answers=Floor=yes", "arg.kind");
    expect_fault(&answers_row, "signer=a answers=\"mat=yes;mat=no\"", "arg.twice");
}

static void test_required_and_unknown(void **state)
{
    (void)state;
    expect_fault(&answers_row, "", "arg.missing");
    expect_fault(&answers_row, "signer=\" \"", "arg.missing");
    expect_fault(&answers_row, "signer=a colour=red", "arg.unknown");
    expect_fault(&answers_row, "signer=a loose", "arg.unknown");
    struct request r = ask(&answers_row, "answers=mat=yes");
    assert_string_equal(r.fault.field, "signer");
    assert_string_equal(r.fault.label.zh, "签字人");
    assert_string_equal(r.fault.label.en, "Signer");
    done(&r);
}

/* R5.2.3-2: a price in the request is refused, not ignored, and the refusal names the clause. */
static void test_price_is_refused(void **state)
{
    (void)state;
    struct request r = ask(&row, "lines=A-28*2 price=1.00");

    assert_false(r.good);
    assert_string_equal(r.fault.code, "arg.unknown");
    assert_string_equal(r.fault.field, "price");
    assert_string_equal(r.fault.clause, "5.2.3");
    done(&r);
}

static void test_reserved(void **state)
{
    (void)state;
    struct request r = ask(&row, "id=JS-2026-00012 part=100017 version=4 idem=abc count=3");

    assert_true(r.good);
    assert_int_equal(r.arguments.input.part, 100017);
    assert_string_equal(r.arguments.input.data, "{\"count\":\"3\"}");
    done(&r);
}

static void test_secret_is_kept_nowhere(void **state)
{
    (void)state;
    struct request r = ask(&row, "pin=4711 line=a");

    assert_true(r.good);
    assert_string_equal(r.arguments.secret, "4711");
    assert_string_equal(r.arguments.input.data, "{\"line\":\"a\"}");
    assert_null(strstr(r.arguments.canon.data, "4711"));
    assert_string_equal(r.arguments.input.value[14].text, "");
    done(&r);
}

/* RX-5: the same request in another order is the same; another value, id or part is another. */
static void test_canon(void **state)
{
    static const struct {
        const char *text;
        bool same;
    } rows[] = {{"line=a count=3 id=7 idem=other version=9 pin=1", true},
                {"id=7 count=3 line=\"a\"", true},
                {"id=7 count=3 line=b", false},
                {"id=8 count=3 line=a", false},
                {"id=7 count=3 line=a part=5", false},
                {"id=7 count=3", false}};
    struct request first = ask(&row, "id=7 line=a count=3 idem=k");

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        struct request r = ask(&row, rows[i].text);

        assert_int_equal(strcmp(r.arguments.canon.data, first.arguments.canon.data) == 0, rows[i].same);
        done(&r);
    }
    done(&first);
}

static void test_data_is_json(void **state)
{
    (void)state;
    struct request r = ask(&row, "line=\"a\\\"b\" count=2");

    assert_string_equal(r.arguments.input.data, "{\"line\":\"a\\\"b\",\"count\":\"2\"}");
    done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_texts_without_own_limit),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_window_end),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_nobody_picked),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_bad_lines),
        cmocka_unit_test(test_list_lengths),
        cmocka_unit_test(test_things),
        cmocka_unit_test(test_thing_lengths),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_required_and_unknown),
        cmocka_unit_test(test_price_is_refused),
        cmocka_unit_test(test_reserved),
        cmocka_unit_test(test_secret_is_kept_nowhere),
        cmocka_unit_test(test_canon),
        cmocka_unit_test(test_data_is_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
