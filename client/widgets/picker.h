/* A text field with a list below it. The owner looks the rows up: the picker calls ask() whenever the text
 * changed and shows what picker_answer() brings, now or later. */
#ifndef TEYUE_CLIENT_WIDGETS_PICKER_H
#define TEYUE_CLIENT_WIDGETS_PICKER_H

#include "client/widgets/widget.h"

#define PICKER_ROWS_MAX 200 /* rows kept of one answer */
#define PICKER_SHOWN 5      /* rows shown unless the owner gives more room */

/* What a picked row needs besides a quantity, where rows have one. */
enum picker_ask { PICKER_ASK_NOTHING, PICKER_ASK_SECOND, PICKER_ASK_PRICE };

struct picker_row {
    const char *id;     /* what the form sends */
    const char *label;  /* what the field shows once it is picked */
    const char *detail; /* further columns of the list, may be NULL */
    const char *why;    /* NULL: may be picked; otherwise why not */
    const char *unit;   /* "只", "次"; may be NULL */
    enum picker_ask ask;
};

struct picker;

struct picker_owner {
    void *owner;
    /* Look up text ("" is everything, recent ones first) and answer with picker_answer(). */
    void (*ask)(void *owner, struct picker *, const char *text);
};

struct picker *picker_new(struct picker_owner, struct label placeholder);
void picker_free(struct picker *);
/* Rows for what was asked; ignored if the text has changed since. The strings are copied. */
void picker_answer(struct picker *, const char *text, const struct picker_row *, int count);
/* Asks again for the same text. */
void picker_ask(struct picker *);
/* What is picked: "" if nothing. */
const char *picker_id(const struct picker *);
const char *picker_label(const struct picker *);
/* The row it came from (id "" if nothing is picked); good until the picker changes. */
struct picker_row picker_row(const struct picker *);
void picker_set(struct picker *, const char *id, const char *label);
void picker_set_row(struct picker *, const struct picker_row *);
/* The text as typed. */
const char *picker_text(const struct picker *);
/* Whether the list is open (it has rows, or an answer is awaited, and nothing is picked yet). */
bool picker_open(const struct picker *);
/* Enter and Tab pick the row under the cursor (HEARD_DONE); Esc closes the list (HEARD). Keys are not heard
 * while the list is closed except editing ones, which open it. */
enum heard picker_key(struct picker *, const struct key *);
void picker_draw(struct picker *, struct canvas *, struct span, bool focused);
/* The list in a frame, `area` rows high at most; draw it last, or on a popup. Returns the rows used. */
int picker_draw_list(struct picker *, struct canvas *, struct area);

#endif
