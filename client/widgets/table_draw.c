/* How a table looks: which columns there is room for, header, rows, filter. Called through table_draw(). */
#include "client/widgets/field.h"
#include "client/widgets/table_parts.h"

#include <string.h>

#define FRONT 2 /* cursor and mark */
#define GAP 1

/* Column widths for this page; 0: left out. */
struct layout {
    int width[TABLE_COLUMNS_MAX];
};

static int total_width(const struct table *table, const struct layout *layout)
{
    int total = FRONT;
    for (int i = 0; i < table->column_count; i++)
        total += layout->width[i] ? layout->width[i] + GAP : 0;
    return total - GAP;
}

/* Leaves out the column of the highest priority number; false if all that are left have to stay. */
static bool leave_one_out(const struct table *table, struct layout *layout)
{
    int worst = -1;
    for (int i = 0; i < table->column_count; i++) {
        bool candidate = layout->width[i] && table->columns[i].priority > 0;
        if (candidate && (worst < 0 || table->columns[i].priority >= table->columns[worst].priority))
            worst = i;
    }
    if (worst >= 0)
        layout->width[worst] = 0;
    return worst >= 0;
}

static void share_out(const struct table *table, struct layout *layout, int spare)
{
    int weights = 0;
    for (int i = 0; i < table->column_count; i++)
        weights += layout->width[i] ? table->columns[i].weight : 0;
    for (int i = 0; i < table->column_count && weights > 0; i++) {
        if (!layout->width[i])
            continue;
        int share = spare * table->columns[i].weight / weights;
        layout->width[i] += share;
        spare -= share;
        weights -= table->columns[i].weight;
    }
}

static struct layout lay_out(const struct table *table, int cols)
{
    struct layout layout = {{0}};
    for (int i = 0; i < table->column_count; i++)
        layout.width[i] = table->columns[i].min > 0 ? table->columns[i].min : 1;
    while (total_width(table, &layout) > cols && leave_one_out(table, &layout))
        ;
    int spare = cols - total_width(table, &layout);
    if (spare > 0)
        share_out(table, &layout, spare);
    return layout;
}

static void draw_header(const struct table *table, struct canvas *canvas, struct span span,
                        const struct layout *layout)
{
    int col = span.col + FRONT;
    canvas_put(canvas, span, "", ROLE_HEADER);
    for (int i = 0; i < table->column_count; i++) {
        struct buf text = {0};
        if (!layout->width[i])
            continue;
        buf_str(&text, canvas_word(canvas, table->columns[i].label));
        if (table->sort == i)
            buf_char(&text, table->down ? 'v' : '^');
        struct span at = span_at(span.row, col, layout->width[i]);
        if (at.col + at.width <= span.col + span.width)
            canvas_put_aligned(canvas, at, text.data, ROLE_HEADER, table->columns[i].align);
        col += layout->width[i] + GAP;
        buf_free(&text);
    }
}

static void draw_cell(const struct table_column *column, struct canvas *canvas, struct span span,
                      const char *text, enum role role)
{
    struct buf fitted = {0};
    if (column->middle)
        cell_fit_middle(&fitted, text, span.width);
    else
        cell_fit(&fitted, text, span.width, column->align);
    canvas_put(canvas, span, fitted.data, role);
    buf_free(&fitted);
}

static void draw_row(const struct table *table, struct canvas *canvas, struct span span, int position,
                     const struct layout *layout)
{
    const struct table_line *line = &table->rows.lines[table->view[position]];
    bool here = position == table->position;
    enum role role = here ? ROLE_CURSOR : line->role;
    char front[3] = {here ? '>' : ' ', line->mark ? line->mark : line->changed ? '*' : ' ', '\0'};
    int col = span.col + FRONT;
    canvas_put(canvas, span, front, role);
    for (int i = 0; i < table->column_count; i++) {
        if (!layout->width[i])
            continue;
        int room = span.col + span.width - col;
        int width = layout->width[i] < room ? layout->width[i] : room;
        if (width > 0)
            draw_cell(&table->columns[i], canvas, span_at(span.row, col, width), line->cells[i], role);
        col += layout->width[i] + GAP;
    }
}

/* Keeps the selected row in view and no empty rows below the last one. */
static void scroll(struct table *table, int page)
{
    table->page = page;
    if (table->top > table->position)
        table->top = table->position;
    if (table->position >= table->top + page)
        table->top = table->position - page + 1;
    if (table->top + page > table->shown)
        table->top = table->shown - page;
    if (table->top < 0)
        table->top = 0;
}

static void draw_filter(struct table *table, struct canvas *canvas, struct span span, bool focused)
{
    static const struct label name = {" 筛选 ", " filter "};
    int used = canvas_write(canvas, span, canvas_word(canvas, name), ROLE_LABEL);
    struct buf count = {0};
    int width = span.width - used > 34 ? 34 : span.width - used;
    field_draw(table->filter, canvas, span_at(span.row, span.col + used, width), focused && table->filtering);
    buf_printf(&count, " %d/%d", table->shown, table->rows.count);
    if (span.width > used + width)
        canvas_put(canvas, span_at(span.row, span.col + used + width, span.width - used - width), count.data,
                   ROLE_DIM);
    buf_free(&count);
}

static void draw_empty(const struct table *table, struct canvas *canvas, struct span span)
{
    static const struct label filtered = {"没有匹配的记录,Esc 清除筛选",
                                          "nothing matches, Esc clears the filter"};
    const char *text = canvas_word(canvas, table->rows.count ? filtered : table->empty);
    canvas_put(canvas, span_at(span.row, span.col + FRONT, span.width - FRONT), text, ROLE_DIM);
}

static void draw_rows(struct table *table, struct canvas *canvas, struct area area,
                      const struct layout *layout)
{
    scroll(table, area.rows > 0 ? area.rows : 1);
    canvas_fill(canvas, area, ROLE_TEXT);
    for (int row = 0; row < area.rows && table->top + row < table->shown; row++)
        draw_row(table, canvas, area_row(area, row), table->top + row, layout);
    if (table->shown == 0 && area.rows > 0)
        draw_empty(table, canvas, area_row(area, 0));
}

void table_draw(struct table *table, struct canvas *canvas, struct area area, bool focused)
{
    struct layout layout = lay_out(table, area.cols);
    bool filter = table->filtering || *table_filter_text(table);
    int above = filter ? 2 : 1;
    struct area rows = area_at(area.row + above, area.col, area.rows - above, area.cols);
    draw_header(table, canvas, area_row(area, above - 1), &layout);
    draw_rows(table, canvas, rows, &layout);
    if (focused)
        canvas_cursor(canvas, rows.row + table->position - table->top, rows.col, false);
    if (filter)
        draw_filter(table, canvas, area_row(area, 0), focused);
}
