/* The state of one import, shared by the three parts that work on it: tariff_import.c runs it, settle.c makes
 * items of rows, row_report.c tells the person. Nobody else includes it. */
#ifndef TEYUE_TARIFF_IMPORT_STATE_H
#define TEYUE_TARIFF_IMPORT_STATE_H

#include "server/tariff_import/understand.h"

#include <stddef.h>

struct import_row {
    struct understood said;
    const struct map_settlement *settlement; /* NULL if none matches the row as it reads now */
    size_t first_item, item_count;           /* in list; none while there are questions */
};

struct import {
    struct report report;
    struct map map;
    struct sheet sheet;
    int column[MAP_COLUMNS]; /* in the sheet, -1 for none */
    struct import_row *row;  /* one for each row of the sheet below the heading */
    size_t row_count;
    struct tariff_list list;
    size_t item_cap;
};

/* Makes the items of all rows, or adds to their questions. */
void settle_rows(struct import *import);

void report_row(const struct import *import, const struct import_row *row);
void report_summary(const struct import *import, size_t asked);

#endif
