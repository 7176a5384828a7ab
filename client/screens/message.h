/* A text to be read, or a question, as a popup. */
#ifndef TEYUE_CLIENT_SCREENS_MESSAGE_H
#define TEYUE_CLIENT_SCREENS_MESSAGE_H

#include "client/app/app.h"
#include "client/widgets/dialog.h"

/* yes is called if the question is answered so; NULL for a text. owner may be NULL. */
void message_open(struct app *, const struct dialog_spec *, void (*yes)(void *owner), void *owner);

#endif
