/* How a list screen looks: table above, detail below; side by side in a wide window. Called through
 * list_draw(). */
#include "client/screens/list_parts.h"

#include <stdio.h>

#define STRIP_ROWS 8 /* rule included */
#define PANE_COLS_MIN 46
#define PANE_COLS_MAX 70

static const char *title_of(const struct list *list)
{
    return list->card.title ? list->card.title : reply_text(list_row(list), "label");
}

static void where(const struct list *list, enum lang lang, struct buf *out)
{
    char position[16], shown[16];
    snprintf(position, sizeof position, "%d", table_position(list->table));
    snprintf(shown, sizeof shown, "%d%s", table_shown(list->table), list->after ? "+" : "");
    word_fill(out, lang, W_ROW_OF, position, shown);
    buf_printf(out, "  %s", word_in(W_LEGEND, lang));
}

static void draw_strip(struct list *list, struct canvas *canvas, struct area area)
{
    struct buf right = {0};
    where(list, canvas_lang(canvas), &right);
    bar_draw_rule(canvas, area_row(area, 0), title_of(list), right.data);
    detail_draw(list->card.detail, canvas, area_at(area.row + 1, area.col, area.rows - 1, area.cols),
                list->reading);
    buf_free(&right);
}

static void draw_stacked(struct list *list, struct canvas *canvas, struct area area)
{
    int strip = list->reading ? area.rows * 2 / 3 : STRIP_ROWS;
    strip = strip > area.rows - 4 ? area.rows - 4 : strip;
    table_draw(list->table, canvas, area_at(area.row, area.col, area.rows - strip, area.cols),
               !list->reading);
    draw_strip(list, canvas, area_at(area.row + area.rows - strip, area.col, strip, area.cols));
}

static void draw_beside(struct list *list, struct canvas *canvas, struct area area)
{
    int pane = area.cols * 2 / 5;
    pane = pane < PANE_COLS_MIN ? PANE_COLS_MIN : pane > PANE_COLS_MAX ? PANE_COLS_MAX : pane;
    int left = area.cols - pane - 1;
    struct area side = area_at(area.row, area.col + left + 1, area.rows, pane);
    struct buf right = {0};
    where(list, canvas_lang(canvas), &right);
    table_draw(list->table, canvas, area_at(area.row, area.col, area.rows - 1, left), !list->reading);
    bar_draw_rule(canvas, span_at(area.row + area.rows - 1, area.col, left), "", right.data);
    canvas_vline(canvas, area.row, area.col + left, area.rows);
    canvas_put(canvas, span_at(side.row, side.col + 1, pane - 1), title_of(list), ROLE_STRONG);
    detail_draw(list->card.detail, canvas, area_at(side.row + 1, side.col, side.rows - 1, pane),
                list->reading);
    buf_free(&right);
}

void list_draw(struct list *list, struct canvas *canvas, struct area area, enum layout layout)
{
    bool wide = layout == LAYOUT_WIDE;
    if (wide != list->wide)
        list_columns(list, wide);
    if (wide)
        draw_beside(list, canvas, area);
    else
        draw_stacked(list, canvas, area);
}
