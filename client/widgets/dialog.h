/* Popups with a text: a message to be read, a question whose default is "no". */
#ifndef TEYUE_CLIENT_WIDGETS_DIALOG_H
#define TEYUE_CLIENT_WIDGETS_DIALOG_H

#include "client/widgets/widget.h"

struct dialog_spec {
    const char *title, *text;
    const char *yes;  /* what the action is called; NULL: a message with nothing to confirm */
    const char *type; /* word to be typed before "yes" can be chosen (irreversible steps); NULL: none */
    bool reason;      /* a reason is mandatory */
    enum role role;   /* of the title */
};

struct dialog;

/* The texts are copied. */
struct dialog *dialog_new(const struct dialog_spec *);
void dialog_free(struct dialog *);
const char *dialog_reason(const struct dialog *);
/* A message: any of Enter, Esc, blank is HEARD_DONE; the rest scrolls. A question: HEARD_DONE is "yes",
 * HEARD_LEFT is "no"; Enter means the button under the cursor, at first "no". */
enum heard dialog_key(struct dialog *, const struct key *);
struct area dialog_area(const struct dialog *, int rows, int cols);
void dialog_draw(struct dialog *, struct canvas *);

#endif
