/* The insides of a form popup, shared by formview.c (keys and frame), formview_send.c (the way to the daemon
 * and back) and formview_drafts.c. Nobody else includes it. */
#ifndef TEYUE_CLIENT_SCREENS_FORMVIEW_PARTS_H
#define TEYUE_CLIENT_SCREENS_FORMVIEW_PARTS_H

#include "client/app/drafts.h"
#include "client/screens/fields.h"
#include "client/screens/formview.h"
#include "client/widgets/detail.h"

enum formview_state {
    FORMVIEW_TYPING,
    FORMVIEW_SENDING,
    FORMVIEW_UNCLEAR /* sent, and nobody knows what became of it: sent again with the same key */
};

struct formview {
    struct app *app;
    json_t *description;
    struct fields *fields;
    struct detail *say;    /* to be read out, or looked at */
    struct detail *answer; /* what the daemon said last */
    enum formview_state state;
    char *pending;   /* the request line with its key until the final answer, or NULL */
    int tries, room; /* room: rows a popup may have, as last drawn */
    struct event *again;
    char saved[17]; /* when the draft was written, "" if it was not */
    char id[24], part[24];
    long long version; /* 0: none */
};

/* Sends what is in the fields; asks first if it cannot be taken back. */
void formview_submit(struct formview *);
/* Sends the pending request (again). */
void formview_transmit(struct formview *);
/* Writes the draft if there is something to keep. */
void formview_save(struct formview *);
void formview_name(const struct formview *, struct draft_name *);
/* Lines under the fields; NULL takes them away. */
void formview_say(struct formview *, const char *text, enum role);

#endif
