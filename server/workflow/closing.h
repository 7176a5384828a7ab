/* RX-1: when an order closes by itself, and what still keeps it open. */
#ifndef TEYUE_WORKFLOW_CLOSING_H
#define TEYUE_WORKFLOW_CLOSING_H

#include "server/workflow/decide.h"

/* After every decision on an order: closes it if nothing is missing, ends its deadlines if it became final.
 */
void closing_follow(struct decision *);
/* One entry per unmet condition of RX-1, in the order of the clause; an accepted order with none is closed.
 */
int closing_missing(const struct facts *, struct refusal *out, int max);

#endif
