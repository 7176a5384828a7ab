/* The widgets on a real terminal, for tests/system/test_widgets.py: a list, a form over it, popups, the lock
 * screen, hostile text. It talks to nobody and decides nothing; what it shows is invented. */
#include "client/term/screen.h"
#include "client/widgets/bars.h"
#include "client/widgets/dialog.h"
#include "client/widgets/form.h"
#include "client/widgets/help.h"
#include "client/widgets/lock.h"
#include "client/widgets/menu.h"
#include "client/widgets/table.h"
#include "common/mem.h"
#include "common/wire.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum page { PAGE_LIST, PAGE_FORM, PAGE_LOCK };

struct demo {
    struct screen *screen;
    enum lang lang;
    enum page page;
    struct table *table;
    struct form *form;
    struct menu *menu;
    struct dialog *dialog;
    struct help *help;
    struct lock *lock;
    struct key last;
    bool over;
};

static const struct table_column columns[] = {
    {.label = {"单号", "No."}, .min = 9},
    {.label = {"状态", "State"}, .min = 6, .priority = 1},
    {.label = {"客户", "Client"}, .min = 8, .weight = 1, .priority = 2, .initials = true},
    {.label = {"房号", "Unit"}, .min = 10, .middle = true},
    {.label = {"项目", "Item"}, .min = 12, .weight = 3, .priority = 3, .initials = true},
    {.label = {"金额", "Fee"}, .min = 8, .priority = 4, .align = CELL_RIGHT, .numeric = true},
};

static const struct choice_option sources[] = {{"phone", {"电话", "Phone"}},
                                               {"desk", {"前台", "Front desk"}},
                                               {"staff", {"员工转告", "Told by staff"}},
                                               {"app", {"App", "App"}}};

static const struct form_spec fields[] = {
    {.name = "client", .label = {"客户", "Client"}, .kind = FORM_TEXT, .required = true, .max_chars = 20},
    {.name = "phone", .label = {"电话", "Phone"}, .kind = FORM_PHONE},
    {.name = "source",
     .label = {"来源", "Source"},
     .kind = FORM_CHOICE,
     .options = sources,
     .option_count = 4},
    {.name = "items", .label = {"收费项目", "Items"}, .kind = FORM_LINES, .required = true},
    {.name = "visit", .label = {"预约", "Visit"}, .kind = FORM_WINDOW, .required = true},
    {.name = "consent", .label = {"同意收费", "Consent"}, .kind = FORM_CHECK, .required = true},
    {.name = "pin", .label = {"PIN", "PIN"}, .kind = FORM_SECRET},
    {.name = "note", .label = {"备注", "Note"}, .kind = FORM_NOTE},
};

static const struct help_row help_rows[] = {{"F3", {"新单", "new order"}, false, false},
                                            {"F4", {"动作菜单", "menu of actions"}, false, false},
                                            {"F5", {"取消派工", "cancel dispatch"}, false, true},
                                            {"F8", {"锁定", "lock"}, true, false}};

static const struct bar_hint hints[] = {
    {"?", {"帮助", "help"}, 0},    {"F3", {"新单", "new"}, 1},      {"F4", {"动作", "actions"}, 1},
    {"F5", {"取消", "cancel"}, 3}, {"/", {"筛选", "filter"}, 2},    {"<>", {"排序", "sort"}, 4},
    {"F8", {"锁定", "lock"}, 5},   {"F9", {"语言", "language"}, 5}, {"F10", {"退出", "quit"}, 0}};

static void fill_table(struct table *table)
{
    static const char *const rows[][6] = {
        {"1123-0007", "待回访", "张建国", "3-2-1204", "供水 更换水龙头", "30.00"},
        {"1123-0012", "已派工", "刘洋", "1-3-0501", "供电 更换开关面板", "25.00"},
        {"1123-0019", "待派工", "欧阳文静", "2-1-1603", "家庭 燃气灶打不着火-上门检查并更换电池", "20.00"},
        {"1123-0031", "待派工", "\x1b]0;evil\x07\x1b[31mred", "5-1-0802",
         "\xe2\x80\xae"
         "txt.exe\xe2\x80\xac",
         "1"},
        {"1123-0032", "待派工",
         "a\xe2\x80\x8b"
         "b\xef\xbb\xbf",
         "\xc2\x9b"
         "31m",
         "\xff\xfe坏字节\r\n换行\t制表", "2"},
        {"1123-0033", "待派工", "👨‍👩‍👧一家", "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
         "中\xcc\x81文\xf0\xb1\x8d\x90", "3"},
    };
    table_begin(table);
    for (size_t i = 0; i < array_length(rows); i++)
        table_add(table, &(struct table_row){.id = rows[i][0],
                                             .cells = rows[i],
                                             .mark = i ? 0 : '!',
                                             .role = i ? ROLE_TEXT : ROLE_OVERDUE});
    table_end(table);
}

static void ask(void *owner, struct form *form, const char *name, const char *text)
{
    static const struct picker_row rows[] = {
        {"GS-012", "GS-012 更换水龙头(普通)", "30.00/次 30分", NULL, "次", PICKER_ASK_NOTHING},
        {"GS-013", "GS-013 更换水龙头(感应)", "50.00/次 45分", NULL, "次", PICKER_ASK_PRICE},
        {"JT-031", "JT-031 更换淋浴花洒龙头套件", "60.00/套", "待审,还不能用", "套", PICKER_ASK_NOTHING}};
    (void)owner;
    form_answer(form, name, text, rows, 3);
}

static void demo_open(struct demo *demo, const char *page)
{
    static const struct lock_user users[] = {{"zhoutao", "周涛"}, {"liqiang", "李强"}};
    demo->table = table_new(columns, (int)array_length(columns));
    fill_table(demo->table);
    demo->form = form_new(fields, (int)array_length(fields), (struct form_owner){demo, ask, NULL});
    form_now(demo->form, "2026-11-24 14:32");
    demo->lock = lock_new("车间电脑-1", users, 2);
    lock_note(demo->lock, "周涛 的任务仍在计时:1123-0020 更换灯管");
    demo->page = strcmp(page, "form") == 0 ? PAGE_FORM : strcmp(page, "lock") == 0 ? PAGE_LOCK : PAGE_LIST;
}

static void demo_close(struct demo *demo)
{
    table_free(demo->table);
    form_free(demo->form);
    lock_free(demo->lock);
    menu_free(demo->menu);
    dialog_free(demo->dialog);
    help_free(demo->help);
    screen_close(demo->screen);
}

static void draw_page(struct demo *demo, struct canvas *canvas)
{
    static const struct bar_tab tabs[] = {{{"队列", "Queue"}, 0, false}, {{"回访", "Calls"}, 7, true}};
    char name[32], status[64];
    int rows = canvas_rows(canvas), cols = canvas_cols(canvas);
    struct area middle = area_at(1, 0, rows - 3, cols);
    snprintf(status, sizeof status, "key %s", key_label(&demo->last, name, sizeof name));
    bar_draw_tabs(canvas, 0, &(struct bar_tabs){tabs, 2, 0, "东湖花园 王芳 [在线] 11-23 14:33"});
    canvas_put(canvas, span_at(rows - 2, 0, cols), status, ROLE_STATUS);
    bar_draw_hints(canvas, rows - 1, hints, (int)array_length(hints));
    if (demo->page == PAGE_FORM) {
        struct area inside = canvas_frame(canvas, middle, "新建 客户需求处理单", NULL);
        form_draw(demo->form, canvas, inside);
    } else if (demo->page == PAGE_LOCK) {
        lock_draw(demo->lock, canvas);
    } else {
        table_draw(demo->table, canvas, middle, true);
    }
}

static void draw_popups(struct demo *demo, int rows, int cols)
{
    struct canvas *canvas;
    if (demo->menu && (canvas = screen_popup(demo->screen, menu_area(demo->menu, rows, cols))))
        menu_draw(demo->menu, canvas);
    if (demo->dialog && (canvas = screen_popup(demo->screen, dialog_area(demo->dialog, rows, cols))))
        dialog_draw(demo->dialog, canvas);
    if (demo->help && (canvas = screen_popup(demo->screen, help_area(demo->help, rows, cols))))
        help_draw(demo->help, canvas);
}

static void draw(struct demo *demo)
{
    struct canvas *canvas = screen_begin(demo->screen, demo->lang);
    if (screen_layout(demo->screen) == LAYOUT_TINY) {
        bar_draw_too_small(canvas);
    } else {
        draw_page(demo, canvas);
        draw_popups(demo, canvas_rows(canvas), canvas_cols(canvas));
    }
    screen_present(demo->screen);
}

static void open_menu(struct demo *demo)
{
    static const struct menu_entry entries[] = {
        {"assign", "派工给技师", "a", NULL},
        {"close", "关闭处理单", "c", "客户还没有验收签字,先请客户验收 (5.6.2);验收后由客户经理关闭"},
        {"print", "打印“派工单”…", "p", NULL}};
    demo->menu = menu_new("1123-0012 更换开关面板", entries, 3);
}

static void open_dialog(struct demo *demo)
{
    demo->dialog = dialog_new(&(struct dialog_spec){
        .title = "取消派工 1123-0012 ?",
        .text = "周涛 已收到通知,客户已约 15:00。取消以后要重新派工,客户会收到新的时间。",
        .yes = "取消派工",
        .type = "qx",
        .reason = true,
        .role = ROLE_WARN});
}

static bool popup_key(struct demo *demo, const struct key *key)
{
    if (demo->help) {
        if (help_key(demo->help, key) >= HEARD_DONE) {
            help_free(demo->help);
            demo->help = NULL;
        }
        return true;
    }
    if (demo->dialog) {
        if (dialog_key(demo->dialog, key) >= HEARD_DONE) {
            dialog_free(demo->dialog);
            demo->dialog = NULL;
        }
        return true;
    }
    if (demo->menu && menu_key(demo->menu, key) >= HEARD_DONE) {
        menu_free(demo->menu);
        demo->menu = NULL;
        return true;
    }
    return demo->menu != NULL;
}

static enum heard page_key(struct demo *demo, const struct key *key)
{
    if (demo->page == PAGE_FORM)
        return form_key(demo->form, key);
    if (demo->page == PAGE_LOCK)
        return lock_key(demo->lock, key, 0);
    return table_key(demo->table, key);
}

static void function_key(struct demo *demo, int number)
{
    if (number == 3)
        demo->page = PAGE_FORM;
    else if (number == 4)
        open_menu(demo);
    else if (number == 5)
        open_dialog(demo);
    else if (number == 8)
        demo->page = PAGE_LOCK;
    else if (number == 9)
        demo->lang = demo->lang == LANG_ZH ? LANG_EN : LANG_ZH;
    else if (number == 10)
        demo->over = true;
    else if (number == 12)
        raise(SIGSEGV);
}

static void on_key(struct demo *demo, const struct key *key)
{
    struct key meant = key_command(*key);
    demo->last = *key;
    if (key->kind == K_RESIZE || popup_key(demo, key))
        return;
    if (key_is_ctrl(key, 'l')) {
        screen_repaint(demo->screen);
    } else if (key->kind == K_F && key->code != 2) {
        function_key(demo, (int)key->code);
    } else {
        enum heard heard = page_key(demo, key);
        if (heard == HEARD_LEFT)
            demo->page = PAGE_LIST;
        else if (heard == HEARD_NOT && key_is_char(&meant, '?'))
            demo->help = help_new("帮助", help_rows, (int)array_length(help_rows));
    }
}

/* SIGWINCH is let in only while waiting: one that came just before would be slept through. */
static void wait_for_input(struct pollfd *input, int ms)
{
    struct timespec patience = {ms / 1000, ms % 1000 * 1000000L};
    sigset_t none;
    sigemptyset(&none);
    ppoll(input, 1, ms < 0 ? NULL : &patience, &none);
}

static void block_resize(void)
{
    sigset_t resize;
    sigemptyset(&resize);
    sigaddset(&resize, SIGWINCH);
    sigprocmask(SIG_BLOCK, &resize, NULL);
}

static void run(struct demo *demo)
{
    struct key key;
    block_resize();
    while (!demo->over) {
        draw(demo);
        struct pollfd input = {.fd = screen_input(demo->screen), .events = POLLIN};
        wait_for_input(&input, screen_key_wait(demo->screen));
        if (input.revents & (POLLHUP | POLLERR))
            return;
        while (!demo->over && screen_key(demo->screen, &key))
            on_key(demo, &key);
    }
}

static int refuse(struct buf *why, int status)
{
    fprintf(stderr, "%s\n", why->data);
    buf_free(why);
    return status;
}

int main(int argc, char **argv)
{
    struct demo demo = {.screen = NULL};
    struct buf why = {0};
    bool notice;
    if (!screen_locale(&why))
        return refuse(&why, EXIT_CONFIG);
    demo.lang = screen_language(NULL, &notice);
    demo.screen = screen_open(&(struct screen_options){.borders = getenv("DEMO_BORDERS")}, &why);
    if (!demo.screen)
        return refuse(&why, EXIT_UNAVAILABLE);
    demo_open(&demo, argc > 1 ? argv[1] : "list");
    run(&demo);
    demo_close(&demo);
    return 0;
}
