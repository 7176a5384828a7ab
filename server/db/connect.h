/* How a connection is asked for: the settings every session of the daemon has. Private to server/db. */
#ifndef TEYUE_DB_CONNECT_H
#define TEYUE_DB_CONNECT_H

#include <libpq-fe.h>

/* Starts connecting; the caller polls. NULL or CONNECTION_BAD if it cannot be tried. */
PGconn *connect_start(const char *conninfo);
/* Waits until it is connected or has failed, for programs without a loop. */
PGconn *connect_wait(const char *conninfo);

#endif
