/* One blocking transaction with embedded statements, for host.c, import.c and verify.c. Private to them. */
#ifndef TEYUE_DB_HOST_INSIDE_H
#define TEYUE_DB_HOST_INSIDE_H

#include <libpq-fe.h>
#include <stdbool.h>

/* Connected and inside a transaction; NULL with words on stderr. */
PGconn *host_open(const char *conninfo);
/* Commits if good, else rolls back; ends the connection. True if it was good and is committed. */
bool host_close(PGconn *, bool good);
const char *host_statement(const char *name);
/* The result of an embedded statement, the caller clears it; NULL with words on stderr. */
PGresult *host_ask(PGconn *, const char *statement, const char *const *params, int count);
/* How many rows it gave or changed, -1 with words on stderr. */
int host_do(PGconn *, const char *statement, const char *const *params, int count);
/* The first column of the first row, 0 if there is none, -1 with words on stderr. */
long long host_number(PGconn *, const char *statement, const char *const *params, int count);

#endif
