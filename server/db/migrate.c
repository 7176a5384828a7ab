/* Bringing the schema to what this program was built for, and checking that it is there. Called by `teyued
 * migrate` and at the daemon's start; blocking, without a loop. Which migrations were applied stands in a
 * schema of its own, because the first migration makes teyue itself. */
#include "common/buf.h"
#include "common/mem.h"
#include "server/db/catalogue.h"
#include "server/db/connect.h"
#include "server/db/db.h"
#include "server/db/statements.h"
#include "server/workflow/chain.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOCK_TRIES 20
#define LOCK_PAUSE_US 250000

/* Another migration may run for long; an old reader must not be made to wait behind us. */
#define BEGIN                                                                                                \
    "begin; set local lock_timeout = '60s'; select pg_advisory_xact_lock(hashtext('teyue_meta')::bigint); "  \
    "set local lock_timeout = '300ms'; "

static const char meta_sql[] =
    "set local client_min_messages = warning; "
    "create schema if not exists teyue_meta; "
    "create table if not exists teyue_meta.schema_migrations ("
    " version int primary key, name text not null, sha256 text not null,"
    " applied_at timestamptz not null default now(), applied_by text not null default current_user)";

static const char grant_sql[] = "grant usage on schema teyue_meta to teyue_app; grant select on "
                                "teyue_meta.schema_migrations to teyue_app";

static int version_of(const struct embedded_text *migration)
{
    return (int)strtol(migration->name, NULL, 10);
}

static int newest_version(void)
{
    int newest = 0;
    for (const struct embedded_text *m = embedded_migrations; m->name; m++)
        newest = version_of(m) > newest ? version_of(m) : newest;
    return newest;
}

/* ---- transactions ---- */

static bool run(PGconn *pg, const char *sql, const char *what)
{
    PGresult *result = PQexec(pg, sql);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!good)
        fprintf(stderr, "%s: %s", what, PQresultErrorMessage(result));
    PQclear(result);
    return good;
}

static bool finish(PGconn *pg, bool good)
{
    if (good)
        return run(pg, "commit", "commit");
    PQclear(PQexec(pg, "rollback"));
    return false;
}

static bool lock_is_taken(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state && strcmp(state, "55P03") == 0;
}

/* ---- what was applied ---- */

enum applied { APPLIED_NOT, APPLIED_SAME, APPLIED_OTHER, APPLIED_UNREADABLE };

static enum applied is_applied(PGconn *pg, const struct embedded_text *migration)
{
    char version[12], digest[CHAIN_HASH_SIZE];
    const char *const params[] = {version};
    snprintf(version, sizeof version, "%d", version_of(migration));
    chain_digest(migration->text, digest);
    PGresult *result =
        PQexecParams(pg, "select sha256 from teyue_meta.schema_migrations where version = $1::int", 1, NULL,
                     params, NULL, NULL, 0);
    enum applied applied = APPLIED_UNREADABLE;
    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        applied = PQntuples(result) == 0                          ? APPLIED_NOT
                  : strcmp(PQgetvalue(result, 0, 0), digest) == 0 ? APPLIED_SAME
                                                                  : APPLIED_OTHER;
    PQclear(result);
    return applied;
}

/* -1 if it cannot be read. */
static int applied_newest(PGconn *pg)
{
    PGresult *result = PQexec(pg, "select coalesce(max(version), 0) from teyue_meta.schema_migrations");
    int newest =
        PQresultStatus(result) == PGRES_TUPLES_OK ? (int)strtol(PQgetvalue(result, 0, 0), NULL, 10) : -1;
    PQclear(result);
    return newest;
}

static bool record(PGconn *pg, const struct embedded_text *migration)
{
    char version[12], digest[CHAIN_HASH_SIZE];
    const char *name = strchr(migration->name, '_');
    const char *const params[] = {version, name ? name + 1 : migration->name, digest};
    snprintf(version, sizeof version, "%d", version_of(migration));
    chain_digest(migration->text, digest);
    PGresult *result = PQexecParams(
        pg, "insert into teyue_meta.schema_migrations (version, name, sha256) values ($1::int, $2, $3)", 3,
        NULL, params, NULL, NULL, 0);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!good)
        fprintf(stderr, "%s: %s", migration->name, PQresultErrorMessage(result));
    PQclear(result);
    return good;
}

/* ---- applying ---- */

enum step { STEP_DONE, STEP_FAILED, STEP_AGAIN };

static enum step apply_text(PGconn *pg, const struct embedded_text *migration)
{
    PGresult *result = PQexec(pg, migration->text);
    ExecStatusType status = PQresultStatus(result);
    enum step step = STEP_DONE;
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        step = lock_is_taken(result) ? STEP_AGAIN : STEP_FAILED;
        fprintf(stderr, "%s: %s", migration->name, PQresultErrorMessage(result));
    }
    PQclear(result);
    return step;
}

static enum step apply_once(PGconn *pg, const struct embedded_text *migration)
{
    if (!run(pg, BEGIN, "begin"))
        return finish(pg, false) ? STEP_DONE : STEP_FAILED;
    enum applied applied = is_applied(pg, migration);
    enum step step = STEP_FAILED;
    if (applied == APPLIED_OTHER)
        fprintf(stderr, "%s: was applied with another text; a released migration is never edited\n",
                migration->name);
    else if (applied == APPLIED_SAME)
        step = STEP_DONE;
    else if (applied == APPLIED_NOT)
        step = apply_text(pg, migration);
    bool good = step == STEP_DONE && (applied == APPLIED_SAME || record(pg, migration));
    if (finish(pg, good))
        return STEP_DONE;
    return step == STEP_AGAIN ? STEP_AGAIN : STEP_FAILED;
}

static bool apply(PGconn *pg, const struct embedded_text *migration)
{
    for (int i = 0; i < LOCK_TRIES; i++) {
        enum step step = apply_once(pg, migration);
        if (step != STEP_AGAIN)
            return step == STEP_DONE;
        usleep(LOCK_PAUSE_US);
    }
    fprintf(stderr, "%s: the lock was not to be had; try when fewer are at work\n", migration->name);
    return false;
}

static bool prepare_meta(PGconn *pg)
{
    bool good = run(pg, BEGIN, "begin") && run(pg, meta_sql, "teyue_meta");
    int newest = good ? applied_newest(pg) : 0;
    if (newest > newest_version()) {
        fprintf(stderr, "the database is at version %d, this program knows %d: use the newer program\n",
                newest, newest_version());
        good = false;
    }
    return finish(pg, good);
}

static bool finish_meta(PGconn *pg)
{
    return finish(pg, run(pg, BEGIN, "begin") && catalogue_write(pg) && run(pg, grant_sql, "grant"));
}

static PGconn *open_or_say(const char *conninfo)
{
    PGconn *pg = connect_wait(conninfo);
    if (PQstatus(pg) == CONNECTION_OK)
        return pg;
    fprintf(stderr, "%s", PQerrorMessage(pg));
    PQfinish(pg);
    return NULL;
}

bool db_migrate(const char *conninfo)
{
    PGconn *pg = open_or_say(conninfo);
    if (!pg)
        return false;
    bool good = prepare_meta(pg);
    for (const struct embedded_text *m = embedded_migrations; good && m->name; m++)
        good = apply(pg, m);
    good = good && finish_meta(pg);
    PQfinish(pg);
    return good;
}

/* ---- checking ---- */

static bool check(PGconn *pg, char *words, size_t size)
{
    int newest = applied_newest(pg);
    if (newest < 0)
        snprintf(words, size, "the database has no schema yet: run teyued migrate");
    else if (newest != newest_version())
        snprintf(words, size, "the database is at version %d, this program needs %d", newest,
                 newest_version());
    else
        for (const struct embedded_text *m = embedded_migrations; m->name; m++)
            if (is_applied(pg, m) != APPLIED_SAME)
                snprintf(words, size, "migration %s was applied with another text", m->name);
    return !*words;
}

bool db_schema_current(const char *conninfo, char *words, size_t size)
{
    PGconn *pg = connect_wait(conninfo);
    *words = 0;
    if (PQstatus(pg) != CONNECTION_OK)
        snprintf(words, size, "%s", PQerrorMessage(pg));
    bool good = PQstatus(pg) == CONNECTION_OK && check(pg, words, size);
    PQfinish(pg);
    return good;
}
