/* Text measured and cut in terminal columns. What is painted is decided here and nowhere else: no control
 * character, no bidi override, no invisible character and no half hanzi leaves this module; a character the
 * terminal cannot place (and an emoji) is painted as '?'. The text itself is never changed. */
#ifndef TEYUE_CLIENT_TERM_CELLS_H
#define TEYUE_CLIENT_TERM_CELLS_H

#include "common/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CELL_BYTES 16 /* painted bytes of one cell, NUL included */
#define CELL_MARK '~' /* stands where text was cut off */

enum cell_align { CELL_LEFT, CELL_RIGHT, CELL_CENTRE };

/* Characters that are never painted: soft hyphen, zero width, bidi controls, variation selectors, tags. */
bool cell_invisible(uint32_t code);

/* One grapheme cluster as it is painted. */
struct cell {
    char text[CELL_BYTES]; /* UTF-8, "" if nothing of it is painted */
    int columns;           /* 0, 1 or 2 */
};

/* Takes the next grapheme cluster of text; returns how many bytes it has there, 0 at the end. */
size_t cell_next(const char *text, struct cell *out);
/* Bytes of the grapheme cluster that ends at text[at]; 0 if at is 0. */
size_t cell_before(const char *text, size_t at);
/* Columns the text takes when painted. */
int cell_columns(const char *text);
/* The same for its first len bytes. */
int cell_columns_of(const char *text, size_t len);

/* Appends exactly `columns` columns: the text, filled up with blanks, or cut at a cluster border and marked
 * '~'. */
void cell_fit(struct buf *out, const char *text, int columns, enum cell_align align);
/* The same, but cut in the middle: an address keeps its room number. */
void cell_fit_middle(struct buf *out, const char *text, int columns);

/* Wrapping: *len becomes the bytes of the first line of text that fit in columns (>= 2); returns where the
 * next line starts, NULL if there is none. Breaks between hanzi, at blanks and at LF; not before closing
 * punctuation, not after opening punctuation; words and numbers stay whole if they fit at all. */
const char *cell_wrap(const char *text, int columns, size_t *len);
/* Lines cell_wrap makes of it, at least 1. */
int cell_wrap_lines(const char *text, int columns);

#endif
