/* Lists that stand in one value: tariff lines, materials, checklist answers. For arguments.c only. */
#ifndef TEYUE_WORKFLOW_ARGUMENT_LISTS_H
#define TEYUE_WORKFLOW_ARGUMENT_LISTS_H

#include "server/workflow/arguments.h"

enum argument_fault {
    ARGUMENT_OK,
    ARGUMENT_MISSING,
    ARGUMENT_KIND,
    ARGUMENT_LONG,
    ARGUMENT_TEXT,
    ARGUMENT_OPTION,
    ARGUMENT_TWICE
};

/* text is clean; kind is ARG_LINES, ARG_THINGS or ARG_ANSWERS. Fills input.line or input.thing. */
enum argument_fault argument_list_read(struct arguments *, enum arg_kind kind, const char *text);

#endif
