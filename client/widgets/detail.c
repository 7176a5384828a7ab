/* Read-only text pane. Used by detail screens, side panes and dialogs. */
#include "client/widgets/detail.h"

#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

#define LABEL_SHARE 3 /* labels get at most a third of the width */

enum item_kind { PAIR, HEADING, LINE, RULE };

struct item {
    enum item_kind kind;
    char *label, *text;
    enum role role;
};

struct detail {
    struct item items[DETAIL_ITEMS_MAX];
    int count, top, page, rows; /* page and rows as last drawn */
};

struct detail *detail_new(void)
{
    struct detail *detail = xcalloc(1, sizeof *detail);
    detail->page = 1;
    return detail;
}

void detail_free(struct detail *detail)
{
    if (!detail)
        return;
    detail_clear(detail);
    free(detail);
}

void detail_clear(struct detail *detail)
{
    for (int i = 0; i < detail->count; i++) {
        free(detail->items[i].label);
        free(detail->items[i].text);
    }
    detail->count = 0;
}

void detail_top(struct detail *detail)
{
    detail->top = 0;
}

static void add(struct detail *detail, enum item_kind kind, const char *label, const char *text,
                enum role role)
{
    if (detail->count == DETAIL_ITEMS_MAX)
        return;
    detail->items[detail->count++] =
        (struct item){kind, label ? xstrdup(label) : NULL, xstrdup(text ? text : ""), role};
}

void detail_pair(struct detail *detail, const char *label, const char *value, enum role role)
{
    add(detail, PAIR, label, value, role);
}

void detail_heading(struct detail *detail, const char *text)
{
    add(detail, HEADING, NULL, text, ROLE_STRONG);
}

void detail_line(struct detail *detail, const char *text, enum role role)
{
    add(detail, LINE, NULL, text, role);
}

void detail_rule(struct detail *detail)
{
    add(detail, RULE, NULL, "", ROLE_BORDER);
}

/* Columns before the values: the widest label, within reason, and a gap. */
static int label_columns(const struct detail *detail, int cols)
{
    int widest = 0;
    for (int i = 0; i < detail->count; i++) {
        int columns = detail->items[i].kind == PAIR ? cell_columns(detail->items[i].label) : 0;
        widest = columns > widest ? columns : widest;
    }
    int limit = cols / LABEL_SHARE;
    return (widest > limit ? limit : widest) + 2;
}

static int indent_of(const struct item *item, int labels)
{
    return item->kind == PAIR ? labels : item->kind == LINE ? 1 : 0;
}

static int item_rows(const struct item *item, int labels, int cols)
{
    return cell_wrap_lines(item->text, cols - indent_of(item, labels));
}

int detail_rows(const struct detail *detail, int cols)
{
    int rows = 0, labels = label_columns(detail, cols);
    for (int i = 0; i < detail->count; i++)
        rows += item_rows(&detail->items[i], labels, cols);
    return rows;
}

/* Draws the item so that its first row is at `row` of the area; rows outside are left out. */
static void draw_item(const struct item *item, struct canvas *canvas, struct area area, int row, int labels)
{
    int indent = indent_of(item, labels);
    const char *text = item->text;
    size_t len;
    for (int line = 0; text; line++, row++) {
        const char *next = cell_wrap(text, area.cols - indent, &len);
        if (row >= 0 && row < area.rows) {
            struct span span = area_row(area, row);
            char *part = len ? xstrndup(text, len) : xstrdup("");
            canvas_put(canvas, span_at(span.row, span.col + indent, span.width - indent), part, item->role);
            if (line == 0 && item->kind == PAIR)
                canvas_put(canvas, span_at(span.row, span.col + 1, indent - 2), item->label, ROLE_LABEL);
            if (item->kind == RULE)
                canvas_hline(canvas, span, ROLE_BORDER);
            free(part);
        }
        text = next;
    }
}

static void draw_more(const struct detail *detail, struct canvas *canvas, struct area area)
{
    static const struct label below = {" 下面还有 ", " more below "}, above = {" 上面还有 ", " more above "};
    const char *text = NULL;
    if (detail->top + area.rows < detail->rows)
        text = canvas_word(canvas, below);
    else if (detail->top > 0)
        text = canvas_word(canvas, above);
    int columns = text ? cell_columns(text) : 0;
    if (text && columns + 2 < area.cols)
        canvas_put(canvas, span_at(area.row + area.rows - 1, area.col + area.cols - columns, columns), text,
                   ROLE_DIM);
}

void detail_draw(struct detail *detail, struct canvas *canvas, struct area area, bool focused)
{
    int labels = label_columns(detail, area.cols), row;
    detail->rows = detail_rows(detail, area.cols);
    detail->page = area.rows > 0 ? area.rows : 1;
    if (detail->top > detail->rows - detail->page)
        detail->top = detail->rows > detail->page ? detail->rows - detail->page : 0;
    canvas_fill(canvas, area, ROLE_TEXT);
    row = -detail->top;
    for (int i = 0; i < detail->count && row < area.rows; i++) {
        draw_item(&detail->items[i], canvas, area, row, labels);
        row += item_rows(&detail->items[i], labels, area.cols);
    }
    draw_more(detail, canvas, area);
    if (focused)
        canvas_cursor(canvas, area.row, area.col, false);
}

static enum heard scroll_to(struct detail *detail, int top)
{
    int last = detail->rows > detail->page ? detail->rows - detail->page : 0;
    detail->top = top < 0 ? 0 : top > last ? last : top;
    return HEARD;
}

enum heard detail_key(struct detail *detail, const struct key *key)
{
    switch (key->kind) {
    case K_UP:
        return scroll_to(detail, detail->top - 1);
    case K_DOWN:
        return scroll_to(detail, detail->top + 1);
    case K_PAGE_UP:
        return scroll_to(detail, detail->top - detail->page);
    case K_PAGE_DOWN:
        return scroll_to(detail, detail->top + detail->page);
    case K_HOME:
        return scroll_to(detail, 0);
    case K_END:
        return scroll_to(detail, detail->rows);
    default:
        return HEARD_NOT;
    }
}
