/* Several rows with a quantity each: tariff items of an order, picked from a list, or materials, named by
 * hand. An entry field on top, the rows below. */
#ifndef TEYUE_CLIENT_WIDGETS_LINES_H
#define TEYUE_CLIENT_WIDGETS_LINES_H

#include "client/widgets/picker.h"
#include "common/buf.h"

#define LINES_MAX 30
#define LINES_NAME_MAX 60     /* characters of a name typed by hand */
#define LINES_QUANTITY_MAX 20 /* characters of its quantity */
#define LINES_NUMBER_MAX 10   /* characters of a number: quantity, second quantity, price */

enum lines_kind {
    LINES_PICKED, /* quantities are numbers with up to two decimals; rows may ask for a second one or a price
                   */
    LINES_NAMED   /* quantities are words */
};

struct lines;

struct lines *lines_new(enum lines_kind, struct picker_owner, struct label placeholder);
void lines_free(struct lines *);
/* NULL for LINES_NAMED. */
struct picker *lines_picker(struct lines *);
int lines_count(const struct lines *);
/* Row n as it was added; it must be there; good until the lines change. */
struct picker_row lines_row(const struct lines *, int n);
/* Its amount "QUANTITY[*SECOND][@PRICE]" appended. */
void lines_amount(const struct lines *, int n, struct buf *);
/* Adds a row or, if it is there, replaces it; amount as above, "" is 1. False past LINES_MAX. The strings are
 * copied. */
bool lines_add(struct lines *, const struct picker_row *, const char *amount);
/* "ID*AMOUNT;ID*AMOUNT" appended, as the request has it, and read back (labels are then the ids, until
 * lines_add() brings better ones). */
void lines_value(const struct lines *, struct buf *);
void lines_set(struct lines *, const char *value);
/* False with the reason: a number is missing or zero, or a text was typed and not picked. */
bool lines_complete(const struct lines *, struct label *why);
/* Up and down go from entry to rows, Enter and Tab from number to number; + and - change a quantity, Delete
 * removes the row. */
enum heard lines_key(struct lines *, const struct key *);
int lines_rows(const struct lines *);
void lines_draw(struct lines *, struct canvas *, struct area, bool focused);

#endif
