/* The workflow's states and transitions as rows, for the foreign keys and the labels of views. Private to
 * server/db. */
#ifndef TEYUE_DB_CATALOGUE_H
#define TEYUE_DB_CATALOGUE_H

#include <libpq-fe.h>
#include <stdbool.h>

/* Inside the caller's transaction. Rows the program no longer has stay: events refer to them. False with
 * words on stderr. */
bool catalogue_write(PGconn *);

#endif
