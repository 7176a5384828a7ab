/* The page widgets draw on. Called by widgets and screens to draw and by screen.c to paint; knows no
 * terminal. Invariant: a cell with columns 2 is always followed by one with columns 0, which is always
 * preceded by it. */
#include "client/term/canvas.h"

#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

struct canvas {
    struct canvas_cell *cells;
    int rows, cols;
    enum lang lang;
    int cursor_row, cursor_col;
    bool cursor_set, cursor_shown;
};

static int clamp(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

struct canvas *canvas_new(int rows, int cols, enum lang lang)
{
    struct canvas *canvas = xcalloc(1, sizeof *canvas);
    canvas_reset(canvas, rows, cols, lang);
    return canvas;
}

void canvas_free(struct canvas *canvas)
{
    if (!canvas)
        return;
    free(canvas->cells);
    free(canvas);
}

static void blank_cell(struct canvas_cell *cell)
{
    *cell = (struct canvas_cell){.text = " ", .columns = 1, .role = ROLE_TEXT};
}

void canvas_reset(struct canvas *canvas, int rows, int cols, enum lang lang)
{
    rows = clamp(rows, 1, CANVAS_ROWS_MAX);
    cols = clamp(cols, 1, CANVAS_COLS_MAX);
    if (rows != canvas->rows || cols != canvas->cols) {
        free(canvas->cells);
        canvas->cells = xcalloc((size_t)rows * (size_t)cols, sizeof *canvas->cells);
    }
    canvas->rows = rows;
    canvas->cols = cols;
    canvas->lang = lang;
    canvas->cursor_set = false;
    for (int i = 0; i < rows * cols; i++)
        blank_cell(&canvas->cells[i]);
}

int canvas_rows(const struct canvas *canvas)
{
    return canvas->rows;
}

int canvas_cols(const struct canvas *canvas)
{
    return canvas->cols;
}

struct area canvas_area(const struct canvas *canvas)
{
    return area_at(0, 0, canvas->rows, canvas->cols);
}

enum lang canvas_lang(const struct canvas *canvas)
{
    return canvas->lang;
}

const char *canvas_word(const struct canvas *canvas, struct label label)
{
    const char *word = label_in(label, canvas->lang);
    return word ? word : "";
}

static struct canvas_cell *cell_of(const struct canvas *canvas, int row, int col)
{
    return &canvas->cells[row * canvas->cols + col];
}

const struct canvas_cell *canvas_cell_at(const struct canvas *canvas, int row, int col)
{
    if (row < 0 || row >= canvas->rows || col < 0 || col >= canvas->cols)
        return NULL;
    return cell_of(canvas, row, col);
}

/* Before columns from..to-1 of a row are overwritten: the halves left over outside become blanks. */
static void free_halves(struct canvas *canvas, int row, int from, int to)
{
    if (from > 0 && cell_of(canvas, row, from)->columns == 0) {
        struct canvas_cell *left = cell_of(canvas, row, from - 1);
        unsigned char role = left->role;
        blank_cell(left);
        left->role = role;
    }
    if (to < canvas->cols && cell_of(canvas, row, to)->columns == 0) {
        struct canvas_cell *right = cell_of(canvas, row, to);
        unsigned char role = right->role;
        blank_cell(right);
        right->role = role;
    }
}

/* Cuts a span to the page; false if nothing of it is on it. */
static bool clip(const struct canvas *canvas, struct span *span)
{
    if (span->row < 0 || span->row >= canvas->rows)
        return false;
    if (span->col < 0) {
        span->width += span->col;
        span->col = 0;
    }
    if (span->col + span->width > canvas->cols)
        span->width = canvas->cols - span->col;
    return span->width > 0;
}

static void store(struct canvas *canvas, int row, int col, const struct cell *cell, enum role role)
{
    struct canvas_cell *target = cell_of(canvas, row, col);
    *target = (struct canvas_cell){.columns = (signed char)cell->columns, .role = (unsigned char)role};
    memcpy(target->text, cell->text, CELL_BYTES);
    if (cell->columns == 2)
        target[1] = (struct canvas_cell){.columns = 0, .role = (unsigned char)role};
}

int canvas_write(struct canvas *canvas, struct span span, const char *text, enum role role)
{
    struct buf fitted = {0};
    int used = 0;
    if (!clip(canvas, &span))
        return 0;
    if (cell_columns(text) > span.width) {
        cell_fit(&fitted, text, span.width, CELL_LEFT);
        text = fitted.data;
    }
    free_halves(canvas, span.row, span.col, span.col + cell_columns(text));
    struct cell cell;
    for (size_t step; (step = cell_next(text, &cell)) > 0; text += step) {
        if (cell.columns > 0)
            store(canvas, span.row, span.col + used, &cell, role);
        used += cell.columns;
    }
    buf_free(&fitted);
    return used;
}

void canvas_put_aligned(struct canvas *canvas, struct span span, const char *text, enum role role,
                        enum cell_align align)
{
    struct buf fitted = {0};
    cell_fit(&fitted, text, span.width, align);
    if (fitted.len)
        canvas_write(canvas, span, fitted.data, role);
    buf_free(&fitted);
}

void canvas_put(struct canvas *canvas, struct span span, const char *text, enum role role)
{
    canvas_put_aligned(canvas, span, text, role, CELL_LEFT);
}

void canvas_fill(struct canvas *canvas, struct area area, enum role role)
{
    for (int row = 0; row < area.rows; row++)
        canvas_put(canvas, area_row(area, row), "", role);
}

void canvas_role(struct canvas *canvas, struct span span, enum role role)
{
    if (!clip(canvas, &span))
        return;
    for (int i = 0; i < span.width; i++)
        cell_of(canvas, span.row, span.col + i)->role = (unsigned char)role;
}

static void put_line(struct canvas *canvas, struct span at, enum line line, enum role role)
{
    if (!clip(canvas, &at))
        return;
    free_halves(canvas, at.row, at.col, at.col + 1);
    struct canvas_cell *cell = cell_of(canvas, at.row, at.col);
    blank_cell(cell);
    cell->line = (unsigned char)line;
    cell->role = (unsigned char)role;
}

void canvas_line(struct canvas *canvas, int row, int col, enum line line)
{
    put_line(canvas, span_at(row, col, 1), line, ROLE_BORDER);
}

void canvas_hline(struct canvas *canvas, struct span span, enum role role)
{
    if (!clip(canvas, &span))
        return;
    for (int i = 0; i < span.width; i++)
        put_line(canvas, span_at(span.row, span.col + i, 1), LINE_H, role);
}

void canvas_vline(struct canvas *canvas, int row, int col, int rows)
{
    for (int i = 0; i < rows; i++)
        canvas_line(canvas, row + i, col, LINE_V);
}

void canvas_box(struct canvas *canvas, struct area area, enum role role)
{
    int bottom = area.row + area.rows - 1, right = area.col + area.cols - 1;
    canvas_hline(canvas, span_at(area.row, area.col, area.cols), role);
    canvas_hline(canvas, span_at(bottom, area.col, area.cols), role);
    for (int row = area.row + 1; row < bottom; row++) {
        put_line(canvas, span_at(row, area.col, 1), LINE_V, role);
        put_line(canvas, span_at(row, right, 1), LINE_V, role);
    }
    put_line(canvas, span_at(area.row, area.col, 1), LINE_TOP_LEFT, role);
    put_line(canvas, span_at(area.row, right, 1), LINE_TOP_RIGHT, role);
    put_line(canvas, span_at(bottom, area.col, 1), LINE_BOTTOM_LEFT, role);
    put_line(canvas, span_at(bottom, right, 1), LINE_BOTTOM_RIGHT, role);
}

int canvas_caption(struct canvas *canvas, struct span span, const char *text, enum role role)
{
    if (!text || !*text || span.width < 4)
        return 0;
    canvas_write(canvas, span_at(span.row, span.col, 1), " ", role);
    int used = canvas_write(canvas, span_at(span.row, span.col + 1, span.width - 2), text, role);
    canvas_write(canvas, span_at(span.row, span.col + 1 + used, 1), " ", role);
    return used + 2;
}

struct area canvas_frame(struct canvas *canvas, struct area area, const char *title, const char *foot)
{
    canvas_fill(canvas, area, ROLE_TEXT);
    canvas_box(canvas, area, ROLE_BORDER);
    canvas_caption(canvas, span_at(area.row, area.col + 2, area.cols - 4), title, ROLE_STRONG);
    canvas_caption(canvas, span_at(area.row + area.rows - 1, area.col + 2, area.cols - 4), foot, ROLE_HINT);
    return area_at(area.row + 1, area.col + 1, area.rows - 2, area.cols - 2);
}

void canvas_cursor(struct canvas *canvas, int row, int col, bool shown)
{
    canvas->cursor_set = true;
    canvas->cursor_row = clamp(row, 0, canvas->rows - 1);
    canvas->cursor_col = clamp(col, 0, canvas->cols - 1);
    canvas->cursor_shown = shown;
}

bool canvas_cursor_get(const struct canvas *canvas, int *row, int *col, bool *shown)
{
    *row = canvas->cursor_row;
    *col = canvas->cursor_col;
    *shown = canvas->cursor_shown;
    return canvas->cursor_set;
}

static void copy_row(struct canvas *canvas, struct span span, const struct canvas *other, int from)
{
    int width = span.width < other->cols ? span.width : other->cols;
    canvas_put(canvas, span, "", ROLE_TEXT);
    if (from < 0 || from >= other->rows || !clip(canvas, &span))
        return;
    width = width < span.width ? width : span.width;
    if (width < other->cols && cell_of(other, from, width)->columns == 0)
        width--; /* half a hanzi would stand at the edge */
    memcpy(cell_of(canvas, span.row, span.col), cell_of(other, from, 0),
           (size_t)width * sizeof(struct canvas_cell));
}

void canvas_copy(struct canvas *canvas, struct area area, const struct canvas *other, int from)
{
    for (int row = 0; row < area.rows; row++)
        copy_row(canvas, area_row(area, row), other, from + row);
    int row = other->cursor_row - from;
    if (other->cursor_set && row >= 0 && row < area.rows)
        canvas_cursor(canvas, area.row + row, area.col + other->cursor_col, other->cursor_shown);
}

static void cell_text(const struct canvas_cell *cell, struct buf *out)
{
    if (cell->line == LINE_NONE)
        buf_str(out, cell->text);
    else
        buf_char(out, cell->line == LINE_H ? '-' : cell->line == LINE_V ? '|' : '+');
}

void canvas_text(const struct canvas *canvas, struct buf *out)
{
    for (int row = 0; row < canvas->rows; row++) {
        size_t end = out->len;
        for (int col = 0; col < canvas->cols; col++) {
            const struct canvas_cell *cell = cell_of(canvas, row, col);
            cell_text(cell, out);
            if (cell->line != LINE_NONE || (cell->columns > 0 && strcmp(cell->text, " ") != 0))
                end = out->len;
        }
        if (out->len > end)
            out->data[out->len = end] = '\0';
        buf_char(out, '\n');
    }
}
