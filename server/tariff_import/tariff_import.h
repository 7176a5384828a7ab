/* Real price lists (CSV as an estate publishes it) into items of a tariff book. Called by `teyued
 * import-tariff` and by the fuzz target; knows no database: what it makes is a list and its canonical CSV,
 * which the daemon loads.
 *
 * A map file beside each list says what its columns mean and settles the rows that need a person:
 *
 *   [list]
 *     prefix = A                       item codes: A-28; A-04-1 for its first variant; B-2-28 with categories
 *   [columns]
 *     number, name, unit, price (needed), material, note, category = the heading of that column in the list
 *   [categories]
 *     heading = NUMBER                 every row says one of these headings
 *     heading = NUMBER SUFFIX          the suffix joins the names of its items
 *     heading = NUMBER SUFFIX shared   only where another row has the same name
 *   [classes]
 *     CLASS = keyword keyword ...      the longest keyword found in an item's name decides
 *   [notes]
 *     note = keep                      a note that changes no price; any other note is a question
 *   [row A-04]
 *     printed = PRICE | NAME[ | NOTE]  what the row said when it was settled, else it is asked again
 *     because = why                    for the next reader
 *     price = NOTATION                 as in server/workflow/price.h
 *     name, unit, class, remark = ...  where they differ from what the row gives
 *     variant = NAME | NOTATION[ | MATERIAL]   instead of price: one item each, in this order
 *
 * Understood without a settlement: a number (fixed; measured if the unit is one of measure), 50-80 (range),
 * 免费 (free), 面议 and its like (on request). The material column is information and never becomes a price
 * (R5.4.3-1). */
#ifndef TEYUE_TARIFF_IMPORT_H
#define TEYUE_TARIFF_IMPORT_H

#include "common/buf.h"
#include "common/label.h"

#include <stdbool.h>
#include <stddef.h>

#define TARIFF_FILE_MAX (16 * 1024 * 1024) /* bytes of a list */
#define TARIFF_MAP_MAX (1024 * 1024)       /* bytes of a map */
#define TARIFF_MAP_LINE_MAX 196            /* bytes of a line of a map: what inih keeps */
#define TARIFF_MAP_NAME_MAX 48             /* bytes of a section or a name of a map: what inih keeps */
#define TARIFF_ROWS_MAX 100000             /* rows of a list, its heading included */
#define TARIFF_LINE_MAX 8192               /* bytes of a line of a list */
#define TARIFF_FIELD_MAX 1000              /* bytes of a field */
#define TARIFF_COLUMNS_MAX 64
#define TARIFF_TEXT_MAX 200 /* characters of a name, unit, material, note */
#define TARIFF_VARIANTS_MAX 16
#define TARIFF_SETTLEMENTS_MAX 10000
#define TARIFF_ENTRIES_MAX 200 /* of a section [categories], [classes], [notes] */

struct tariff_item {
    char *code, *class_code, *name, *unit;
    char *price;             /* canonical notation of server/workflow/price.h */
    char *material, *remark; /* "" for none */
    int line;                /* of the list, the first is 1 */
};

struct tariff_list {
    struct tariff_item *item;
    size_t count;
};

struct tariff_source {
    const char *csv;
    size_t csv_len;
    const char *map;
    size_t map_len;
};

/* Reads a list with its map. *report (appended to) says row by row what was understood, or what is asked and
 * a guess to paste into the map. True only when every row is settled; otherwise *out is empty. The caller
 * frees *out. */
bool tariff_import(const char *csv_path, const char *map_path, enum lang lang, struct tariff_list *out,
                   struct buf *report);
/* The same from memory. */
bool tariff_import_text(const struct tariff_source *source, enum lang lang, struct tariff_list *out,
                        struct buf *report);
void tariff_list_free(struct tariff_list *list);

/* UTF-8 CSV, LF, fields quoted only where needed: class,code,name,unit,price,material,remark with that
 * heading. */
void tariff_list_write(const struct tariff_list *list, struct buf *out);

#endif
