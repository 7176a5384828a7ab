/* A page of cells that widgets draw on; knows no terminal. Whatever is drawn over half of a hanzi blanks its
 * other half, text is cut at the right edge, and a put always fills its whole span. */
#ifndef TEYUE_CLIENT_TERM_CANVAS_H
#define TEYUE_CLIENT_TERM_CANVAS_H

#include "client/term/cells.h"
#include "client/term/roles.h"
#include "common/buf.h"
#include "common/label.h"

#include <stdbool.h>

#define CANVAS_ROWS_MAX 500
#define CANVAS_COLS_MAX 1000

/* Part of one row. */
struct span {
    int row, col, width;
};

struct area {
    int row, col, rows, cols;
};

static inline struct span span_at(int row, int col, int width)
{
    return (struct span){row, col, width};
}

static inline struct area area_at(int row, int col, int rows, int cols)
{
    return (struct area){row, col, rows, cols};
}

/* The n-th row of an area. */
static inline struct span area_row(struct area area, int n)
{
    return (struct span){area.row + n, area.col, area.cols};
}

enum line {
    LINE_NONE,
    LINE_H,
    LINE_V,
    LINE_TOP_LEFT,
    LINE_TOP_RIGHT,
    LINE_BOTTOM_LEFT,
    LINE_BOTTOM_RIGHT,
    LINE_TEE_LEFT,
    LINE_TEE_RIGHT,
    LINE_TEE_TOP,
    LINE_TEE_BOTTOM
};

struct canvas;

struct canvas *canvas_new(int rows, int cols, enum lang);
void canvas_free(struct canvas *);
/* Blanks the page, gives it a size and language, takes the cursor away. */
void canvas_reset(struct canvas *, int rows, int cols, enum lang);
int canvas_rows(const struct canvas *);
int canvas_cols(const struct canvas *);
struct area canvas_area(const struct canvas *);
enum lang canvas_lang(const struct canvas *);
/* The label in the page's language. */
const char *canvas_word(const struct canvas *, struct label);

/* Writes text into the span, left-aligned, blanks to its end, cut with '~'. Parts outside the page are
 * dropped. */
void canvas_put(struct canvas *, struct span, const char *text, enum role);
void canvas_put_aligned(struct canvas *, struct span, const char *text, enum role, enum cell_align);
/* Writes the text without filling the span; returns the columns used, at most span.width. */
int canvas_write(struct canvas *, struct span, const char *text, enum role);
/* Blanks an area. */
void canvas_fill(struct canvas *, struct area, enum role);
/* Changes the role of what is there. */
void canvas_role(struct canvas *, struct span, enum role);
/* Frame and lines; drawn with line characters or "+-|", whatever the terminal can do. */
void canvas_box(struct canvas *, struct area, enum role);
void canvas_hline(struct canvas *, struct span, enum role);
void canvas_vline(struct canvas *, int row, int col, int rows);
void canvas_line(struct canvas *, int row, int col, enum line);
/* Text on a frame or rule: one blank on each side, cut to the width; returns the columns used. */
int canvas_caption(struct canvas *, struct span, const char *text, enum role);
/* A frame over the whole area with a title above and hints below (either may be NULL); returns the inside. */
struct area canvas_frame(struct canvas *, struct area, const char *title, const char *foot);

/* Copies rows of another page, from its row `from` on, into the area (blanks where it has none), and its
 * cursor if that is in view. For contents higher than the room there is. */
void canvas_copy(struct canvas *, struct area, const struct canvas *other, int from);

/* Where the terminal's cursor goes: every focused field and selected row sets it (input methods and screen
 * readers follow it). shown: it blinks there, otherwise it is only parked. The last call counts. */
void canvas_cursor(struct canvas *, int row, int col, bool shown);
bool canvas_cursor_get(const struct canvas *, int *row, int *col, bool *shown);

/* What stands in a cell, for the screen: columns is 0 for the right half of a hanzi. line is LINE_NONE or the
 * frame piece to draw instead of text. */
struct canvas_cell {
    char text[CELL_BYTES];
    signed char columns;
    unsigned char role, line;
};
const struct canvas_cell *canvas_cell_at(const struct canvas *, int row, int col);
/* The page as text, one line a row, frames in ASCII, blanks at the row ends removed. */
void canvas_text(const struct canvas *, struct buf *);

#endif
