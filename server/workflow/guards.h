/* Guards that several lifecycles share, and the argument texts they have in common. */
#ifndef TEYUE_WORKFLOW_GUARDS_H
#define TEYUE_WORKFLOW_GUARDS_H

#include "server/workflow/decide.h"

extern const struct guard guard_consent_stands; /* R5.3.2-3, A29 */
extern const struct guard guard_agreed_window;  /* R5.4.1-7 */
extern const struct guard guard_no_flag;        /* R5.5.4-2 */
extern const struct guard guard_signature;      /* R5.7.2-3 */
extern const struct guard guard_not_future;     /* argument "at" is not after now */
extern const struct guard guard_window_order; /* argument "window" ends after it begins and not in the past */
extern const struct guard guard_signing_time; /* R5.6.1-3 */

extern const struct guard guard_concrete; /* argument "window" is not "any" */

extern const struct option options_channel[]; /* phone, counter, written, other */
extern const struct option options_yes_no[];
extern const struct option options_conduct[]; /* complaint codes of 5.5.7 and 5.5.8 (R5.5.7-2) */

/* People type minutes: a moment without seconds is not before a limit within the same minute. */
bool typed_not_before(moment typed, moment limit);
bool consent_stands(const struct facts *, moment now);

#define ARG_END                                                                                              \
    {                                                                                                        \
        NULL, ARG_TEXT, false, {NULL, NULL}, NULL, NULL, 0, NULL                                             \
    }
#define ARG_REASON                                                                                           \
    {                                                                                                        \
        "reason", ARG_NOTE, true, {"原因", "Reason"}, NULL, NULL, 200, NULL                                  \
    }
#define ARG_OPTIONAL_NOTE                                                                                    \
    {                                                                                                        \
        "note", ARG_NOTE, false, {"备注", "Note"}, NULL, NULL, 400, NULL                                     \
    }
#define TICK(name, zh, en)                                                                                   \
    {                                                                                                        \
        name, ARG_TICK, true, {zh, en}, NULL, NULL, 0, NULL                                                  \
    }

/* The order is dispatched and not over: where scope, time and people may still change. */
#define ORDER_UNDER_WAY                                                                                      \
    (MASK(ORDER_READY) | MASK(ORDER_DISPATCHED) | MASK(ORDER_PLANNING) | MASK(ORDER_AGREEING) |              \
     MASK(ORDER_SCHEDULED) | MASK(ORDER_SERVING))
/* States in which an order has its form number. */
#define ORDER_NUMBERED                                                                                       \
    (ORDER_UNDER_WAY | MASK(ORDER_ESCALATED) | MASK(ORDER_ACCEPTED) | MASK(ORDER_CLOSED) |                   \
     MASK(ORDER_CANCELLED) | MASK(ORDER_ENDED))

#endif
