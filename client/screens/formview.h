/* A form of the daemon as a popup: what to read out, the fields, the refusal under them. What is typed is
 * kept as a draft; what is sent carries a key that is saved before, so that a lost answer is asked for again
 * and nothing is done twice. */
#ifndef TEYUE_CLIENT_SCREENS_FORMVIEW_H
#define TEYUE_CLIENT_SCREENS_FORMVIEW_H

#include "client/app/app.h"

#include <jansson.h>

/* form: the daemon's answer to `form`; a reference is kept. A draft of the same form comes back. */
void formview_open(struct app *, json_t *form);
/* After login: drafts that were sent and never answered are sent again with their keys; tell: how many others
 * there are is said. */
void formview_resume(struct app *, bool tell);
/* The user's drafts as a menu. */
void formview_drafts(struct app *);

#endif
