/* A popup list to choose from; entries that may not be chosen say why when the cursor is on them. */
#ifndef TEYUE_CLIENT_WIDGETS_MENU_H
#define TEYUE_CLIENT_WIDGETS_MENU_H

#include "client/widgets/widget.h"

#define MENU_ENTRIES_MAX 100

struct menu_entry {
    const char *id;
    const char *text;
    const char *key; /* the key that does the same, or NULL */
    const char *why; /* NULL: may be chosen; otherwise why not, wrapped under the list */
};

struct menu;

/* Title and entries are copied. */
struct menu *menu_new(const char *title, const struct menu_entry *, int count);
void menu_free(struct menu *);
const char *menu_id(const struct menu *); /* under the cursor, NULL if the menu is empty */
bool menu_allowed(const struct menu *);   /* it may be chosen */
/* Enter or a digit: HEARD_DONE if it may be chosen, HEARD otherwise (the reason is on the screen). */
enum heard menu_key(struct menu *, const struct key *);
/* The size it wants on a page of rows x cols: pass to screen_popup(), then draw on that page. */
struct area menu_area(const struct menu *, int rows, int cols);
void menu_draw(struct menu *, struct canvas *);

#endif
