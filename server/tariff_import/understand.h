/* What one row of a list says by itself, and what has to be asked about it. Used by the importer only;
 * settlements come after it. */
#ifndef TEYUE_TARIFF_UNDERSTAND_H
#define TEYUE_TARIFF_UNDERSTAND_H

#include "common/buf.h"
#include "server/tariff_import/map.h"
#include "server/tariff_import/sheet.h"
#include "server/workflow/price.h"

#include <stdbool.h>

/* The first five want the list or the map mended; a settlement of the row answers the rest. */
enum question {
    ASK_CELLS,
    ASK_TEXT,
    ASK_NUMBER,
    ASK_CATEGORY,
    ASK_SAME_NUMBER,
    ASK_PRICE_NONE,
    ASK_PRICE_UNKNOWN,
    ASK_PRICE_SEVERAL,
    ASK_PRICE_ZERO,
    ASK_PRICE_UNIT,
    ASK_HOURS,
    ASK_VARIANTS,
    ASK_CONDITION,
    ASK_NOTE,
    ASK_NAME,
    ASK_UNIT,
    ASK_CLASS_NONE,
    ASK_CLASS_SEVERAL,
    ASK_SAME_NAME,
    ASK_STALE,
    ASK_NOTATION,
    ASK_VARIANT_FORM,
    QUESTIONS
};

#define ASK(question) (1u << (question))
#define ASK_MEND (ASK(ASK_CELLS) | ASK(ASK_TEXT) | ASK(ASK_NUMBER) | ASK(ASK_CATEGORY) | ASK(ASK_SAME_NUMBER))

struct understood {
    int line;                     /* of the list */
    struct buf text[MAP_COLUMNS]; /* clean, digits folded; empty where the list has no such column */
    struct buf printed;           /* "PRICE | NAME[ | NOTE]" as a settlement repeats it */
    char *code;                   /* NULL while the number is asked for */
    const char *suffix;           /* of the category, joins the name; of the map */
    size_t suffix_len;
    bool suffix_shared;     /* only if other rows have the name too */
    bool shared_name;       /* they have */
    struct price_form form; /* what the price seems to be */
    bool priced;            /* form holds something, be it a guess */
    struct buf unit;        /* of the item */
    unsigned questions;     /* ASK(…) bits */
};

struct label question_label(enum question question);

/* columns: index of each mapped column in the sheet, -1 for none. The caller frees with understood_free. */
void understand_row(const struct sheet *sheet, int row, const struct map *map, const int *columns,
                    struct understood *out);
void understood_free(struct understood *row);

/* Clean text with full-width letters and digits (all: every full-width sign) folded; false if it cannot be
 * clean. */
bool understand_text(const char *text, bool all, struct buf *out);
/* The class whose keyword in name is the longest; NULL with the question added if none or two are. */
const char *understand_class(const struct map *map, const char *name, unsigned *questions);

#endif
