/* What a person's client shows: one row per screen of his roles, with columns, keys and what can be made
 * there. dispatch.c calls the handler; the views named here are db/sql/view/<name>.sql and answer these
 * columns. */
#ifndef TEYUE_SCREENS_H
#define TEYUE_SCREENS_H

struct reply;
struct words;

/* `screens`: rows in the order of the table, numbered from 1 by key. */
void screens_handle(struct reply *, const struct words *);
/* Logs every screen that names a view or an action that is not there. */
void screens_check(void);

#endif
