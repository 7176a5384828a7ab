/* Lists: selection by id, stable scroll, filter, sorting, columns that make room; the detail pane and the
 * bars. */
#include "client/widgets/bars.h"
#include "client/widgets/detail.h"
#include "client/widgets/table.h"
#include "client/widgets/toast.h"
#include "common/mem.h"
#include "common/text.h"
#include "unit.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct table_column columns[] = {
    {.label = {"单号", "No."}, .min = 9},
    {.label = {"客户", "Client"}, .min = 8, .weight = 1, .priority = 1, .initials = true},
    {.label = {"项目", "Item"}, .min = 10, .weight = 3, .priority = 2, .initials = true},
    {.label = {"金额", "Fee"}, .min = 7, .priority = 3, .align = CELL_RIGHT, .numeric = true},
};

static void add(struct table *table, const char *id, const char *client, const char *item, const char *fee)
{
    const char *cells[] = {id, client, item, fee};
    table_add(table, &(struct table_row){.id = id, .cells = cells});
}

static void fill(struct table *table, const char *fee_of_second)
{
    table_begin(table);
    add(table, "1123-0007", "张建国", "更换水龙头", "30.00");
    add(table, "1123-0012", "刘洋", "更换开关面板", fee_of_second);
    add(table, "1123-0019", "欧阳文静", "燃气灶打不着火", "120.00");
    table_end(table);
}

static struct table *make(void)
{
    struct table *table = table_new(columns, 4);
    fill(table, "25.00");
    return table;
}

static enum heard press(struct table *table, enum key_kind kind)
{
    return table_key(table, &(struct key){.kind = kind});
}

static void type(struct table *table, const char *text)
{
    while (*text)
        table_key(table, &(struct key){.kind = K_CHAR, .code = text_next(&text)});
}

/* Row n of the table drawn on a page of this size. */
static char *drawn(struct table *table, int rows, int cols, int n)
{
    struct canvas *canvas = canvas_new(rows, cols, LANG_ZH);
    struct buf text = {0};
    table_draw(table, canvas, canvas_area(canvas), true);
    canvas_text(canvas, &text);
    const char *at = text.data;
    while (n-- > 0)
        at = strchr(at, '\n') + 1;
    char *line = xstrndup(at, strcspn(at, "\n") + 1);
    line[strcspn(line, "\n")] = '\0';
    buf_free(&text);
    canvas_free(canvas);
    return line;
}

static void row_is(struct table *table, int cols, int n, const char *wanted)
{
    char *line = drawn(table, 6, cols, n);
    assert_string_equal(line, wanted);
    free(line);
}

static void test_columns_make_room(void **state)
{
    struct table *table = make();
    (void)state;
    row_is(table, 60, 0, "  单号      客户          项目                          金额");
    row_is(table, 60, 1, "> 1123-0007 张建国        更换水龙头                   30.00");
    row_is(table, 40, 0, "  单号      客户     项目           金额");
    row_is(table, 31, 0, "  单号      客户     项目");
    row_is(table, 31, 2, "  1123-0012 刘洋     更换开关 ~");
    row_is(table, 20, 0, "  单号      客户");
    row_is(table, 11, 0, "  单号");
    row_is(table, 6, 1, "> 112~"); /* the first column is never left out */
    table_free(table);
}

static void test_selection_by_id(void **state)
{
    struct table *table = make();
    const char *cells[] = {"1123-0001", "新", "新", "1"};
    (void)state;
    press(table, K_DOWN);
    assert_string_equal(table_id(table), "1123-0012");
    table_begin(table); /* one came before it, one went */
    table_add(table, &(struct table_row){.id = "1123-0001", .cells = cells});
    add(table, "1123-0012", "刘洋", "更换开关面板", "25.00");
    table_end(table);
    assert_string_equal(table_id(table), "1123-0012");
    assert_int_equal(table_position(table), 2);
    table_remove(table, "1123-0012");
    assert_string_equal(table_id(table), "1123-0001");
    table_remove(table, "1123-0001");
    table_remove(table, "1123-0001");
    assert_null(table_id(table));
    assert_int_equal(table_position(table), 0);
    assert_string_equal(table_cell(table, 0), "");
    assert_int_equal(press(table, K_ENTER), HEARD);
    table_free(table);
}

/* Rows that come above the selected one push the view, not the row under the cursor. */
static void test_row_stays_on_its_screen_row(void **state)
{
    struct table *table = table_new(columns, 4);
    char id[16];
    (void)state;
    table_begin(table);
    for (int i = 100; i < 150; i++) {
        snprintf(id, sizeof id, "%d", i);
        add(table, id, "a", "b", "1");
    }
    table_end(table);
    table_select(table, "120");
    free(drawn(table, 11, 40, 0));
    press(table, K_UP);
    press(table, K_UP);
    char *before = drawn(table, 11, 40, 8);
    assert_non_null(strstr(before, "> 118"));
    table_begin(table);
    for (int i = 90; i < 150; i++) {
        snprintf(id, sizeof id, "%d", i);
        add(table, id, "a", "b", "1");
    }
    table_end(table);
    char *after = drawn(table, 11, 40, 8);
    assert_non_null(strstr(after, "> 118"));
    free(before);
    free(after);
    table_free(table);
}

static void test_changed_rows_are_marked(void **state)
{
    struct table *table = make();
    const char *cells[] = {"1123-0019", "欧阳文静", "燃气灶打不着火", "99"};
    (void)state;
    fill(table, "26.00");
    row_is(table, 60, 2, " *1123-0012 刘洋          更换开关面板                 26.00");
    fill(table, "26.00"); /* still not looked at */
    row_is(table, 60, 2, " *1123-0012 刘洋          更换开关面板                 26.00");
    press(table, K_DOWN);
    press(table, K_UP);
    row_is(table, 60, 2, "  1123-0012 刘洋          更换开关面板                 26.00");
    table_update(table,
                 &(struct table_row){.id = "1123-0019", .cells = cells, .mark = '!', .role = ROLE_OVERDUE});
    row_is(table, 60, 3, " !1123-0019 欧阳文静      燃气灶打不着火                  99");
    table_free(table);
}

static void test_filter(void **state)
{
    struct table *table = make();
    (void)state;
    type(table, "／"); /* the input method's slash */
    assert_true(table_filtering(table));
    type(table, "GHK"); /* 更换开关面板 by its initials */
    assert_int_equal(table_shown(table), 1);
    assert_string_equal(table_id(table), "1123-0012");
    press(table, K_ENTER);
    assert_false(table_filtering(table));
    assert_string_equal(table_filter_text(table), "GHK");
    row_is(table, 60, 0, " 筛选 [GHK                             ] 1/3");
    press(table, K_ESC);
    assert_int_equal(table_shown(table), 3);
    assert_string_equal(table_id(table), "1123-0012"); /* still the one that was found */
    assert_int_equal(press(table, K_ESC), HEARD_NOT);
    table_filter(table, "张");
    assert_int_equal(table_shown(table), 1);
    table_filter(table, "没有");
    assert_null(table_id(table));
    row_is(table, 60, 2, "  没有匹配的记录,Esc 清除筛选");
    table_filter(table, "");
    assert_int_equal(table_shown(table), 3);
    table_free(table);
}

static void test_filter_limit(void **state)
{
    struct table *table = make();
    (void)state;
    type(table, "/");
    for (int i = 0; i < TABLE_FILTER_MAX + 1; i++)
        type(table, "x");
    assert_int_equal(strlen(table_filter_text(table)), TABLE_FILTER_MAX);
    table_free(table);
}

static void collect(void *arg, const struct table_row *row)
{
    buf_printf(arg, "%s ", row->id + 7);
}

static void order_is(const struct table *table, const char *wanted)
{
    struct buf out = {0};
    table_each(table, collect, &out);
    assert_string_equal(out.data, wanted);
    buf_free(&out);
}

static void test_sort(void **state)
{
    struct table *table = make();
    (void)state;
    order_is(table, "07 12 19 ");
    table_sort(table, 3, false); /* by number: 25 before 30 before 120 */
    order_is(table, "12 07 19 ");
    row_is(table, 40, 0, "  单号      客户     项目          金额^");
    type(table, "I");
    order_is(table, "19 07 12 ");
    row_is(table, 40, 0, "  单号      客户     项目          金额v");
    type(table, ">"); /* past the last column: as they came */
    order_is(table, "07 12 19 ");
    type(table, "<");
    order_is(table, "19 07 12 ");
    assert_string_equal(table_id(table), "1123-0007");
    assert_int_equal(table_position(table), 2);
    table_free(table);
}

static void test_rows_limit(void **state)
{
    struct table *table = table_new(columns, 4);
    const char *cells[] = {"a", "b", "c", "d"};
    char id[16];
    (void)state;
    table_begin(table);
    for (int i = 0; i < TABLE_ROWS_MAX; i++) {
        snprintf(id, sizeof id, "%d", i);
        assert_true(table_add(table, &(struct table_row){.id = id, .cells = cells}));
    }
    assert_false(table_add(table, &(struct table_row){.id = "more", .cells = cells}));
    table_end(table);
    table_update(table, &(struct table_row){.id = "more", .cells = cells});
    assert_int_equal(table_count(table), TABLE_ROWS_MAX);
    press(table, K_END);
    assert_int_equal(table_position(table), TABLE_ROWS_MAX);
    table_free(table);
}

static void test_keys_at_the_ends(void **state)
{
    struct table *table = make();
    (void)state;
    press(table, K_UP);
    assert_int_equal(table_position(table), 1);
    press(table, K_PAGE_DOWN);
    press(table, K_PAGE_DOWN);
    press(table, K_PAGE_DOWN);
    press(table, K_DOWN);
    assert_int_equal(table_position(table), 3);
    type(table, "gjjk");
    assert_int_equal(table_position(table), 2);
    type(table, "G");
    assert_int_equal(table_position(table), 3);
    assert_int_equal(press(table, K_ENTER), HEARD_DONE);
    assert_int_equal(table_key(table, &(struct key){.kind = K_CHAR, .code = 'D'}), HEARD_NOT);
    table_free(table);
}

static void page_is(struct canvas *canvas, const char *wanted)
{
    struct buf text = {0};
    canvas_text(canvas, &text);
    assert_string_equal(text.data, wanted);
    buf_free(&text);
}

static void test_detail(void **state)
{
    struct detail *detail = detail_new();
    struct canvas *canvas = canvas_new(4, 24, LANG_ZH);
    struct key end = {.kind = K_END};
    (void)state;
    detail_heading(detail, "1123-0012");
    detail_pair(detail, "客户", "刘洋", ROLE_TEXT);
    detail_pair(detail, "备注", "家里有老人,敲门后多等一会儿", ROLE_TEXT);
    detail_rule(detail);
    detail_line(detail, "最后一行", ROLE_TEXT);
    detail_draw(detail, canvas, canvas_area(canvas), true);
    page_is(canvas, "1123-0012\n 客户 刘洋\n 备注 家里有老人,敲门后\n      多等一会 下面还有\n");
    detail_key(detail, &end);
    detail_draw(detail, canvas, canvas_area(canvas), true);
    page_is(canvas,
            " 备注 家里有老人,敲门后\n      多等一会儿\n------------------------\n 最后一行      上面还有\n");
    assert_int_equal(detail_rows(detail, 24), 6);
    detail_clear(detail);
    for (int i = 0; i < DETAIL_ITEMS_MAX + 1; i++)
        detail_line(detail, "x", ROLE_TEXT);
    assert_int_equal(detail_rows(detail, 24), DETAIL_ITEMS_MAX);
    detail_free(detail);
    canvas_free(canvas);
}

static void test_hints_drop_by_priority(void **state)
{
    static const struct bar_hint hints[] = {{"?", {"帮助", "help"}, 0},
                                            {"a", {"派工", "assign"}, 2},
                                            {"Enter", {"打开", "open"}, 1},
                                            {"q", {"退", "quit"}, 3}};
    struct canvas *canvas = canvas_new(1, 40, LANG_ZH);
    (void)state;
    assert_int_equal(bar_draw_hints(canvas, 0, hints, 4), 4);
    page_is(canvas, " ? 帮助 a 派工 Enter 打开 q 退\n");
    canvas_reset(canvas, 1, 30, LANG_ZH);
    assert_int_equal(bar_draw_hints(canvas, 0, hints, 4), 3);
    page_is(canvas, " ? 帮助 a 派工 Enter 打开\n");
    canvas_reset(canvas, 1, 20, LANG_ZH);
    assert_int_equal(bar_draw_hints(canvas, 0, hints, 4), 2);
    page_is(canvas, " ? 帮助 Enter 打开\n");
    canvas_reset(canvas, 1, 3, LANG_ZH);
    assert_int_equal(bar_draw_hints(canvas, 0, hints, 4), 0);
    canvas_free(canvas);
}

static void test_bars(void **state)
{
    static const struct bar_tab tabs[] = {{{"队列", "Queue"}, 0, false}, {{"回访", "Calls"}, 7, true}};
    struct canvas *canvas = canvas_new(2, 40, LANG_ZH);
    struct buf gauge = {0};
    (void)state;
    bar_draw_tabs(canvas, 0, &(struct bar_tabs){tabs, 2, 0, "王芳 14:32"});
    bar_draw_rule(canvas, span_at(1, 0, 40), "1123-0012", "3/42");
    page_is(canvas, " 1队列* 2回访(7!)            王芳 14:32\n- 1123-0012 --------------------- 3/42 -\n");
    bar_gauge(&gauge, 12, 507, 767);
    assert_string_equal(gauge.data, "[#####..|..]");
    buf_clear(&gauge);
    bar_gauge(&gauge, 12, 1042, -1);
    assert_string_equal(gauge.data, "[##########]");
    canvas_reset(canvas, 4, 20, LANG_ZH);
    bar_draw_too_small(canvas);
    page_is(canvas, "窗口 20x4 太小\n至少需要 60x16\n放大窗口或缩小字号\n(数据未丢失, 草稿已~\n");
    canvas_reset(canvas, 1, 1, LANG_EN);
    bar_draw_too_small(canvas);
    bar_draw_title(canvas, 0, "x", "y");
    bar_draw_banner(canvas, 0, "z");
    buf_free(&gauge);
    canvas_free(canvas);
}

static void test_toast_goes_away(void **state)
{
    struct toast *toast = toast_new();
    struct canvas *canvas = canvas_new(1, 40, LANG_ZH);
    (void)state;
    toast_draw(toast, canvas, 0, "standing", "2 条新消息");
    page_is(canvas, " standing                    2 条新消息\n");
    assert_int_equal(toast_wait(toast, 1000), -1);
    toast_say(toast, "已保存", ROLE_OK, 1000 + TOAST_MS);
    assert_int_equal(toast_wait(toast, 1000), TOAST_MS);
    toast_draw(toast, canvas, 0, "standing", NULL);
    page_is(canvas, " 已保存\n");
    assert_false(toast_expire(toast, 1000 + TOAST_MS - 1));
    assert_true(toast_expire(toast, 1000 + TOAST_MS));
    assert_false(toast_expire(toast, 1000 + TOAST_MS));
    toast_free(toast);
    canvas_free(canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns_make_room),
        cmocka_unit_test(test_selection_by_id),
        cmocka_unit_test(test_row_stays_on_its_screen_row),
        cmocka_unit_test(test_changed_rows_are_marked),
        cmocka_unit_test(test_filter),
        cmocka_unit_test(test_filter_limit),
        cmocka_unit_test(test_sort),
        cmocka_unit_test(test_rows_limit),
        cmocka_unit_test(test_keys_at_the_ends),
        cmocka_unit_test(test_detail),
        cmocka_unit_test(test_hints_drop_by_priority),
        cmocka_unit_test(test_bars),
        cmocka_unit_test(test_toast_goes_away),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
