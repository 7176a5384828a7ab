/* The form engine: values, what is missing, refusals, drafts, focus, dialogs and menus. */
#include "client/widgets/dialog.h"
#include "client/widgets/form.h"
#include "client/widgets/help.h"
#include "client/widgets/menu.h"
#include "common/mem.h"
#include "common/text.h"
#include "unit.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct choice_option sources[] = {{"phone", {"电话", "Phone"}}, {"desk", {"前台", "Desk"}}};

static const struct form_spec order[] = {
    {.name = "no", .label = {"单号", "No."}, .kind = FORM_FACT, .initial = "1123-0012"},
    {.name = "client", .label = {"客户", "Client"}, .kind = FORM_TEXT, .required = true, .max_chars = 20},
    {.name = "phone", .label = {"电话", "Phone"}, .kind = FORM_PHONE},
    {.name = "source",
     .label = {"来源", "Source"},
     .kind = FORM_CHOICE,
     .options = sources,
     .option_count = 2,
     .required = true,
     .help = {"客户怎么找来的", "how the client came"}},
    {.name = "item", .label = {"项目", "Item"}, .kind = FORM_PICK, .required = true},
    {.name = "items", .label = {"明细", "Lines"}, .kind = FORM_LINES},
    {.name = "visit", .label = {"预约", "Visit"}, .kind = FORM_WINDOW, .required = true},
    {.name = "due", .label = {"期限", "Due"}, .kind = FORM_MOMENT},
    {.name = "fee", .label = {"金额", "Fee"}, .kind = FORM_MONEY},
    {.name = "consent", .label = {"同意", "Consent"}, .kind = FORM_CHECK, .required = true},
    {.name = "note", .label = {"备注", "Note"}, .kind = FORM_NOTE},
    {.name = "pin", .label = {"PIN", "PIN"}, .kind = FORM_SECRET},
};

#define FIELDS ((int)array_length(order))

static void ask(void *owner, struct form *form, const char *name, const char *text)
{
    static const struct picker_row rows[] = {
        {"GS-012", "GS-012 更换水龙头(普通)", "30.00/次", NULL, "次", PICKER_ASK_NOTHING}};
    (void)owner;
    form_answer(form, name, text, rows, 1);
}

static char picked_last[32];

static void note_pick(void *owner, struct form *form, const char *name, const char *id)
{
    (void)owner;
    snprintf(picked_last, sizeof picked_last, "%s=%s", name, id);
    form_say(form, name, "在办 1 单\n上次满意");
}

static struct form *make(void)
{
    struct form *form = form_new(order, FIELDS, (struct form_owner){NULL, ask, note_pick});
    form_now(form, "2026-11-24 14:32");
    return form;
}

static enum heard press(struct form *form, enum key_kind kind)
{
    return form_key(form, &(struct key){.kind = kind});
}

static enum heard save(struct form *form)
{
    return form_key(form, &(struct key){.kind = K_F, .code = 2});
}

static void type(struct form *form, const char *text)
{
    while (*text)
        form_key(form, &(struct key){.kind = K_CHAR, .code = text_next(&text)});
}

static void value_is(struct form *form, const char *name, const char *wanted)
{
    struct buf value = {0};
    assert_true(form_value(form, name, &value));
    assert_string_equal(value.data, wanted);
    buf_free(&value);
}

static void fill(struct form *form)
{
    form_go(form, "client");
    type(form, " 张建国 ");
    press(form, K_TAB);
    press(form, K_TAB);
    type(form, "1");
    press(form, K_TAB);
    type(form, "hslt");
    assert_int_equal(press(form, K_ENTER), HEARD); /* picks and goes on */
    assert_string_equal(form_focus(form), "items");
    assert_string_equal(picked_last, "item=GS-012");
    form_go(form, "visit");
    type(form, "明天 9-10");
    press(form, K_TAB);
    form_go(form, "fee");
    type(form, "30.5");
    press(form, K_TAB);
    type(form, " ");
    press(form, K_TAB);
    type(form, "敲门后多等一会儿");
    press(form, K_ENTER);
    type(form, "开关在玄关");
}

static void test_values(void **state)
{
    struct form *form = make();
    (void)state;
    assert_int_equal(form_missing(form), 5);
    assert_string_equal(form_focus(form), "client"); /* the fact takes no focus */
    fill(form);
    assert_int_equal(form_missing(form), 0);
    value_is(form, "client", "张建国");
    value_is(form, "source", "phone");
    value_is(form, "item", "GS-012");
    value_is(form, "visit", "2026-11-25 09:00/2026-11-25 10:00");
    value_is(form, "fee", "30.50");
    value_is(form, "consent", "yes");
    value_is(form, "note", "敲门后多等一会儿\n开关在玄关");
    value_is(form, "due", "");
    assert_int_equal(save(form), HEARD_DONE);
    form_free(form);
}

static void count_values(void *arg, const char *name, const char *value)
{
    struct buf *out = arg;
    buf_printf(out, "%s=%s;", name, value);
}

static void test_each_sends_what_is_filled(void **state)
{
    static const struct form_spec specs[] = {
        {.name = "fact", .label = {"", ""}, .kind = FORM_FACT, .initial = "x"},
        {.name = "a", .label = {"", ""}, .kind = FORM_TEXT, .initial = "1"},
        {.name = "b", .label = {"", ""}, .kind = FORM_TEXT},
        {.name = "c", .label = {"", ""}, .kind = FORM_CHECK},
    };
    struct form *form = form_new(specs, 4, (struct form_owner){NULL, NULL, NULL});
    struct buf out = {0};
    (void)state;
    form_each(form, count_values, &out);
    assert_string_equal(out.data, "a=1;");
    buf_free(&out);
    form_free(form);
}

static void screen_of(struct form *form, int rows, int cols, struct buf *out)
{
    struct canvas *canvas = canvas_new(rows, cols, LANG_ZH);
    form_draw(form, canvas, canvas_area(canvas));
    canvas_text(canvas, out);
    canvas_free(canvas);
}

static void shows(struct form *form, const char *wanted, bool yes)
{
    struct buf text = {0};
    screen_of(form, 24, 80, &text);
    if ((strstr(text.data, wanted) != NULL) != yes)
        fail_msg("\"%s\" is %s on\n%s", wanted, yes ? "not" : "still", text.data);
    buf_free(&text);
}

static void test_said_under_the_field(void **state)
{
    struct form *form = make();
    (void)state;
    fill(form);
    shows(form, "在办 1 单", true);
    form_say(form, "item", NULL);
    shows(form, "在办 1 单", false);
    form_free(form);
}

static void test_things_and_answers(void **state)
{
    static const struct form_spec specs[] = {
        {.name = "things", .label = {"材料", "Materials"}, .kind = FORM_THINGS},
        {.name = "list", .label = {"检查表", "Checklist"}, .kind = FORM_ANSWERS, .required = true},
        {.name = "how", .label = {"方式", "How"}, .kind = FORM_CHOICE},
    };
    static const struct answers_row rows[] = {{"bell", "按门铃", "", NULL}, {"floor", "铺垫布", "", NULL}};
    struct form *form = form_new(specs, 3, (struct form_owner){NULL, NULL, NULL});
    (void)state;
    type(form, "86*86 底盒;大");
    press(form, K_ENTER);
    press(form, K_DOWN);
    type(form, "2 只");
    assert_int_equal(press(form, K_ENTER), HEARD); /* the last number: on to the next field */
    assert_string_equal(form_focus(form), "list");
    value_is(form, "things", "86*86 底盒；大*2 只");
    assert_int_equal(form_missing(form), 1);
    form_questions(form, "list", rows, 2);
    type(form, "ｙ"); /* full-width y: yes, and on to the next question */
    type(form, "a");
    press(form, K_ENTER);
    type(form, "厨房瓷砖");
    value_is(form, "list", "bell=yes;floor=na:厨房瓷砖");
    form_questions(form, "list", rows, 1); /* asked anew: what was answered stays */
    value_is(form, "list", "bell=yes");
    form_options(form, "how", sources, 2);
    assert_true(form_set(form, "how", "desk"));
    form_options(form, "how", sources, 1);
    value_is(form, "how", "");
    form_free(form);
}

static void test_missing_and_errors(void **state)
{
    struct form *form = make();
    (void)state;
    shows(form, "必填 * 还差 5 项", true);
    assert_int_equal(save(form), HEARD);
    assert_string_equal(form_focus(form), "client");
    shows(form, "! 必填", true);
    fill(form);
    form_go(form, "visit");
    form_set(form, "visit", "改天");
    assert_int_equal(save(form), HEARD);
    assert_string_equal(form_focus(form), "visit");
    shows(form, "! 看不懂这个时间", true);
    type(form, "x"); /* typing takes the complaint away */
    shows(form, "! 看不懂这个时间", false);
    press(form, K_TAB); /* leaving the field brings it again */
    shows(form, "! 看不懂这个时间", true);
    form_free(form);
}

static void test_typed_but_not_picked(void **state)
{
    struct form *form = make();
    (void)state;
    fill(form);
    form_go(form, "item");
    form_set(form, "item", "");
    type(form, "zz");
    press(form, K_ESC); /* closes the list, does not leave */
    assert_int_equal(save(form), HEARD);
    shows(form, "请从列表中选定一项", true);
    form_free(form);
}

static void test_server_refusal(void **state)
{
    struct form *form = make();
    (void)state;
    fill(form);
    form_refuse(form, "phone", "电话不在本项目");
    assert_string_equal(form_focus(form), "phone");
    shows(form, "! 电话不在本项目", true);
    type(form, "1");
    shows(form, "! 电话不在本项目", false);
    form_refuse(form, "", "别人刚改过这张单");
    shows(form, "! 别人刚改过这张单", true);
    save(form);
    shows(form, "! 别人刚改过这张单", false);
    form_free(form);
}

static void test_draft_round(void **state)
{
    struct form *form = make(), *again = make();
    struct buf draft = {0}, second = {0};
    (void)state;
    assert_false(form_dirty(form));
    fill(form);
    assert_true(form_dirty(form));
    form_set_row(form, "items",
                 &(struct picker_row){.id = "GS-012", .label = "更换水龙头", .detail = "30.00/次"}, "2");
    form_set(form, "due", "改天再说"); /* not valid, but typed */
    form_set(form, "pin", "4711");
    form_draft(form, &draft);
    assert_null(strstr(draft.data, "4711"));
    assert_true(form_restore(again, draft.data));
    form_draft(again, &second);
    assert_string_equal(second.data, draft.data);
    value_is(again, "item", "GS-012");
    value_is(again, "items", "GS-012*2");
    value_is(again, "visit", "2026-11-25 09:00/2026-11-25 10:00");
    value_is(again, "note", "敲门后多等一会儿\n开关在玄关");
    value_is(again, "pin", "");
    buf_free(&draft);
    buf_free(&second);
    form_free(form);
    form_free(again);
}

static void test_not_a_draft(void **state)
{
    struct form *form = make();
    char *big = xmalloc(FORM_DRAFT_MAX + 2);
    (void)state;
    memset(big, 'x', FORM_DRAFT_MAX + 1);
    memcpy(big, "draft version=1\n", 16);
    big[FORM_DRAFT_MAX + 1] = '\0';
    assert_false(form_restore(form, big));
    big[FORM_DRAFT_MAX] = '\0';
    assert_true(form_restore(form, big));
    assert_false(form_restore(form, ""));
    assert_false(form_restore(form, "draft version=2\ntext name=client text=x\n"));
    assert_true(
        form_restore(form, "draft version=1\ntext name=nobody text=x\nrow\n\"\ntext name=no text=y\n"));
    value_is(form, "client", "");
    value_is(form, "no", "1123-0012"); /* a fact is not restored */
    free(big);
    form_free(form);
}

static void test_focus_walks(void **state)
{
    struct form *form = make();
    (void)state;
    press(form, K_BACKTAB);
    assert_string_equal(form_focus(form), "pin"); /* round the top, past the fact */
    press(form, K_TAB);
    assert_string_equal(form_focus(form), "client");
    press(form, K_DOWN);
    press(form, K_DOWN);
    assert_string_equal(form_focus(form), "source");
    assert_string_equal(form_help(form).zh, "客户怎么找来的");
    assert_int_equal(press(form, K_ESC), HEARD_LEFT);
    assert_int_equal(form_key(form, &(struct key){.kind = K_F, .code = 5}), HEARD_NOT);
    form_free(form);
}

/* At every size no row is too wide, the focused field is in view and the cursor is on it. */
static void test_every_size(void **state)
{
    (void)state;
    for (int rows = 3; rows <= 30; rows += 3)
        for (int cols = 30; cols <= 121; cols += 7) {
            struct form *form = make();
            fill(form);
            for (int i = 0; i < FIELDS; i++) {
                struct canvas *canvas = canvas_new(rows, cols, i % 2 ? LANG_ZH : LANG_EN);
                int row, col;
                bool shown;
                form_draw(form, canvas, canvas_area(canvas));
                assert_true(canvas_cursor_get(canvas, &row, &col, &shown));
                assert_in_range(row, 0, rows - 2);
                canvas_free(canvas);
                press(form, K_TAB);
            }
            form_free(form);
        }
}

static void test_field_limit(void **state)
{
    static struct form_spec specs[FORM_FIELDS_MAX + 1];
    static char names[FORM_FIELDS_MAX + 1][8];
    (void)state;
    for (int i = 0; i <= FORM_FIELDS_MAX; i++) {
        snprintf(names[i], sizeof names[i], "f%d", i);
        specs[i] = (struct form_spec){.name = names[i], .label = {"", ""}, .kind = FORM_TEXT};
    }
    struct form *form = form_new(specs, FORM_FIELDS_MAX + 1, (struct form_owner){NULL, NULL, NULL});
    assert_true(form_set(form, names[FORM_FIELDS_MAX - 1], "x"));
    assert_false(form_set(form, names[FORM_FIELDS_MAX], "x"));
    form_free(form);
}

static void dialog_type(struct dialog *dialog, const char *text)
{
    while (*text)
        dialog_key(dialog, &(struct key){.kind = K_CHAR, .code = text_next(&text)});
}

static enum heard dialog_press(struct dialog *dialog, enum key_kind kind)
{
    return dialog_key(dialog, &(struct key){.kind = kind});
}

static void test_question_defaults_to_no(void **state)
{
    struct dialog *dialog =
        dialog_new(&(struct dialog_spec){.title = "取消派工 ?", .text = "周涛已收到通知", .yes = "取消派工"});
    (void)state;
    assert_int_equal(dialog_press(dialog, K_ENTER), HEARD_LEFT);
    assert_int_equal(dialog_press(dialog, K_RIGHT), HEARD);
    assert_int_equal(dialog_press(dialog, K_ENTER), HEARD_DONE);
    assert_int_equal(dialog_press(dialog, K_ESC), HEARD_LEFT);
    dialog_free(dialog);
}

static void test_irreversible_needs_word_and_reason(void **state)
{
    struct dialog *dialog = dialog_new(&(struct dialog_spec){
        .title = "?", .text = "", .yes = "取消派工", .type = "qx", .reason = true, .role = ROLE_WARN});
    struct canvas *canvas = canvas_new(10, 60, LANG_ZH);
    struct buf text = {0};
    (void)state;
    dialog_press(dialog, K_TAB);
    dialog_press(dialog, K_TAB);
    dialog_press(dialog, K_RIGHT);
    assert_int_equal(dialog_press(dialog, K_ENTER), HEARD);
    dialog_draw(dialog, canvas);
    canvas_text(canvas, &text);
    assert_non_null(strstr(text.data, "! 还缺必填的内容"));
    dialog_type(dialog, "客户改期");
    dialog_press(dialog, K_ENTER);
    dialog_type(dialog, "ｑｘ");
    dialog_press(dialog, K_ENTER);
    assert_int_equal(dialog_press(dialog, K_ENTER), HEARD_DONE);
    assert_string_equal(dialog_reason(dialog), "客户改期");
    buf_free(&text);
    canvas_free(canvas);
    dialog_free(dialog);
}

static void test_menu_says_why_not(void **state)
{
    static const struct menu_entry entries[] = {{"assign", "派工", "a", NULL},
                                                {"close", "关闭", "c", "客户还没有验收,先验收 (5.6.2)"}};
    struct menu *menu = menu_new("1123-0012", entries, 2);
    struct area area = menu_area(menu, 24, 80);
    struct canvas *canvas = canvas_new(area.rows, area.cols, LANG_ZH);
    struct buf text = {0};
    (void)state;
    assert_int_equal(menu_key(menu, &(struct key){.kind = K_ENTER}), HEARD_DONE);
    assert_int_equal(menu_key(menu, &(struct key){.kind = K_CHAR, .code = 'c'}), HEARD);
    assert_false(menu_allowed(menu));
    menu_draw(menu, canvas);
    canvas_text(canvas, &text);
    assert_non_null(strstr(text.data, ">(-) 关闭"));
    assert_non_null(strstr(text.data, "客户还没有验收,先验收 (5.6.2)"));
    assert_int_equal(menu_key(menu, &(struct key){.kind = K_CHAR, .code = 0xff11}), HEARD_DONE);
    assert_string_equal(menu_id(menu), "assign");
    buf_free(&text);
    canvas_free(canvas);
    menu_free(menu);
}

static void test_help_filters(void **state)
{
    static const struct help_row rows[] = {{"a", {"派工给技师", "assign"}, false, true},
                                           {"p", {"打印派工单", "print"}, false, false},
                                           {"v", {"回访", "call back"}, true, false}};
    struct help *help = help_new("帮助: 队列", rows, 3);
    (void)state;
    assert_int_equal(help_row(help), 0);
    help_key(help, &(struct key){.kind = K_CHAR, .code = 'h'}); /* 回访 by its initials */
    assert_int_equal(help_row(help), 2);
    assert_int_equal(help_key(help, &(struct key){.kind = K_ENTER}), HEARD); /* denied */
    help_key(help, &(struct key){.kind = K_BACKSPACE});
    help_key(help, &(struct key){.kind = K_DOWN});
    assert_int_equal(help_row(help), 1);
    assert_int_equal(help_key(help, &(struct key){.kind = K_ENTER}), HEARD_DONE);
    assert_int_equal(help_key(help, &(struct key){.kind = K_ESC}), HEARD_LEFT);
    help_free(help);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_each_sends_what_is_filled),
        cmocka_unit_test(test_said_under_the_field),
        cmocka_unit_test(test_things_and_answers),
        cmocka_unit_test(test_missing_and_errors),
        cmocka_unit_test(test_typed_but_not_picked),
        cmocka_unit_test(test_server_refusal),
        cmocka_unit_test(test_draft_round),
        cmocka_unit_test(test_not_a_draft),
        cmocka_unit_test(test_focus_walks),
        cmocka_unit_test(test_every_size),
        cmocka_unit_test(test_field_limit),
        cmocka_unit_test(test_question_defaults_to_no),
        cmocka_unit_test(test_irreversible_needs_word_and_reason),
        cmocka_unit_test(test_menu_says_why_not),
        cmocka_unit_test(test_help_filters),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
