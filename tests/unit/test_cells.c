/* Columns: what is painted, cut, wrapped, and that no half hanzi and no control byte ever gets out. */
#include "client/term/canvas.h"
#include "client/term/cells.h"
#include "common/text.h"
#include "unit.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static void test_columns(void **state)
{
    static const struct {
        const char *text;
        int columns;
    } samples[] = {
        {"", 0},
        {"abc", 3},
        {"更换水龙头", 10},
        {"￥30", 4},
        {"¥30", 3},
        {"a\xcc\x81", 1},  /* a with a combining acute */
        {"中\xcc\x81", 2}, /* a mark after a hanzi is not painted */
        {"\xcc\x81", 0},   /* nor one alone */
        {"a\xe2\x80\x8b"
         "b",
         2}, /* zero width space */
        {"\xe2\x80\xae"
         "abc",
         3},                                                 /* right-to-left override */
        {"\xf0\x9f\x98\x80", 1},                             /* emoji: painted '?' */
        {"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9", 1}, /* joined emoji: one '?' */
        {"\xf0\xb1\x8d\x90", 1},                             /* U+31350, unknown to wcwidth */
        {"\x1b[31m", 5},                                     /* an escape sequence: its ESC is a '?' */
        {"\xff\xfe", 2},                                     /* broken UTF-8 */
        {"─┐", 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        if (cell_columns(samples[i].text) != samples[i].columns)
            fail_msg("sample %zu takes %d columns, wanted %d", i, cell_columns(samples[i].text),
                     samples[i].columns);
}

static const char *fit(const char *text, int columns, enum cell_align align, struct buf *out)
{
    buf_clear(out);
    buf_str(out, "");
    cell_fit(out, text, columns, align);
    return out->data;
}

static void test_fit(void **state)
{
    struct buf out = {0};
    (void)state;
    assert_string_equal(fit("中文", 6, CELL_LEFT, &out), "中文  ");
    assert_string_equal(fit("中文", 6, CELL_RIGHT, &out), "  中文");
    assert_string_equal(fit("中文", 7, CELL_CENTRE, &out), " 中文  ");
    assert_string_equal(fit("更换水龙头", 10, CELL_LEFT, &out), "更换水龙头");
    assert_string_equal(fit("更换水龙头", 9, CELL_LEFT, &out), "更换水龙~");
    assert_string_equal(fit("更换水龙头", 8, CELL_LEFT, &out), "更换水 ~"); /* one column over: a blank */
    assert_string_equal(fit("更换", 1, CELL_LEFT, &out), "~");
    assert_string_equal(fit("更换", 0, CELL_LEFT, &out), "");
    assert_string_equal(fit("", 3, CELL_LEFT, &out), "   ");
    buf_free(&out);
}

/* Every text at every width takes exactly that width. */
static void test_fit_is_exact(void **state)
{
    static const char *const texts[] = {"",
                                        "a",
                                        "中",
                                        "a中b文c",
                                        "中文字符宽度",
                                        "\x1b]0;x\x07",
                                        "\xe2\x80\xae假的",
                                        "é\xcc\x81中\xcc\x81",
                                        "👨‍👩‍👧一家",
                                        "a\tb\nc"};
    struct buf out = {0};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (int width = 0; width <= 20; width++)
            for (int align = CELL_LEFT; align <= CELL_CENTRE; align++) {
                fit(texts[i], width, (enum cell_align)align, &out);
                assert_int_equal(text_columns(out.data), width);
                for (size_t n = 0; n < out.len; n++)
                    assert_true((unsigned char)out.data[n] >= 0x20 && out.data[n] != 0x7f);
                buf_clear(&out);
                cell_fit_middle(&out, texts[i], width);
                assert_int_equal(width ? text_columns(out.data) : 0, width);
            }
    buf_free(&out);
}

static void test_fit_middle_keeps_the_room(void **state)
{
    struct buf out = {0};
    (void)state;
    cell_fit_middle(&out, "东湖花园三期 3-2-1204", 14);
    assert_string_equal(out.data, "东湖~ 3-2-1204");
    buf_free(&out);
}

static void wrap_all(const char *text, int columns, struct buf *out)
{
    size_t len;
    buf_clear(out);
    while (text) {
        const char *next = cell_wrap(text, columns, &len);
        buf_add(out, text, len);
        buf_char(out, '|');
        text = next;
    }
}

static void test_wrap(void **state)
{
    static const struct {
        const char *text;
        int columns;
        const char *lines;
    } samples[] = {
        {"", 10, "|"},
        {"家里有老人,敲门后多等一会儿", 10, "家里有老|人,敲门后|多等一会儿|"},
        {"水龙头坏了。请修", 10, "水龙头坏|了。请修|"},
        {"修理(客户自备)", 6, "修理|(客户|自备)|"},
        {"call 13800002211 now", 12, "call|13800002211|now|"},
        {"电话13800002211转8", 12, "电话|13800002211|转8|"},
        {"abcdefghijkl", 5, "abcde|fghij|kl|"},
        {"一\n二\n", 10, "一|二||"},
        {"a  b", 2, "a|b|"},
        {"中文", 2, "中|文|"},
        {"中文", 1, "中|文|"},
    };
    struct buf out = {0};
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        wrap_all(samples[i].text, samples[i].columns, &out);
        assert_string_equal(out.data, samples[i].lines);
        int lines = 0;
        for (const char *at = out.data; *at; at++)
            lines += *at == '|';
        assert_int_equal(cell_wrap_lines(samples[i].text, samples[i].columns), lines);
    }
    buf_free(&out);
}

/* Wrapping loses nothing but blanks and line ends. */
static void test_wrap_keeps_all(void **state)
{
    const char *text = "GS-012 更换水龙头(普通),30.00/次;请在 15:30-16:00 上门!Customer says: 谢谢。";
    struct buf out = {0};
    (void)state;
    for (int columns = 2; columns < 60; columns++) {
        size_t len;
        buf_clear(&out);
        for (const char *at = text; at;) {
            const char *next = cell_wrap(at, columns, &len);
            assert_true(cell_columns_of(at, len) <= columns);
            buf_add(&out, at, len);
            at = next;
        }
        const char *kept = out.data;
        for (const char *at = text; *at; at++) {
            if (*at == *kept)
                kept++;
            else
                assert_int_equal(*at, ' ');
        }
        assert_int_equal(*kept, '\0');
    }
    buf_free(&out);
}

static void row_is(const struct canvas *canvas, const char *wanted)
{
    struct buf text = {0};
    canvas_text(canvas, &text);
    text.data[strcspn(text.data, "\n")] = '\0';
    assert_string_equal(text.data, wanted);
    buf_free(&text);
}

/* Whatever is drawn over half of a hanzi, the other half becomes a blank and the columns stay. */
static void test_canvas_never_splits(void **state)
{
    struct canvas *canvas = canvas_new(1, 12, LANG_ZH);
    (void)state;
    canvas_put(canvas, span_at(0, 0, 12), "中文字符宽度", ROLE_TEXT);
    canvas_write(canvas, span_at(0, 1, 1), "x", ROLE_TEXT);
    row_is(canvas, " x文字符宽度");
    canvas_write(canvas, span_at(0, 4, 1), "y", ROLE_TEXT);
    row_is(canvas, " x文y 符宽度");
    canvas_write(canvas, span_at(0, 7, 2), "好", ROLE_TEXT);
    row_is(canvas, " x文y  好 度");
    canvas_line(canvas, 0, 11, LINE_V);
    row_is(canvas, " x文y  好  |");
    canvas_free(canvas);
}

static void test_canvas_edges(void **state)
{
    struct canvas *canvas = canvas_new(1, 5, LANG_ZH);
    (void)state;
    canvas_put(canvas, span_at(0, 0, 5), "中文字", ROLE_TEXT);
    row_is(canvas, "中文~");
    canvas_put(canvas, span_at(0, 3, 10), "文字", ROLE_TEXT);
    row_is(canvas, "中  ~"); /* only one column was free for 文 */
    canvas_put(canvas, span_at(7, 0, 5), "off", ROLE_TEXT);
    canvas_put(canvas, span_at(0, 9, 5), "off", ROLE_TEXT);
    canvas_put(canvas, span_at(0, 0, -3), "off", ROLE_TEXT);
    row_is(canvas, "中  ~");
    canvas_reset(canvas, CANVAS_ROWS_MAX + 1, CANVAS_COLS_MAX + 1, LANG_EN);
    assert_int_equal(canvas_rows(canvas), CANVAS_ROWS_MAX);
    assert_int_equal(canvas_cols(canvas), CANVAS_COLS_MAX);
    canvas_free(canvas);
}

static void test_canvas_copy_at_the_edge(void **state)
{
    struct canvas *canvas = canvas_new(1, 3, LANG_ZH), *page = canvas_new(1, 4, LANG_ZH);
    (void)state;
    canvas_put(page, span_at(0, 0, 4), "中文", ROLE_TEXT);
    canvas_copy(canvas, area_at(0, 0, 1, 3), page, 0);
    row_is(canvas, "中");
    canvas_free(page);
    canvas_free(canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_fit),
        cmocka_unit_test(test_fit_is_exact),
        cmocka_unit_test(test_fit_middle_keeps_the_room),
        cmocka_unit_test(test_wrap),
        cmocka_unit_test(test_wrap_keeps_all),
        cmocka_unit_test(test_canvas_never_splits),
        cmocka_unit_test(test_canvas_edges),
        cmocka_unit_test(test_canvas_copy_at_the_edge),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
