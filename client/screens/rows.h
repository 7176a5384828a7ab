/* What a row of a view looks like in a table: by the kinds the daemon gives its columns. Pure. */
#ifndef TEYUE_CLIENT_SCREENS_ROWS_H
#define TEYUE_CLIENT_SCREENS_ROWS_H

#include "client/app/reply.h"
#include "client/term/roles.h"
#include "common/buf.h"
#include "common/label.h"
#include "common/moment.h"

enum column_kind { COLUMN_TEXT, COLUMN_FEN, COLUMN_TIME, COLUMN_COUNTDOWN, COLUMN_MARK };

/* A kind that is not known is text. */
enum column_kind column_kind_of(const char *name);
/* The cell, appended. now is the daemon's clock. */
void row_cell(struct buf *, enum column_kind, const json_t *value, moment now);
/* "role" and "mark" of a row or a line of a detail. */
enum role row_role(const json_t *row);
char row_mark(const json_t *row);
/* What tells rows of one list apart: the id, and what stands beside it if an id may come twice. */
void row_key(struct buf *, const json_t *row);
/* "11-24 15:30" of RFC 3339, or the text itself. */
void row_time(struct buf *, const char *rfc3339);

#endif
