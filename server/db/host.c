/* The administrator's small changes: first administrator, passwords, stations. Called by the cmd_*.c of their
 * names. */
#include "server/db/host.h"

#include "common/mem.h"
#include "server/db/connect.h"
#include "server/db/host_inside.h"
#include "server/db/statements.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- one transaction ---- */

PGconn *host_open(const char *conninfo)
{
    PGconn *pg = connect_wait(conninfo);
    PGresult *result = PQexec(pg, "begin");
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    if (good)
        return pg;
    fprintf(stderr, "%s", PQerrorMessage(pg));
    PQfinish(pg);
    return NULL;
}

bool host_close(PGconn *pg, bool good)
{
    PGresult *result = PQexec(pg, good ? "commit" : "rollback");
    bool done = good && strcmp(PQcmdStatus(result), "COMMIT") == 0;

    if (good && !done)
        fprintf(stderr, "%s", PQerrorMessage(pg));
    PQclear(result);
    PQfinish(pg);
    return done;
}

const char *host_statement(const char *name)
{
    const struct embedded_text *text = embedded_statements;

    while (text->name != NULL && strcmp(text->name, name) != 0)
        text++;
    return text->text;
}

PGresult *host_ask(PGconn *pg, const char *statement, const char *const *params, int count)
{
    PGresult *result = PQexecParams(pg, host_statement(statement), count, NULL, params, NULL, NULL, 0);
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
        return result;
    fprintf(stderr, "%s: %s", statement, PQresultErrorMessage(result));
    PQclear(result);
    return NULL;
}

int host_do(PGconn *pg, const char *statement, const char *const *params, int count)
{
    PGresult *result = host_ask(pg, statement, params, count);
    int rows;

    if (result == NULL)
        return -1;
    rows = PQresultStatus(result) == PGRES_TUPLES_OK ? PQntuples(result)
                                                     : (int)strtol(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return rows;
}

long long host_number(PGconn *pg, const char *statement, const char *const *params, int count)
{
    PGresult *result = host_ask(pg, statement, params, count);
    long long number;

    if (result == NULL)
        return -1;
    number = PQntuples(result) == 0 ? 0 : strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return number;
}

/* ---- who may do what on the host ---- */

static bool admin_make(PGconn *pg, const struct host_admin *admin)
{
    const char *params[] = {admin->login, admin->name, admin->hash};
    long long there = host_number(pg, "host/admin_count", NULL, 0);

    if (there > 0)
        fprintf(stderr, "there is an administrator already\n");
    return there == 0 && host_do(pg, "host/division", NULL, 0) >= 0 &&
           host_do(pg, "host/admin", params, 3) == 1;
}

bool db_first_admin(const char *conninfo, const struct host_admin *admin)
{
    PGconn *pg = host_open(conninfo);

    return pg != NULL && host_close(pg, admin_make(pg, admin));
}

static bool password_set(PGconn *pg, const struct host_password *password)
{
    const char *params[] = {password->login, password->password_hash, password->pin_hash};
    int rows = host_do(pg, "host/password", params, 3);

    if (rows == 0)
        fprintf(stderr, "nobody has the login %s\n", password->login);
    return rows == 1;
}

bool db_passwords(const char *conninfo, const struct host_password *password, size_t count)
{
    PGconn *pg = host_open(conninfo);
    bool good = pg != NULL;

    for (size_t i = 0; good && i < count; i++)
        good = password_set(pg, &password[i]);
    return pg != NULL && host_close(pg, good);
}

bool db_station_add(const char *conninfo, const struct host_station *station)
{
    const char *params[] = {station->site, station->code, station->name, station->key_digest};
    PGconn *pg = host_open(conninfo);
    int rows = pg == NULL ? -1 : host_do(pg, "host/station", params, 4);

    if (rows == 0)
        fprintf(stderr, "there is no site %s\n", station->site);
    return pg != NULL && host_close(pg, rows == 1);
}
