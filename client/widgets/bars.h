/* The rows at the edges of a page, and bars made of '#'. Stateless. */
#ifndef TEYUE_CLIENT_WIDGETS_BARS_H
#define TEYUE_CLIENT_WIDGETS_BARS_H

#include "client/widgets/widget.h"
#include "common/buf.h"

#define BAR_HINTS_MAX 40

struct bar_tab {
    struct label label;
    int count;   /* shown as "(3)" if above 0 */
    bool urgent; /* "(3!)" */
};

struct bar_tabs {
    const struct bar_tab *tabs; /* numbered from 1 */
    int count, open;
    const char *right; /* place, person, state, clock: cut last; may be NULL */
};

struct bar_hint {
    const char *key; /* "F2", "Enter", "a" */
    struct label label;
    int priority; /* 0 is never dropped while anything fits; the highest goes first */
};

void bar_draw_tabs(struct canvas *, int row, const struct bar_tabs *);
/* A plain title: left text and right text. */
void bar_draw_title(struct canvas *, int row, const char *left, const char *right);
/* As many hints as fit, whole words, in their order; returns how many. */
int bar_draw_hints(struct canvas *, int row, const struct bar_hint *, int count);
/* The banner that replaces the title while the connection is lost. */
void bar_draw_banner(struct canvas *, int row, const char *text);
/* "─ left ──────── right ─" */
void bar_draw_rule(struct canvas *, struct span, const char *left, const char *right);
/* "[######....]" of width columns (brackets included); done and pace in thousandths, pace < 0: no '|' mark.
 */
void bar_gauge(struct buf *, int width, int done, int pace);
/* The page of a window that is too small. */
void bar_draw_too_small(struct canvas *);

#endif
