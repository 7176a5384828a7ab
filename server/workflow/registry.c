/* All lifecycles and their rows, in one order. Asked by decide.c, dispatch, forms and the printer of the
 * machine. */
#include "common/mem.h"
#include "server/workflow/lifecycles.h"

#include <stddef.h>
#include <string.h>

static const struct lifecycle *const lifecycles[] = {
    &lifecycle_order,    &lifecycle_price, &lifecycle_time,   &lifecycle_visit,    &lifecycle_checklist,
    &lifecycle_round,    &lifecycle_case,  &lifecycle_claim,  &lifecycle_form,     &lifecycle_entry,
    &lifecycle_followup, &lifecycle_relay, &lifecycle_deputy, &lifecycle_incident, &lifecycle_unit};

const struct lifecycle *lifecycle_of(enum lifecycle_id id)
{
    for (size_t i = 0; i < array_length(lifecycles); i++)
        if (lifecycles[i]->id == id)
            return lifecycles[i];
    return NULL;
}

/* An action's rows stand in one lifecycle, whose name is the part before the dot. */
const struct row *row_first(const char *action)
{
    const char *dot = strchr(action, '.');
    for (size_t i = 0; dot && i < array_length(lifecycles); i++) {
        const char *name = lifecycle_name(lifecycles[i]->id);
        if (strlen(name) != (size_t)(dot - action) || strncmp(name, action, strlen(name)) != 0)
            continue;
        for (int r = 0; r < lifecycles[i]->count; r++)
            if (strcmp(lifecycles[i]->rows[r].action, action) == 0)
                return &lifecycles[i]->rows[r];
    }
    return NULL;
}

const struct row *row_next(const struct row *row)
{
    const struct lifecycle *lifecycle = lifecycle_of(row->track);
    for (const struct row *next = row + 1; next < lifecycle->rows + lifecycle->count; next++)
        if (strcmp(next->action, row->action) == 0)
            return next;
    return NULL;
}

int rows_all(const struct row **out, int max)
{
    int n = 0;
    for (size_t i = 0; i < array_length(lifecycles); i++)
        for (int r = 0; r < lifecycles[i]->count && n < max; r++)
            out[n++] = &lifecycles[i]->rows[r];
    return n;
}
