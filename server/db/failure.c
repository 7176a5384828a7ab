/* What an error of the database means to a caller. The server is known to have done nothing when these are
 * asked. */
#include "common/log.h"
#include "server/db/inside.h"

#include <string.h>

static const char *field(const PGresult *error, int code)
{
    const char *text = PQresultErrorField(error, code);
    return text ? text : "";
}

static bool is_class(const char *state, const char *const *classes)
{
    for (; *classes; classes++)
        if (strncmp(state, *classes, strlen(*classes)) == 0)
            return true;
    return false;
}

bool failure_passes(const PGresult *error)
{
    static const char *const passing[] = {"40001", "40P01", "55P03", NULL};
    return is_class(field(error, PG_DIAG_SQLSTATE), passing);
}

bool failure_stale(const PGresult *error)
{
    static const char *const stale[] = {"26000", "0A000", NULL};
    return is_class(field(error, PG_DIAG_SQLSTATE), stale);
}

/* Out of room, shutting down, a standby that only reads, a failing disk: try later. */
enum db_outcome failure_outcome(const PGresult *error)
{
    static const char *const constraints[] = {"23505", "23P01", "23503", "23514", NULL};
    static const char *const later[] = {"53", "57", "58", "08", "25006", NULL};
    const char *state = field(error, PG_DIAG_SQLSTATE);
    if (is_class(state, constraints) && *field(error, PG_DIAG_CONSTRAINT_NAME))
        return DB_REFUSED;
    if (!*state || is_class(state, later) || failure_passes(error) || failure_stale(error))
        return DB_BUSY;
    return DB_FAILED;
}

/* Messages of these classes are about statements; others may quote what people typed. */
void failure_log(const PGresult *error, const char *statement)
{
    static const char *const speakable[] = {"42", "0A", "26", "53", "57", "58", "XX", NULL};
    const char *state = field(error, PG_DIAG_SQLSTATE);
    log_line(LOG_LEVEL_ERROR, "db.failed", "statement=%s sqlstate=%s constraint=%s message=%s", statement,
             state, field(error, PG_DIAG_CONSTRAINT_NAME),
             is_class(state, speakable) ? field(error, PG_DIAG_MESSAGE_PRIMARY) : "");
}
