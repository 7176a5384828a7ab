/* The tables of the lifecycles, one file each; registry.c lists them. */
#ifndef TEYUE_WORKFLOW_LIFECYCLES_H
#define TEYUE_WORKFLOW_LIFECYCLES_H

#include "server/workflow/machine.h"

extern const struct lifecycle lifecycle_order, lifecycle_price, lifecycle_time, lifecycle_visit,
    lifecycle_checklist, lifecycle_round, lifecycle_case, lifecycle_claim, lifecycle_form, lifecycle_entry,
    lifecycle_followup, lifecycle_relay, lifecycle_deputy, lifecycle_incident, lifecycle_unit;

#endif
