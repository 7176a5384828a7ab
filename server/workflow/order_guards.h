/* The guards of the order's own actions. */
#ifndef TEYUE_WORKFLOW_ORDER_GUARDS_H
#define TEYUE_WORKFLOW_ORDER_GUARDS_H

#include "server/workflow/decide.h"

extern const struct guard guard_unit, guard_own_area, guard_contract, guard_class, guard_visit_class,
    guard_wanted, guard_relay, guard_book, guard_priced, guard_one_class, guard_first_round, guard_quote,
    guard_quote_alive, guard_not_consented, guard_explained, guard_prices_answered, guard_prices_approved,
    guard_newer_quote, guard_department, guard_able, guard_number, guard_class_active, guard_e1,
    guard_before_start, guard_deadline;

#endif
