/* What the daemon says when it refuses, as lines to read: the words, the clause, each reason with who can
 * supply what is missing, free slots. Pure. */
#ifndef TEYUE_CLIENT_SCREENS_REFUSAL_H
#define TEYUE_CLIENT_SCREENS_REFUSAL_H

#include "client/app/reply.h"
#include "client/app/words.h"

/* "words (5.3.2) — ask …" of one refusal or reason, appended. */
void refusal_reason(struct buf *, const json_t *reason, enum lang);
/* All of a refusal, one line each, appended. */
void refusal_text(struct buf *, const struct reply *, enum lang);
/* The reasons of a step that is not allowed, on one line. */
void refusal_why(struct buf *, const json_t *step, enum lang);

#endif
