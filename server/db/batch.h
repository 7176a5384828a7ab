/* Decisions as parameters: each statement of a write takes arrays, one element a row, so a batch of any size
 * runs each statement once. Pure text; it knows no connection. */
#ifndef TEYUE_DB_BATCH_H
#define TEYUE_DB_BATCH_H

#include "common/buf.h"
#include "server/db/db.h"

/* The statements of a write in the order they run. */
enum piece {
    PIECE_REQUEST,
    PIECE_EVENT,
    PIECE_EFFECT, /* the first of EFFECT_COUNT */
    PIECE_ANSWER = PIECE_EFFECT + EFFECT_COUNT,
    PIECE_COUNT
};

#define PIECE_COLUMNS_MAX EFFECT_COLUMNS_MAX

/* The statement's embedded name, and how many arrays it takes. */
const char *piece_statement(int piece);
int piece_columns(int piece);

/* One decision, copied and ready to be joined with others. */
struct parcel;

struct parcel *parcel_new(const struct db_write_request *);
void parcel_free(struct parcel *);
/* The decision's own subject, and every subject it writes events of (the same one first). */
int64_t parcel_subject(const struct parcel *);
int parcel_subjects(const struct parcel *, const int64_t **out);
bool parcel_has(const struct parcel *, int piece);
/* Rows of one column of one statement of several parcels as an array literal; empty ones are skipped. */
void parcels_column(struct parcel *const *, int count, int piece, int column, struct buf *out);

/* An element of an array literal; NULL is NULL. A comma first unless the array was just opened with '{'. */
void array_add(struct buf *, const char *text);
void array_add_int(struct buf *, int64_t number);

#endif
