/* Several picked rows with a quantity each: tariff items of an order. A picker on top, the picked rows below.
 */
#ifndef TEYUE_CLIENT_WIDGETS_LINES_H
#define TEYUE_CLIENT_WIDGETS_LINES_H

#include "client/widgets/picker.h"
#include "common/buf.h"

#define LINES_MAX 30
#define LINES_QUANTITY_MAX 9999

struct lines;

struct lines *lines_new(struct picker_owner, struct label placeholder);
void lines_free(struct lines *);
struct picker *lines_picker(struct lines *);
int lines_count(const struct lines *);
const char *lines_id(const struct lines *, int n);
int lines_quantity(const struct lines *, int n);
struct picker_row lines_row(const struct lines *, int n); /* n must be there; good until the lines change */
/* Adds a row or, if it is there, changes its quantity; false past LINES_MAX. The strings are copied. */
bool lines_add(struct lines *, const struct picker_row *, int quantity);
/* "id*2,id2*1" appended, and read back (labels are then the ids until lines_add() tells better). */
void lines_value(const struct lines *, struct buf *);
void lines_set(struct lines *, const char *value);
/* Up and down go from picker to rows; digits, + and - change the quantity, Delete or Backspace at 0 removes.
 */
enum heard lines_key(struct lines *, const struct key *);
int lines_rows(const struct lines *);
void lines_draw(struct lines *, struct canvas *, struct area, bool focused);

#endif
