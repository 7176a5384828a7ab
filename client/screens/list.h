/* A screen of the daemon's table of screens: rows in a table, the selected one in detail, its next steps by
 * key. It draws what the daemon describes and knows no column by name. */
#ifndef TEYUE_CLIENT_SCREENS_LIST_H
#define TEYUE_CLIENT_SCREENS_LIST_H

#include "client/app/app.h"
#include "client/app/reply.h"
#include "client/term/canvas.h"
#include "client/term/screen.h"
#include "client/widgets/widget.h"

#define LIST_PAGE 200      /* rows asked for at once */
#define LIST_ROWS_MAX 2000 /* rows kept */
#define LIST_HINTS 12      /* of the row and of the screen */

struct list;

/* description: a row of `screens`; a reference is kept. */
struct list *list_new(struct app *, json_t *description);
void list_free(struct list *);
/* Another description of the same screen (another language): selection and filter stay. */
void list_describe(struct list *, json_t *description);

const char *list_name(const struct list *);
const char *list_title(const struct list *);
/* Whether its tab shows how many rows there are. */
bool list_counts(const struct list *);
/* Rows for the tab: 0 if the screen has no count. urgent: one of them is overdue. */
int list_count(const struct list *, bool *urgent);
bool list_picks_by_digit(const struct list *);

/* Asks for the rows, or marks them as old so that they are asked for when they are shown. */
void list_load(struct list *);
void list_stale(struct list *);
bool list_is_stale(const struct list *);
/* The row of this subject is selected when the rows have come. */
void list_want(struct list *, const char *id);
/* Time left is drawn anew. */
void list_tick(struct list *);
/* When the rows are from; MOMENT_NONE if there are none yet. */
moment list_moment(const struct list *);

/* A filter is being typed: every character is for the list. */
bool list_typing(const struct list *);
enum heard list_key(struct list *, const struct key *);
/* Opens what can be done with the selected row. */
void list_open(struct list *);
void list_draw(struct list *, struct canvas *, struct area, enum layout);
/* Keys of the selected row's steps and of what can be created here. */
int list_hints(struct list *, struct bar_hint *out, int max);
/* id of the selected row, "" if there is none. */
const char *list_id(const struct list *);

#endif
