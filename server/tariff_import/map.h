/* The map of a price list, read from its ini file: what the columns mean, and the rows a person settled.
 * Used by the importer only; the format stands in tariff_import.h. */
#ifndef TEYUE_TARIFF_MAP_H
#define TEYUE_TARIFF_MAP_H

#include "server/tariff_import/report.h"
#include "server/tariff_import/tariff_import.h"

#include <stdbool.h>
#include <stddef.h>

enum map_column {
    MAP_NUMBER,
    MAP_NAME,
    MAP_UNIT,
    MAP_PRICE,
    MAP_MATERIAL,
    MAP_NOTE,
    MAP_CATEGORY,
    MAP_COLUMNS
};

/* One "name = value" of a section whose names are the list's own words. */
struct map_entry {
    char *name, *value;
};

struct map_entries {
    struct map_entry *entry;
    size_t count;
};

struct map_settlement {
    char *code; /* of the row: A-04, B-2-28 */
    int line;   /* of the map */
    bool used;
    char *printed, *because, *price, *name, *unit, *class_code, *remark; /* NULL where not given */
    char *variant[TARIFF_VARIANTS_MAX];
    int variant_count;
};

struct map {
    char *prefix;
    char *column[MAP_COLUMNS]; /* headings, NULL where the list has no such column */
    struct map_entries categories, classes, notes;
    struct map_settlement *settlement;
    size_t settlement_count, settlement_cap;
};

/* The word of the map for a column: "number", "name" … */
const char *map_column_name(enum map_column column);

/* False after a report; the caller frees the map in both cases. */
bool map_read(const char *bytes, size_t len, const struct report *report, struct map *map);
void map_free(struct map *map);
/* NULL if the section has no such name. */
const char *map_entry(const struct map_entries *entries, const char *name);
/* The settlement of a row, NULL if there is none. */
struct map_settlement *map_settlement(const struct map *map, const char *code);

#endif
