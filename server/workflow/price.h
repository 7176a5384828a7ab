/* The price of an item of a tariff book: its forms as data, the one-line notation the database keeps, the
 * words a customer reads, and the amount of an order line in whole fen. Called by quoting, billing, the
 * posting sheet and the importer of price lists. Pure: knows no database, no clock and no order. Money is
 * int64 fen; quantities are int64 hundredths (1.5 metres is 150).
 *
 * Notation (column item.price), canonical as price_print writes it:
 *
 *   price    = form *( "; " modifier )
 *   form     = "fixed" FEN               counted in whole pieces: quantity x FEN
 *            | "range" FEN "-" FEN       the same, at a price the account manager chooses inside
 *            | "measured" FEN            quantity to the hundredth x FEN
 *            | "perhour" FEN             persons (whole) x hours (to the hundredth) x FEN
 *            | "tiers" band *( ", " band )   the first band that reaches the quantity decides
 *            | "free"                    published at 0; takes no modifier
 *            | "request"                 no book price (R5.2.4); takes no modifier
 *   band     = ( QUANTITY | "*" ) ":" ( "flat" | "unit" ) FEN    ascending; "*": no upper end, last
 *   modifier = "increment" QUANTITY    the quantity (perhour: the hours) rounds up to a multiple first;
 *                                      lets a fixed or ranged item have fractions
 *            | "minimum" FEN           the line never costs less
 *
 *   fixed 5000                         50 yuan a piece
 *   fixed 5000; increment 100          by the hour: part of an hour counts as an hour
 *   range 5000-8000; minimum 6000      50 to 80 yuan a piece, at least 60
 *   tiers 10000:flat 8000, *:unit 60   up to 100 square metres 80 yuan in all, above 0.60 each
 *
 * Parsing forgives only blanks and the order of modifiers; parse(print(x)) is x. */
#ifndef TEYUE_WORKFLOW_PRICE_H
#define TEYUE_WORKFLOW_PRICE_H

#include "common/buf.h"
#include "common/label.h"

#include <stdbool.h>
#include <stdint.h>

#define PRICE_TIERS_MAX 8
#define PRICE_NOTATION_MAX 256                  /* bytes of a notation */
#define PRICE_QUANTITY_MAX INT64_C(100000000)   /* hundredths: a million units */
#define PRICE_FEN_MAX INT64_C(10000000000)      /* fen of one unit: a hundred million yuan */
#define PRICE_AMOUNT_MAX INT64_C(1000000000000) /* fen of one line: ten thousand million yuan */
#define PRICE_NOT_CHOSEN INT64_C(-1)            /* chosen_fen: take the book's price */
#define PRICE_NO_BOOK INT64_C(-1)               /* book figure of an item on request */

enum price_kind {
    PRICE_FIXED,
    PRICE_RANGE,
    PRICE_MEASURED,
    PRICE_PERHOUR,
    PRICE_TIERS,
    PRICE_FREE,
    PRICE_REQUEST
};

struct price_tier {
    int64_t up_to; /* hundredths, the band includes it; 0 is "*" */
    bool flat;     /* fen is for the whole line, not for a unit */
    int64_t fen;
};

/* A form is valid if price_parse made it; price_line and the printers expect a valid one. */
struct price_form {
    enum price_kind kind;
    int64_t low_fen, high_fen; /* equal except for a range; 0 for tiers, free and request */
    int64_t increment;         /* hundredths, 0 for none */
    int64_t minimum_fen;       /* 0 for none */
    int tier_count;
    struct price_tier tier[PRICE_TIERS_MAX];
};

enum price_fault {
    PRICE_OK,
    PRICE_QUANTITY_NONE,  /* a quantity is missing, zero or negative */
    PRICE_QUANTITY_LARGE, /* over PRICE_QUANTITY_MAX, given or after rounding up */
    PRICE_QUANTITY_WHOLE, /* the form counts whole pieces (or persons) and has no increment */
    PRICE_SECOND_UNUSED,  /* hours were given for a form that takes none */
    PRICE_CHOICE_MISSING, /* a range wants a price chosen */
    PRICE_CHOICE_LARGE,   /* a chosen price below 0 or over PRICE_FEN_MAX */
    PRICE_ON_REQUEST,     /* no book price and none approved: the way of R5.2.4 */
    PRICE_TIER_BEYOND,    /* the quantity is above the last band */
    PRICE_AMOUNT_LARGE    /* over PRICE_AMOUNT_MAX */
};

struct price_result {
    int64_t unit_fen; /* the price used: for one unit, or for the line if flat */
    bool flat;
    int64_t quantity; /* hundredths priced, after the increment (perhour: persons) */
    int64_t second;   /* hours priced, 0 if the form takes none */
    int64_t amount_fen;
    bool deviates; /* the chosen price is not the book's: needs the approval of R5.2.3-3 */
    int64_t book_low_fen, book_high_fen; /* what the book says; PRICE_NO_BOOK for an item on request */
};

/* False leaves *form unspecified and writes into *error (cleared first) where and what is wrong, in both
 * languages. */
bool price_parse(const char *notation, struct price_form *form, struct buf *error);
void price_print(const struct price_form *form, struct buf *out);
/* As people write it: 50元/次, 50-80元/次, 5元/米, 免费, 面议, 不足1小时按1小时计, 最低50元. unit as in the
 * book, may be "". */
void price_for_people(const struct price_form *form, const char *unit, enum lang lang, struct buf *out);

/* The amount of one line. second_quantity: hours of a perhour form, 0 for all others. chosen_fen: the price
 * somebody chose or had approved, or PRICE_NOT_CHOSEN. A chosen price outside the book is computed and marked
 * deviates; letting it through is the caller's decision. Half a fen rounds up, once per line. A line priced
 * above 0 may still round to an amount of 0 (R3.0-3 is the caller's). On a fault *result is all zero. */
enum price_fault price_line(const struct price_form *form, int64_t quantity, int64_t second_quantity,
                            int64_t chosen_fen, struct price_result *result);

/* What a quoting form must ask for. */
bool price_takes_choice(const struct price_form *form);
bool price_takes_hours(const struct price_form *form);

const char *price_kind_name(enum price_kind kind);    /* "fixed" … as in the notation */
const char *price_fault_name(enum price_fault fault); /* "price.quantity_none" … */
struct label price_fault_label(enum price_fault fault);

#endif
