/* The keys of the application: one table for what they do, the hint bar and the help. */
#ifndef TEYUE_CLIENT_APP_KEYS_H
#define TEYUE_CLIENT_APP_KEYS_H

#include "client/app/app.h"

/* Hints for what is on top now. */
int keys_hints(struct app *, struct bar_hint *out, int max);

#endif
