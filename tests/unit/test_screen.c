/* The screen without a terminal: frames, popups, keys, size, as scripts and golden screens use it. */
#include "client/term/screen.h"
#include "client/widgets/bars.h"
#include "common/mem.h"
#include "unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

static struct screen *open_screen(int rows, int cols)
{
    struct buf why = {0};
    struct screen *screen =
        screen_open(&(struct screen_options){.headless = true, .rows = rows, .cols = cols}, &why);
    if (!screen)
        fail_msg("%s", why.data);
    return screen;
}

static void shows(struct screen *screen, const char *wanted)
{
    struct buf text = {0};
    screen_snapshot(screen, &text);
    assert_string_equal(text.data, wanted);
    buf_free(&text);
}

static void test_frame(void **state)
{
    struct screen *screen = open_screen(3, 20);
    int row, col;
    (void)state;
    struct canvas *page = screen_begin(screen, LANG_ZH);
    canvas_put(page, span_at(0, 0, 20), "更换水龙头", ROLE_TITLE);
    canvas_put(page, span_at(1, 17, 3), "右边", ROLE_TEXT);
    canvas_cursor(page, 1, 4, true);
    screen_present(screen);
    shows(screen, "更换水龙头\n                 右~\n\n");
    screen_cursor(screen, &row, &col);
    assert_int_equal(row, 1);
    assert_int_equal(col, 4);
    canvas_put(screen_begin(screen, LANG_ZH), span_at(2, 0, 20), "下一帧", ROLE_TEXT);
    screen_present(screen);
    shows(screen, "\n\n下一帧\n");
    screen_close(screen);
}

/* A popup may cut hanzi on both sides; where it was they come back. */
static void test_popup_cuts_hanzi(void **state)
{
    (void)state;
    for (int col = 0; col < 6; col++) {
        struct screen *screen = open_screen(1, 20);
        struct buf text = {0};
        for (int frame = 0; frame < 3; frame++) {
            canvas_put(screen_begin(screen, LANG_ZH), span_at(0, 0, 20), "一二三四五六七八九十", ROLE_TEXT);
            if (frame == 1)
                canvas_put(screen_popup(screen, area_at(0, col, 1, 5)), span_at(0, 0, 5), "abcde", ROLE_TEXT);
            screen_present(screen);
            buf_clear(&text);
            screen_snapshot(screen, &text);
            if (frame == 1) {
                assert_non_null(strstr(text.data, "abcde"));
                assert_non_null(strstr(text.data, "七八九十\n"));
            }
        }
        assert_string_equal(text.data, "一二三四五六七八九十\n");
        buf_free(&text);
        screen_close(screen);
    }
}

static void test_popups_are_placed_and_counted(void **state)
{
    struct screen *screen = open_screen(10, 40);
    (void)state;
    screen_begin(screen, LANG_EN);
    struct canvas *popup = screen_popup(screen, area_at(-1, -1, 100, 100));
    assert_int_equal(canvas_rows(popup), 10);
    assert_int_equal(canvas_cols(popup), 40);
    popup = screen_popup(screen, area_at(50, 50, 0, 0));
    assert_int_equal(canvas_rows(popup), 1);
    canvas_put(popup, span_at(0, 0, 1), "x", ROLE_TEXT);
    for (int i = 2; i < SCREEN_POPUPS_MAX; i++)
        assert_non_null(screen_popup(screen, area_at(-1, -1, 1, 1)));
    assert_null(screen_popup(screen, area_at(-1, -1, 1, 1)));
    screen_present(screen);
    struct buf text = {0};
    screen_snapshot(screen, &text);
    assert_string_equal(text.data + text.len - 2, "x\n"); /* moved to the lower right corner */
    buf_free(&text);
    screen_close(screen);
}

static void test_keys_and_resize(void **state)
{
    struct screen *screen = open_screen(24, 80);
    struct key key;
    (void)state;
    assert_false(screen_key(screen, &key));
    screen_feed(screen, "更\x1b[A", strlen("更\x1b[A"));
    assert_true(screen_key(screen, &key));
    assert_true(key_is_char(&key, 0x66f4));
    assert_true(screen_key(screen, &key));
    assert_int_equal(key.kind, K_UP);
    assert_false(screen_key(screen, &key));
    assert_int_equal(screen_key_wait(screen), -1);
    assert_int_equal(screen_layout(screen), LAYOUT_NORMAL);
    screen_resize(screen, 30, 110);
    screen_resized(screen);
    assert_true(screen_key(screen, &key));
    assert_int_equal(key.kind, K_RESIZE);
    assert_false(screen_key(screen, &key)); /* both were one */
    assert_int_equal(screen_layout(screen), LAYOUT_WIDE);
    screen_resize(screen, SCREEN_MIN_ROWS - 1, 80);
    screen_key(screen, &key);
    assert_int_equal(screen_layout(screen), LAYOUT_TINY);
    screen_resize(screen, SCREEN_MIN_ROWS, SCREEN_MIN_COLS);
    screen_key(screen, &key);
    assert_int_equal(screen_layout(screen), LAYOUT_NORMAL);
    screen_resize(screen, 1, 1);
    screen_key(screen, &key);
    bar_draw_too_small(screen_begin(screen, LANG_EN));
    screen_present(screen);
    shows(screen, "~\n");
    screen_close(screen);
}

static void test_copy_limit(void **state)
{
    struct screen *screen = open_screen(2, 10);
    char text[SCREEN_COPY_MAX + 2];
    (void)state;
    memset(text, 'x', sizeof text);
    text[SCREEN_COPY_MAX + 1] = '\0';
    assert_false(screen_copy(screen, text));
    text[SCREEN_COPY_MAX] = '\0';
    assert_true(screen_copy(screen, text));
    screen_close(screen);
}

static void test_colour_choice(void **state)
{
    (void)state;
    unsetenv("TEYUE_COLOR");
    unsetenv("NO_COLOR");
    assert_true(theme_wants_colour(NULL));
    assert_false(theme_wants_colour("never"));
    setenv("NO_COLOR", "", 1); /* empty counts as not set */
    assert_true(theme_wants_colour(NULL));
    setenv("NO_COLOR", "1", 1);
    assert_false(theme_wants_colour(NULL));
    assert_false(theme_wants_colour("auto"));
    assert_true(theme_wants_colour("always"));
    setenv("TEYUE_COLOR", "always", 1);
    assert_true(theme_wants_colour(NULL));
    assert_non_null(theme_find("contrast"));
    assert_null(theme_find("pink"));
}

static void test_language(void **state)
{
    bool notice;
    (void)state;
    setenv("TERM", "xterm", 1);
    setenv("LC_ALL", "zh_CN.UTF-8", 1);
    unsetenv("TEYUE_LANG");
    assert_int_equal(screen_language(NULL, &notice), LANG_ZH);
    assert_false(notice);
    assert_int_equal(screen_language("en", &notice), LANG_EN);
    setenv("TEYUE_LANG", "en", 1);
    assert_int_equal(screen_language(NULL, &notice), LANG_EN);
    setenv("TERM", "linux", 1); /* its font has no hanzi */
    assert_int_equal(screen_language("zh", &notice), LANG_EN);
    assert_true(notice);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frame),
        cmocka_unit_test(test_popup_cuts_hanzi),
        cmocka_unit_test(test_popups_are_placed_and_counted),
        cmocka_unit_test(test_keys_and_resize),
        cmocka_unit_test(test_copy_limit),
        cmocka_unit_test(test_colour_choice),
        cmocka_unit_test(test_language),
    };
    setlocale(LC_ALL, "C.UTF-8");
    setenv("TERM", "xterm-256color", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
