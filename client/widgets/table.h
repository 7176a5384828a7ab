/* A list with columns. The selection is kept by row id; a row never moves from under the cursor while rows
 * come and go. '/' filters as you type (Esc clears), '<' and '>' choose the sort column, 'I' turns it round.
 */
#ifndef TEYUE_CLIENT_WIDGETS_TABLE_H
#define TEYUE_CLIENT_WIDGETS_TABLE_H

#include "client/widgets/widget.h"

#define TABLE_COLUMNS_MAX 20
#define TABLE_ROWS_MAX 5000
#define TABLE_FILTER_MAX 40 /* characters */

struct table_column {
    struct label label;
    int min;      /* columns it needs; a narrower page leaves out the columns of lowest priority */
    int weight;   /* its share of what is left over; 0: stays at min */
    int priority; /* 0 never left out; the highest goes first */
    enum cell_align align;
    bool middle;   /* cut in the middle (addresses) */
    bool numeric;  /* sorts by number */
    bool initials; /* the filter also finds the first letters of its hanzi */
    bool ticking;  /* changes by itself (time left): that is no news of the row */
};

struct table_row {
    const char *id;
    const char *const *cells; /* as many as columns; NULL is "" */
    char mark;                /* '!', '*', '#' … or 0, in front of the row */
    enum role role;           /* ROLE_TEXT or what the mark says */
};

struct table;

/* The columns must outlive it. */
struct table *table_new(const struct table_column *, int count);
void table_free(struct table *);
/* New rows: table_begin, table_add for each (copied; false past TABLE_ROWS_MAX), table_end. A row whose cells
 * differ from those before gets the mark '*' until the cursor has been on it, unless it has one. */
void table_begin(struct table *);
bool table_add(struct table *, const struct table_row *);
void table_end(struct table *);
/* One row changed or new (at the end); or gone. */
void table_update(struct table *, const struct table_row *);
void table_remove(struct table *, const char *id);
void table_empty_text(struct table *, struct label);

int table_count(const struct table *);      /* all */
int table_shown(const struct table *);      /* that pass the filter */
const char *table_id(const struct table *); /* selected; NULL if there is none */
int table_position(const struct table *);   /* 1..shown, 0 if none */
/* Cell of the selected row as given; "" if none. */
const char *table_cell(const struct table *, int column);
bool table_select(struct table *, const char *id);
/* A column's cells in the order shown; for sums and exports. */
void table_each(const struct table *, void (*each)(void *arg, const struct table_row *), void *arg);

void table_filter(struct table *, const char *text);
const char *table_filter_text(const struct table *);    /* "" if none */
bool table_filtering(const struct table *);             /* the filter is being typed */
void table_sort(struct table *, int column, bool down); /* -1: the order in which rows came */

/* Arrows, PgUp, PgDn, Home, End, j k g G, '/', '<' '>' 'I'; Enter is HEARD_DONE. */
enum heard table_key(struct table *, const struct key *);
/* Header and rows over the whole area. */
void table_draw(struct table *, struct canvas *, struct area, bool focused);

#endif
