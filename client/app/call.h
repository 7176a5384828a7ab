/* `teyue call VERB name=value …`: one request for a script. */
#ifndef TEYUE_CLIENT_APP_CALL_H
#define TEYUE_CLIENT_APP_CALL_H

#include "client/app/config.h"

struct call {
    const char *idem;         /* the request's key; NULL: one is made */
    int count;                /* words */
    const char *const *words; /* verb first, then words and name=value as the shell gave them */
};

/* Rows on stdout, one JSON object a line; the final line on stderr as {"result":"OK", …}. Returns the exit
 * code of common/wire.h. Repeats the request with the same key while its outcome is unknown. */
int call_run(const struct config *, const struct call *);

#endif
