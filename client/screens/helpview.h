/* The keys that are valid here and now, as a popup. */
#ifndef TEYUE_CLIENT_SCREENS_HELPVIEW_H
#define TEYUE_CLIENT_SCREENS_HELPVIEW_H

#include "client/app/app.h"

#define HELP_KEYS_MAX 60

/* key.kind K_NONE: it is only told, not run. The texts are copied. */
struct help_key {
    struct key key;
    const char *name, *text;
};

/* run is called with the key the user chose, after the popup is gone. */
void helpview_open(struct app *, const struct help_key *, int count, void (*run)(struct app *, struct key));

#endif
