/* The keys that are valid here and now, made from the same rows as the hint bar; filtered as you type, Enter
 * runs. */
#ifndef TEYUE_CLIENT_WIDGETS_HELP_H
#define TEYUE_CLIENT_WIDGETS_HELP_H

#include "client/widgets/widget.h"

#define HELP_ROWS_MAX 120

struct help_row {
    const char *key;
    struct label text;
    bool denied; /* "(-)": no permission */
    bool asks;   /* "(!)": asks before it acts */
};

struct help;

/* The rows must outlive it; the title is copied. */
struct help *help_new(const char *title, const struct help_row *, int count);
void help_free(struct help *);
/* Index of the row under the cursor, -1 if none. */
int help_row(const struct help *);
/* Enter: HEARD_DONE if the row under the cursor may be run; Esc: HEARD_LEFT. */
enum heard help_key(struct help *, const struct key *);
struct area help_area(const struct help *, int rows, int cols);
void help_draw(struct help *, struct canvas *);

#endif
