/* Cells of a page as cells of the terminal library: colours of the theme, line characters. Only for screen.c.
 */
#ifndef TEYUE_CLIENT_TERM_PAINT_H
#define TEYUE_CLIENT_TERM_PAINT_H

#include "client/term/canvas.h"

#include <curses.h>

struct brush {
    attr_t attributes[ROLE_COUNT];
    short pairs[ROLE_COUNT];
    bool ascii_lines;
    bool wide_doubt; /* the terminal draws characters of doubtful width two columns wide */
};

/* After the terminal is open: pairs for every role, or attributes alone without colour. */
void brush_mix(struct brush *, const struct theme *, bool colour);
/* Writes one whole row of the page to the window. */
void brush_row(const struct brush *, WINDOW *, const struct canvas *, int row);

#endif
