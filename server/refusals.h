/* How a no looks on the wire: refusals of the core, faults of arguments, a database that is away. */
#ifndef TEYUE_REFUSALS_H
#define TEYUE_REFUSALS_H

#include "common/buf.h"
#include "server/db/db.h"
#include "server/workflow/arguments.h"
#include "server/workflow/decide.h"

struct reply;

/* Ends the reply with NO <code> {"field","label","msg"[,"clause"]}. */
void refuse_fault(struct reply *, const struct arguments_fault *);
/* Ends the reply for a reading that brought no rows: NO busy, NO unavailable, NO internal. */
void refuse_outcome(struct reply *, enum db_outcome);
/* Ends the reply with NO state.unknown: there is no such subject. */
void refuse_unknown(struct reply *);
/* Ends the reply with NO perm.denied. */
void refuse_denied(struct reply *);

/* {"code","clause","msg","who":["专属客户经理 王芳"]} */
void refusal_json(struct buf *, const struct refusal *, const struct facts *, enum lang);
/* The object of a NO: {"msg","clause","refusals":[…]  left open, so that more members can follow. */
void refusals_open(struct buf *, const struct refusal *, int count, const struct facts *, enum lang);

/* One row of `next`. */
void offer_json(struct buf *, const struct offer *, const struct facts *, enum lang);
/* All rows of `next` for a person and a subject (row and input of the question are not looked at): first what
 * is allowed, in the order of the tables, then what is not, then what waits by itself. An offer lives as long
 * as the call of add. */
void offers_each(const struct question *, void (*add)(void *arg, const struct offer *), void *arg);

#endif
