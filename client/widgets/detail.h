/* Read-only text: label and value pairs, headings, free lines; wrapped and scrolled. */
#ifndef TEYUE_CLIENT_WIDGETS_DETAIL_H
#define TEYUE_CLIENT_WIDGETS_DETAIL_H

#include "client/widgets/widget.h"

#define DETAIL_ITEMS_MAX 500

struct detail;

struct detail *detail_new(void);
void detail_free(struct detail *);
/* Empties it; the scroll position stays, so that a refresh does not jump. */
void detail_clear(struct detail *);
void detail_top(struct detail *);
/* Texts are copied; items past DETAIL_ITEMS_MAX are dropped. */
void detail_pair(struct detail *, const char *label, const char *value, enum role);
void detail_heading(struct detail *, const char *text);
void detail_line(struct detail *, const char *text, enum role);
void detail_rule(struct detail *);
/* Up, Down, PgUp, PgDn, Home, End. */
enum heard detail_key(struct detail *, const struct key *);
/* focused parks the cursor on its first row. */
void detail_draw(struct detail *, struct canvas *, struct area, bool focused);
/* Rows it takes at this width. */
int detail_rows(const struct detail *, int cols);

#endif
