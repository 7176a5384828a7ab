/* Picking: the list under a field, rows with amounts, checklists. */
#include "client/widgets/answers.h"
#include "client/widgets/lines.h"
#include "client/widgets/picker.h"
#include "common/mem.h"
#include "common/text.h"
#include "unit.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct key char_key(uint32_t code)
{
    return (struct key){.kind = K_CHAR, .code = code};
}

static struct key kind_key(enum key_kind kind)
{
    return (struct key){.kind = kind};
}

static void row_is(const struct canvas *canvas, int row, const char *wanted)
{
    struct buf text = {0};
    canvas_text(canvas, &text);
    const char *at = text.data;
    for (int i = 0; i < row; i++)
        at = strchr(at, '\n') + 1;
    char *line = xstrndup(at, strcspn(at, "\n") + 1);
    line[strcspn(line, "\n")] = '\0';
    assert_string_equal(line, wanted);
    free(line);
    buf_free(&text);
}

static void cursor_is(const struct canvas *canvas, int row, int col)
{
    int at_row, at_col;
    bool shown;
    assert_true(canvas_cursor_get(canvas, &at_row, &at_col, &shown));
    assert_int_equal(at_row, row);
    assert_int_equal(at_col, col);
}

static int asked;
static char asked_text[64];

static void ask(void *owner, struct picker *picker, const char *text)
{
    static const struct picker_row rows[] = {
        {"GS-012", "GS-012 更换水龙头(普通)", "30.00/次 30分", NULL, "次", PICKER_ASK_NOTHING},
        {"JT-031", "JT-031 更换淋浴花洒", "60.00/套 60分", "待审,还不能用", "套", PICKER_ASK_NOTHING},
    };
    (void)owner;
    asked++;
    snprintf(asked_text, sizeof asked_text, "%s", text);
    if (strcmp(text, "hs") == 0)
        picker_answer(picker, text, rows, 2);
}

static void pick_type(struct picker *picker, const char *text)
{
    while (*text) {
        struct key key = char_key(text_next(&text));
        picker_key(picker, &key);
    }
}

static void test_picker(void **state)
{
    struct picker *picker = picker_new((struct picker_owner){NULL, ask}, (struct label){"编号", "code"});
    struct canvas *canvas = canvas_new(5, 50, LANG_ZH);
    struct key enter = kind_key(K_ENTER), down = kind_key(K_DOWN), up = kind_key(K_UP),
               bs = kind_key(K_BACKSPACE);
    struct picker_row stale = {.id = "X", .label = "X"};
    (void)state;
    asked = 0;
    pick_type(picker, "hs");
    assert_int_equal(asked, 2);
    assert_true(picker_open(picker));
    picker_answer(picker, "h", &stale, 1); /* came late, for another text */
    assert_int_equal(picker_draw_list(picker, canvas, area_at(0, 0, 5, 50)), 4);
    row_is(canvas, 1, "|>GS-012 更换水龙头(普通)           30.00/次 30分|");
    row_is(canvas, 2, "| JT-031 更换淋浴花洒               待审,还不能用|");
    picker_key(picker, &down);
    assert_int_equal(picker_key(picker, &enter), HEARD); /* may not be picked */
    picker_key(picker, &up);
    assert_int_equal(picker_key(picker, &enter), HEARD_DONE);
    assert_string_equal(picker_id(picker), "GS-012");
    assert_string_equal(picker_label(picker), "GS-012 更换水龙头(普通)");
    picker_key(picker, &bs); /* editing what was picked asks anew */
    assert_string_equal(picker_id(picker), "");
    assert_string_equal(asked_text, "GS-012 更换水龙头(普通");
    picker_free(picker);
    canvas_free(canvas);
}

static void test_picker_limit(void **state)
{
    static struct picker_row rows[PICKER_ROWS_MAX + 1];
    struct picker *picker = picker_new((struct picker_owner){NULL, NULL}, (struct label){"", ""});
    struct canvas *canvas = canvas_new(5, 40, LANG_EN);
    struct key enter = kind_key(K_ENTER);
    (void)state;
    for (int i = 0; i <= PICKER_ROWS_MAX; i++)
        rows[i] = (struct picker_row){.id = "id", .label = "label"};
    picker_key(picker, &enter);
    picker_answer(picker, "", rows, PICKER_ROWS_MAX + 1);
    picker_draw_list(picker, canvas, area_at(0, 0, 5, 40));
    row_is(canvas, 0, "+- 1/200 ------------------------------+");
    picker_free(picker);
    canvas_free(canvas);
}

static void lines_type(struct lines *lines, const char *text)
{
    while (*text) {
        struct key key = char_key(text_next(&text));
        lines_key(lines, &key);
    }
}

static void amounts_are(struct lines *lines, const char *wanted)
{
    struct buf value = {0};
    buf_str(&value, "");
    lines_value(lines, &value);
    assert_string_equal(value.data, wanted);
    buf_free(&value);
}

static void test_lines(void **state)
{
    struct lines *lines = lines_new(LINES_PICKED, (struct picker_owner){NULL, ask}, (struct label){"", ""});
    struct canvas *canvas = canvas_new(3, 50, LANG_ZH);
    struct key enter = kind_key(K_ENTER), down = kind_key(K_DOWN), del = kind_key(K_DELETE);
    (void)state;
    pick_type(lines_picker(lines), "hs");
    lines_key(lines, &enter);
    assert_string_equal(picker_text(lines_picker(lines)), "");
    lines_add(lines, &(struct picker_row){.id = "JT-031", .label = "花洒"}, "");
    lines_key(lines, &down);
    lines_type(lines, "1.5"); /* the first digit starts anew, then it goes on */
    lines_key(lines, &down);
    lines_type(lines, "＋");
    amounts_are(lines, "GS-012*1.5;JT-031*2");
    lines_draw(lines, canvas, area_at(0, 0, 3, 50), true);
    row_is(canvas, 1, " GS-012 更换水龙头(普通)            x[1.5   ] 次");
    row_is(canvas, 2, ">花洒                                    x[2     ]");
    cursor_is(canvas, 2, 44);
    lines_key(lines, &del);
    amounts_are(lines, "GS-012*1.5");
    lines_free(lines);
    canvas_free(canvas);
}

/* Persons times hours, and a price out of a range: the row asks, the line is not complete without. */
static void test_lines_that_ask(void **state)
{
    struct lines *lines = lines_new(LINES_PICKED, (struct picker_owner){NULL, NULL}, (struct label){"", ""});
    struct key down = kind_key(K_DOWN), enter = kind_key(K_ENTER), backtab = kind_key(K_BACKTAB);
    struct label why;
    (void)state;
    lines_add(lines, &(struct picker_row){.id = "A-05", .label = "清洁", .ask = PICKER_ASK_SECOND}, "");
    lines_add(lines, &(struct picker_row){.id = "A-27", .label = "疏通", .ask = PICKER_ASK_PRICE}, "");
    assert_false(lines_complete(lines, &why));
    lines_key(lines, &down);
    lines_type(lines, "2");
    assert_int_equal(lines_key(lines, &enter), HEARD);
    lines_type(lines, "1.5");
    assert_int_equal(lines_key(lines, &enter), HEARD);
    assert_int_equal(lines_key(lines, &enter), HEARD);
    lines_type(lines, "60");
    assert_true(lines_complete(lines, &why));
    amounts_are(lines, "A-05*2*1.5;A-27*1@60");
    assert_int_equal(lines_key(lines, &enter), HEARD_NOT);
    lines_key(lines, &backtab);
    lines_type(lines, "0");
    assert_false(lines_complete(lines, &why));
    lines_set(lines, "A-28*2;A-05*1.5*3;A-27*1@60;;B");
    amounts_are(lines, "A-28*2;A-05*1.5*3;A-27*1@60;B*1");
    lines_free(lines);
}

static void test_lines_limit(void **state)
{
    struct lines *lines = lines_new(LINES_NAMED, (struct picker_owner){NULL, NULL}, (struct label){"", ""});
    char id[16];
    (void)state;
    for (int i = 0; i < LINES_MAX; i++) {
        snprintf(id, sizeof id, "I%d", i);
        assert_true(lines_add(lines, &(struct picker_row){.id = id, .label = id}, ""));
    }
    assert_false(lines_add(lines, &(struct picker_row){.id = "one more", .label = ""}, ""));
    assert_true(
        lines_add(lines, &(struct picker_row){.id = "I0", .label = "I0"}, "very many of these, indeed"));
    struct buf amount = {0};
    lines_amount(lines, 0, &amount);
    assert_int_equal(strlen(amount.data), LINES_QUANTITY_MAX);
    buf_free(&amount);
    lines_free(lines);
}

static void test_answers_limit(void **state)
{
    static struct answers_row rows[ANSWERS_MAX + 1];
    static char codes[ANSWERS_MAX + 1][8];
    struct answers *answers = answers_new();
    struct key down = kind_key(K_DOWN), blank = char_key(' ');
    struct buf value = {0};
    (void)state;
    assert_int_equal(answers_key(answers, &blank), HEARD_NOT);
    for (int i = 0; i <= ANSWERS_MAX; i++) {
        snprintf(codes[i], sizeof codes[i], "q%d", i);
        rows[i] = (struct answers_row){codes[i], "label", "", NULL};
    }
    answers_rows_set(answers, rows, ANSWERS_MAX + 1);
    assert_int_equal(answers_count(answers), ANSWERS_MAX);
    for (int i = 0; i < 4; i++)
        answers_key(answers, &blank); /* yes, no, n/a, yes */
    answers_key(answers, &down);
    answers_key(answers, &blank);
    assert_int_equal(answers_open(answers), ANSWERS_MAX - 2);
    answers_value(answers, &value);
    assert_string_equal(value.data, "q0=yes;q1=yes");
    answers_set(answers, "q2=no:a;b;q3=na;=x;q999=yes");
    buf_clear(&value);
    answers_value(answers, &value);
    assert_string_equal(value.data, "q0=yes;q1=yes;q2=no:a;q3=na");
    buf_free(&value);
    answers_free(answers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_picker),      cmocka_unit_test(test_picker_limit),
        cmocka_unit_test(test_lines),       cmocka_unit_test(test_lines_that_ask),
        cmocka_unit_test(test_lines_limit), cmocka_unit_test(test_answers_limit),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
