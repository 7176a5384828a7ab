/* What the order's actions do, and what other tracks do to the order. Used by the lifecycles' tables only. */
#ifndef TEYUE_WORKFLOW_ORDER_EFFECTS_H
#define TEYUE_WORKFLOW_ORDER_EFFECTS_H

#include "server/workflow/decide.h"

void order_create(struct decision *);
void order_quote(struct decision *);
void order_explain(struct decision *);
void order_consent(struct decision *);
void order_consent_again(struct decision *);
void order_keep(struct decision *);
void order_over(struct decision *);
void order_dispatch(struct decision *);
void order_acknowledge(struct decision *);
void order_return(struct decision *);
void order_cancel(struct decision *);
void order_remind(struct decision *);

/* Quote lines as asked for: all in the book in force (or approved for this order), of one class, and priced.
 */
bool quote_lines_known(const struct decision *);
bool quote_lines_priced(const struct decision *);
bool quote_lines_one_class(const struct decision *);

/* The live visit ends with a stop card, an open proposal is dropped (RX-10, R5.4.1-3). */
void visit_stop(struct decision *);
/* The visit that was finished ends without the customer's acceptance. */
void visit_release(struct decision *);
void checklist_start(struct decision *);
/* An acceptance, by the technician, the returned paper or the manager: form, entries, charges, follow-up
 * (R5.6.1, R5.7). */
void order_accept(struct decision *, moment signed_at, bool waived);
/* Approved relief becomes charge lines, once. */
void charge_relief(struct decision *);
void entry_open(struct decision *, const char *kind, moment due);
/* The manager's case, in the same transaction (R5.6.3-1, R5.7.3-1); a live case of the kind is kept. */
void case_open(struct decision *, const char *kind, const char *note);
/* An outcome that needs another visit: the account manager agrees a new time (R5.4.1-11). */
void order_wait_time(struct decision *);

#endif
