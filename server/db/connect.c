/* Session settings as connection parameters, so that they hold from the first statement and come back with
 * every reconnect. Called by connection.c and by the blocking commands. What the administrator writes wins,
 * but for the path. */
#include "server/db/connect.h"

#include "common/buf.h"

#include <string.h>

#define DEFAULTS                                                                                             \
    "-c TimeZone=Asia/Shanghai -c lock_timeout=2s -c idle_in_transaction_session_timeout=10s "               \
    "-c client_connection_check_interval=5s"
/* Below the deadline after which the daemon gives up a connection: a slow view then harms no neighbour. It
 * does not touch a commit. */
#define DAEMON " -c statement_timeout=4s"
#define MUST " -c search_path=teyue,public"

/* The options of the conninfo text between ours: later ones win. */
static void add_options(struct buf *out, const char *conninfo, const char *more)
{
    PQconninfoOption *known = PQconninfoParse(conninfo, NULL);
    buf_str(out, DEFAULTS);
    buf_str(out, more);
    for (PQconninfoOption *o = known; o && o->keyword; o++) {
        if (strcmp(o->keyword, "options") == 0 && o->val) {
            buf_char(out, ' ');
            buf_str(out, o->val);
        }
    }
    buf_str(out, MUST);
    PQconninfoFree(known);
}

struct settings {
    const char *keyword[12], *value[12];
};

/* A value before dbname may be overruled by the conninfo text in dbname, one after it may not. */
static struct settings settings_for(const char *conninfo, const char *options)
{
    return (struct settings){{"fallback_application_name", "keepalives_idle", "keepalives_interval",
                              "keepalives_count", "tcp_user_timeout", "dbname", "client_encoding", "options",
                              NULL},
                             {"teyued", "10", "3", "3", "10000", conninfo, "UTF8", options, NULL}};
}

PGconn *connect_start(const char *conninfo)
{
    struct buf options = {0};
    add_options(&options, conninfo, DAEMON);
    struct settings s = settings_for(conninfo, options.data);
    PGconn *pg = PQconnectStartParams(s.keyword, s.value, 1);
    buf_free(&options);
    return pg;
}

PGconn *connect_wait(const char *conninfo)
{
    struct buf options = {0};
    add_options(&options, conninfo, "");
    struct settings s = settings_for(conninfo, options.data);
    PGconn *pg = PQconnectdbParams(s.keyword, s.value, 1);
    buf_free(&options);
    return pg;
}
