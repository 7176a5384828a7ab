/* The themes. Called by the screen. A theme is a table; roles it leaves out look like plain text. */
#include "client/term/roles.h"

#include <stdlib.h>
#include <string.h>

#define OWN (-1), (-1)

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };

static const struct theme themes[] = {
    {"dark",
     {[ROLE_TEXT] = {OWN, OWN, 0},
      [ROLE_DIM] = {CYAN, -1, 245, -1, 0},
      [ROLE_STRONG] = {OWN, OWN, PAINT_BOLD},
      [ROLE_TITLE] = {WHITE, BLUE, 255, 24, 0},
      [ROLE_TAB] = {WHITE, BLUE, 255, 24, PAINT_BOLD | PAINT_REVERSE},
      [ROLE_HEADER] = {CYAN, -1, 117, -1, PAINT_BOLD},
      [ROLE_LABEL] = {CYAN, -1, 117, -1, 0},
      [ROLE_FIELD] = {OWN, OWN, PAINT_UNDERLINE},
      [ROLE_FOCUS] = {WHITE, BLUE, 255, 25, PAINT_UNDERLINE},
      [ROLE_CURSOR] = {OWN, OWN, PAINT_REVERSE},
      [ROLE_BORDER] = {CYAN, -1, 66, -1, 0},
      [ROLE_HINT] = {OWN, 250, -1, 0},
      [ROLE_KEY] = {YELLOW, -1, 222, -1, PAINT_BOLD},
      [ROLE_OK] = {GREEN, -1, 114, -1, 0},
      [ROLE_WARN] = {YELLOW, -1, 221, -1, PAINT_BOLD},
      [ROLE_ERROR] = {RED, -1, 210, -1, PAINT_BOLD},
      [ROLE_OVERDUE] = {RED, -1, 203, -1, PAINT_BOLD},
      [ROLE_SELF] = {GREEN, -1, 120, -1, PAINT_BOLD},
      [ROLE_NEW] = {CYAN, -1, 123, -1, PAINT_BOLD},
      [ROLE_LOCKED] = {MAGENTA, -1, 176, -1, 0},
      [ROLE_BANNER] = {WHITE, RED, 255, 124, PAINT_BOLD},
      [ROLE_STATUS] = {OWN, OWN, 0}}},
    {"light",
     {[ROLE_TEXT] = {OWN, OWN, 0},
      [ROLE_DIM] = {BLUE, -1, 242, -1, 0},
      [ROLE_STRONG] = {OWN, OWN, PAINT_BOLD},
      [ROLE_TITLE] = {BLACK, CYAN, 16, 152, 0},
      [ROLE_TAB] = {BLACK, CYAN, 16, 152, PAINT_BOLD | PAINT_REVERSE},
      [ROLE_HEADER] = {BLUE, -1, 24, -1, PAINT_BOLD},
      [ROLE_LABEL] = {BLUE, -1, 24, -1, 0},
      [ROLE_FIELD] = {OWN, OWN, PAINT_UNDERLINE},
      [ROLE_FOCUS] = {BLACK, YELLOW, 16, 229, PAINT_UNDERLINE},
      [ROLE_CURSOR] = {OWN, OWN, PAINT_REVERSE},
      [ROLE_BORDER] = {BLUE, -1, 66, -1, 0},
      [ROLE_HINT] = {OWN, 238, -1, 0},
      [ROLE_KEY] = {BLUE, -1, 19, -1, PAINT_BOLD},
      [ROLE_OK] = {GREEN, -1, 22, -1, 0},
      [ROLE_WARN] = {MAGENTA, -1, 94, -1, PAINT_BOLD},
      [ROLE_ERROR] = {RED, -1, 124, -1, PAINT_BOLD},
      [ROLE_OVERDUE] = {RED, -1, 160, -1, PAINT_BOLD},
      [ROLE_SELF] = {GREEN, -1, 28, -1, PAINT_BOLD},
      [ROLE_NEW] = {BLUE, -1, 21, -1, PAINT_BOLD},
      [ROLE_LOCKED] = {MAGENTA, -1, 90, -1, 0},
      [ROLE_BANNER] = {WHITE, RED, 255, 124, PAINT_BOLD},
      [ROLE_STATUS] = {OWN, OWN, 0}}},
    {"contrast",
     {[ROLE_TEXT] = {WHITE, BLACK, 231, 16, 0},
      [ROLE_DIM] = {WHITE, BLACK, 231, 16, 0},
      [ROLE_STRONG] = {WHITE, BLACK, 231, 16, PAINT_BOLD},
      [ROLE_TITLE] = {BLACK, WHITE, 16, 231, PAINT_BOLD},
      [ROLE_TAB] = {WHITE, BLACK, 231, 16, PAINT_BOLD | PAINT_UNDERLINE},
      [ROLE_HEADER] = {WHITE, BLACK, 231, 16, PAINT_BOLD | PAINT_UNDERLINE},
      [ROLE_LABEL] = {WHITE, BLACK, 231, 16, 0},
      [ROLE_FIELD] = {WHITE, BLACK, 231, 16, PAINT_UNDERLINE},
      [ROLE_FOCUS] = {BLACK, YELLOW, 16, 226, 0},
      [ROLE_CURSOR] = {BLACK, YELLOW, 16, 226, PAINT_BOLD},
      [ROLE_BORDER] = {WHITE, BLACK, 231, 16, 0},
      [ROLE_HINT] = {WHITE, BLACK, 231, 16, 0},
      [ROLE_KEY] = {YELLOW, BLACK, 226, 16, PAINT_BOLD},
      [ROLE_OK] = {GREEN, BLACK, 46, 16, PAINT_BOLD},
      [ROLE_WARN] = {YELLOW, BLACK, 226, 16, PAINT_BOLD},
      [ROLE_ERROR] = {WHITE, RED, 231, 124, PAINT_BOLD},
      [ROLE_OVERDUE] = {WHITE, RED, 231, 124, PAINT_BOLD},
      [ROLE_SELF] = {CYAN, BLACK, 51, 16, PAINT_BOLD},
      [ROLE_NEW] = {CYAN, BLACK, 51, 16, PAINT_BOLD},
      [ROLE_LOCKED] = {WHITE, BLACK, 231, 16, PAINT_UNDERLINE},
      [ROLE_BANNER] = {WHITE, RED, 231, 124, PAINT_BOLD},
      [ROLE_STATUS] = {WHITE, BLACK, 231, 16, 0}}},
    {"mono",
     {[ROLE_TEXT] = {OWN, OWN, 0},
      [ROLE_DIM] = {OWN, OWN, 0},
      [ROLE_STRONG] = {OWN, OWN, PAINT_BOLD},
      [ROLE_TITLE] = {OWN, OWN, PAINT_REVERSE},
      [ROLE_TAB] = {OWN, OWN, PAINT_BOLD | PAINT_UNDERLINE},
      [ROLE_HEADER] = {OWN, OWN, PAINT_BOLD},
      [ROLE_LABEL] = {OWN, OWN, 0},
      [ROLE_FIELD] = {OWN, OWN, PAINT_UNDERLINE},
      [ROLE_FOCUS] = {OWN, OWN, PAINT_BOLD | PAINT_UNDERLINE},
      [ROLE_CURSOR] = {OWN, OWN, PAINT_REVERSE},
      [ROLE_BORDER] = {OWN, OWN, 0},
      [ROLE_HINT] = {OWN, OWN, 0},
      [ROLE_KEY] = {OWN, OWN, PAINT_BOLD},
      [ROLE_OK] = {OWN, OWN, 0},
      [ROLE_WARN] = {OWN, OWN, PAINT_BOLD},
      [ROLE_ERROR] = {OWN, OWN, PAINT_BOLD},
      [ROLE_OVERDUE] = {OWN, OWN, PAINT_BOLD},
      [ROLE_SELF] = {OWN, OWN, PAINT_BOLD},
      [ROLE_NEW] = {OWN, OWN, PAINT_BOLD},
      [ROLE_LOCKED] = {OWN, OWN, PAINT_UNDERLINE},
      [ROLE_BANNER] = {OWN, OWN, PAINT_BOLD | PAINT_REVERSE},
      [ROLE_STATUS] = {OWN, OWN, 0}}},
};

const struct theme *theme_find(const char *name)
{
    for (size_t i = 0; i < sizeof themes / sizeof themes[0]; i++)
        if (strcmp(themes[i].name, name) == 0)
            return &themes[i];
    return NULL;
}

bool theme_wants_colour(const char *choice)
{
    const char *wish = choice ? choice : getenv("TEYUE_COLOR");
    if (wish && strcmp(wish, "always") == 0)
        return true;
    if (wish && strcmp(wish, "never") == 0)
        return false;
    const char *none = getenv("NO_COLOR");
    return !(none && *none);
}
