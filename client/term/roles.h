/* What a cell means, not what it looks like: widgets name a role, the theme gives it colour and attribute.
 * A role never carries meaning alone: a word or an ASCII mark stands beside it (mono terminals, NO_COLOR). */
#ifndef TEYUE_CLIENT_TERM_ROLES_H
#define TEYUE_CLIENT_TERM_ROLES_H

#include <stdbool.h>

enum role {
    ROLE_TEXT,
    ROLE_DIM,    /* secondary text, disabled entries */
    ROLE_STRONG, /* headings inside a page */
    ROLE_TITLE,  /* title bar */
    ROLE_TAB,    /* the open tab in the title bar */
    ROLE_HEADER, /* table header */
    ROLE_LABEL,  /* name of a field */
    ROLE_FIELD,  /* text field */
    ROLE_FOCUS,  /* the field that has the cursor */
    ROLE_CURSOR, /* the selected row, the chosen button */
    ROLE_BORDER,
    ROLE_HINT, /* text of the hint bar */
    ROLE_KEY,  /* a key in the hint bar, in menus and help */
    ROLE_OK,
    ROLE_WARN,
    ROLE_ERROR,
    ROLE_OVERDUE,
    ROLE_SELF, /* mine */
    ROLE_NEW,
    ROLE_LOCKED,
    ROLE_BANNER, /* connection lost: replaces the title */
    ROLE_STATUS, /* the line above the hint bar */
    ROLE_COUNT
};

#define PAINT_BOLD 1u
#define PAINT_REVERSE 2u
#define PAINT_UNDERLINE 4u
#define PAINT_DIM 8u

/* Colours are terminal colour numbers, -1 the terminal's own; rich ones are for 256 colours, plain ones
 * for 8. */
struct paint {
    short fg, bg, rich_fg, rich_bg;
    unsigned attributes;
};

struct theme {
    const char *name;
    struct paint paint[ROLE_COUNT];
};

/* "dark", "light", "contrast" or "mono"; NULL if there is no such theme. */
const struct theme *theme_find(const char *name);
/* Whether colours are wanted: choice is "never", "always", "auto" or NULL, which asks TEYUE_COLOR and then
 * NO_COLOR (any text in it means none). */
bool theme_wants_colour(const char *choice);

#endif
