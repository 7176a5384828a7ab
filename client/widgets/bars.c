/* Title, tabs, hints, banner, rules, gauges. Called by screens with what there is to say; keeps nothing. */
#include "client/widgets/bars.h"

#include "client/term/screen.h"

#include <stdio.h>
#include <string.h>

static void tab_text(const struct canvas *canvas, const struct bar_tabs *tabs, int n, struct buf *out)
{
    const struct bar_tab *tab = &tabs->tabs[n];
    buf_printf(out, "%d%s%s", n + 1, canvas_word(canvas, tab->label), n == tabs->open ? "*" : "");
    if (tab->count > 0)
        buf_printf(out, "(%d%s)", tab->count, tab->urgent ? "!" : "");
}

static int draw_tab_list(struct canvas *canvas, int row, const struct bar_tabs *tabs)
{
    int col = 1;
    for (int i = 0; i < tabs->count; i++) {
        struct buf text = {0};
        tab_text(canvas, tabs, i, &text);
        int columns = cell_columns(text.data);
        if (col + columns < canvas_cols(canvas)) {
            canvas_put(canvas, span_at(row, col, columns), text.data,
                       i == tabs->open ? ROLE_TAB : ROLE_TITLE);
            col += columns + 1;
        }
        buf_free(&text);
    }
    return col;
}

static void draw_right(struct canvas *canvas, int row, int from, const char *text)
{
    int columns = text ? cell_columns(text) : 0, room = canvas_cols(canvas) - from - 1;
    if (columns > room)
        columns = room;
    if (columns > 0)
        canvas_put(canvas, span_at(row, canvas_cols(canvas) - columns - 1, columns), text, ROLE_TITLE);
}

void bar_draw_tabs(struct canvas *canvas, int row, const struct bar_tabs *tabs)
{
    canvas_put(canvas, span_at(row, 0, canvas_cols(canvas)), "", ROLE_TITLE);
    draw_right(canvas, row, draw_tab_list(canvas, row, tabs) + 1, tabs->right);
}

void bar_draw_title(struct canvas *canvas, int row, const char *left, const char *right)
{
    canvas_put(canvas, span_at(row, 0, canvas_cols(canvas)), "", ROLE_TITLE);
    int used = canvas_write(canvas, span_at(row, 1, canvas_cols(canvas) - 2), left, ROLE_TITLE);
    draw_right(canvas, row, used + 3, right);
}

void bar_draw_banner(struct canvas *canvas, int row, const char *text)
{
    canvas_put(canvas, span_at(row, 0, canvas_cols(canvas)), text, ROLE_BANNER);
}

static int hint_columns(const struct canvas *canvas, const struct bar_hint *hint)
{
    return cell_columns(hint->key) + cell_columns(canvas_word(canvas, hint->label)) + 1;
}

static int hints_columns(const struct canvas *canvas, const struct bar_hint *hints, const bool *kept,
                         int count)
{
    int columns = 0;
    for (int i = 0; i < count; i++)
        columns += kept[i] ? hint_columns(canvas, &hints[i]) + 1 : 0;
    return columns;
}

/* Takes the least wanted hint away, the last of several equals. */
static bool drop_one(const struct bar_hint *hints, bool *kept, int count)
{
    int worst = -1;
    for (int i = 0; i < count; i++)
        if (kept[i] && (worst < 0 || hints[i].priority >= hints[worst].priority))
            worst = i;
    if (worst >= 0)
        kept[worst] = false;
    return worst >= 0;
}

int bar_draw_hints(struct canvas *canvas, int row, const struct bar_hint *hints, int count)
{
    bool kept[BAR_HINTS_MAX];
    int col = 1, drawn = 0;
    count = count > BAR_HINTS_MAX ? BAR_HINTS_MAX : count;
    memset(kept, true, sizeof kept);
    while (hints_columns(canvas, hints, kept, count) + 1 > canvas_cols(canvas) &&
           drop_one(hints, kept, count))
        ;
    canvas_put(canvas, span_at(row, 0, canvas_cols(canvas)), "", ROLE_HINT);
    for (int i = 0; i < count; i++) {
        if (!kept[i])
            continue;
        int room = canvas_cols(canvas) - col;
        col += canvas_write(canvas, span_at(row, col, room), hints[i].key, ROLE_KEY) + 1;
        col += canvas_write(canvas, span_at(row, col, canvas_cols(canvas) - col),
                            canvas_word(canvas, hints[i].label), ROLE_HINT) +
               1;
        drawn++;
    }
    return drawn;
}

void bar_draw_rule(struct canvas *canvas, struct span span, const char *left, const char *right)
{
    canvas_hline(canvas, span, ROLE_BORDER);
    int used = canvas_caption(canvas, span_at(span.row, span.col + 1, span.width - 2), left, ROLE_STRONG);
    int columns = right && *right ? cell_columns(right) + 2 : 0;
    if (columns > 0 && used + columns + 3 <= span.width)
        canvas_caption(canvas, span_at(span.row, span.col + span.width - 1 - columns, columns), right,
                       ROLE_DIM);
}

void bar_gauge(struct buf *out, int width, int done, int pace)
{
    int inside = width - 2;
    if (inside < 1)
        return;
    int filled = done < 0 ? 0 : done >= 1000 ? inside : (int)((long long)inside * done / 1000);
    int mark = pace < 0 ? -1 : pace >= 1000 ? inside - 1 : (int)((long long)inside * pace / 1000);
    buf_char(out, '[');
    for (int i = 0; i < inside; i++)
        buf_char(out, i == mark ? '|' : i < filled ? '#' : '.');
    buf_char(out, ']');
}

void bar_draw_too_small(struct canvas *canvas)
{
    static const struct label lines[] = {
        {"放大窗口或缩小字号", "Enlarge it or use a smaller font"},
        {"(数据未丢失, 草稿已存)", "(nothing is lost, drafts are kept)"},
    };
    char size[2][80];
    bool zh = canvas_lang(canvas) == LANG_ZH;
    snprintf(size[0], sizeof size[0], zh ? "窗口 %dx%d 太小" : "Window %dx%d is too small",
             canvas_cols(canvas), canvas_rows(canvas));
    snprintf(size[1], sizeof size[1], zh ? "至少需要 %dx%d" : "At least %dx%d is needed", SCREEN_MIN_COLS,
             SCREEN_MIN_ROWS);
    canvas_fill(canvas, canvas_area(canvas), ROLE_TEXT);
    for (int i = 0; i < 4; i++) {
        const char *text = i < 2 ? size[i] : canvas_word(canvas, lines[i - 2]);
        canvas_put(canvas, span_at(i, 0, canvas_cols(canvas)), text, i ? ROLE_TEXT : ROLE_WARN);
    }
}
