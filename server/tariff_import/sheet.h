/* The bytes of a CSV file as rows of UTF-8 cells, whatever a spreadsheet program made of them: with or
 * without a byte order mark, UTF-8 or GB18030 (of which GBK is a part). Hostile input ends in a report,
 * within the limits of tariff_import.h. Used by the importer only; knows nothing of prices. */
#ifndef TEYUE_TARIFF_SHEET_H
#define TEYUE_TARIFF_SHEET_H

#include "server/tariff_import/report.h"

#include <stdbool.h>
#include <stddef.h>

struct sheet_row {
    int line;     /* where it starts, the first is 1 */
    int count;    /* cells */
    size_t first; /* index of its first cell */
};

struct sheet {
    struct buf text; /* all cells, each NUL-terminated */
    size_t *cell;    /* offsets into text */
    size_t cell_count, cell_cap;
    struct sheet_row *row; /* rows that hold nothing are left out */
    int row_count, row_cap;
    bool from_gb18030;
};

/* False after a report; the caller frees the sheet in both cases. */
bool sheet_read(const char *bytes, size_t len, const struct report *report, struct sheet *sheet);
void sheet_free(struct sheet *sheet);
/* NULL if the row has no such cell. */
const char *sheet_cell(const struct sheet *sheet, int row, int column);

#endif
