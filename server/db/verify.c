/* Walks the event log in the order of its chains and computes every hash again. Called by cmd_verify.c. It
 * reads row by row: the log may be larger than memory. */
#include "server/db/host.h"
#include "server/db/host_inside.h"
#include "server/workflow/chain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns of host/chain.sql. */
enum column {
    AT_SUBJECT,
    AT_VERSION,
    AT_SITE,
    AT_PART,
    AT_LIFECYCLE,
    AT_ACTION,
    AT_FROM,
    AT_TO,
    AT_ACTOR,
    AT_ACTING_FOR,
    AT_STATION,
    AT_HAPPENED,
    AT_ENTERED,
    AT_DATA,
    AT_DIGEST,
    AT_HASH
};

struct walk {
    struct host_chain *out;
    int64_t subject, version;
    char hash[CHAIN_HASH_SIZE]; /* of the event before */
};

static int64_t number(const PGresult *row, enum column column)
{
    return strtoll(PQgetvalue(row, 0, (int)column), NULL, 10); /* NULL reads as "": 0 */
}

static void compute(const struct walk *walk, const PGresult *row, char out[CHAIN_HASH_SIZE])
{
    const struct chain_event event = {
        .predecessor = walk->hash,
        .subject = number(row, AT_SUBJECT),
        .version = number(row, AT_VERSION),
        .site = number(row, AT_SITE),
        .part = number(row, AT_PART),
        .lifecycle = PQgetvalue(row, 0, AT_LIFECYCLE),
        .action = PQgetvalue(row, 0, AT_ACTION),
        .from = PQgetvalue(row, 0, AT_FROM),
        .to = PQgetvalue(row, 0, AT_TO),
        .actor = number(row, AT_ACTOR),
        .acting_for = number(row, AT_ACTING_FOR),
        .station = number(row, AT_STATION),
        .happened = number(row, AT_HAPPENED),
        .entered = number(row, AT_ENTERED),
        .data_digest = PQgetvalue(row, 0, AT_DIGEST),
    };

    chain_hash(&event, out);
}

/* What is wrong with the event, NULL if it fits. */
static const char *look(struct walk *walk, const PGresult *row)
{
    char digest[CHAIN_HASH_SIZE], hash[CHAIN_HASH_SIZE];
    int64_t subject = number(row, AT_SUBJECT), version = number(row, AT_VERSION);

    if (subject != walk->subject) {
        walk->out->subjects++;
        walk->subject = subject;
        walk->version = 0;
        walk->hash[0] = '\0';
    }
    chain_digest(PQgetvalue(row, 0, AT_DATA), digest);
    compute(walk, row, hash);
    if (version != walk->version + 1)
        return "an event is missing before it";
    if (strcmp(digest, PQgetvalue(row, 0, AT_DIGEST)) != 0)
        return "its data were changed";
    if (strcmp(hash, PQgetvalue(row, 0, AT_HASH)) != 0)
        return "its hash does not fit";
    walk->version = version;
    memcpy(walk->hash, hash, sizeof(hash));
    walk->out->events++;
    return NULL;
}

static void take_row(struct walk *walk, const PGresult *row)
{
    if (walk->out->what != NULL)
        return;
    walk->out->what = look(walk, row);
    if (walk->out->what != NULL) {
        walk->out->subject = number(row, AT_SUBJECT);
        walk->out->version = number(row, AT_VERSION);
    }
}

static bool read_all(PGconn *pg, struct walk *walk)
{
    PGresult *row;
    bool good = PQsendQuery(pg, host_statement("host/chain")) == 1 && PQsetSingleRowMode(pg) == 1;

    while ((row = PQgetResult(pg)) != NULL) {
        if (PQresultStatus(row) == PGRES_SINGLE_TUPLE)
            take_row(walk, row);
        else if (PQresultStatus(row) != PGRES_TUPLES_OK)
            good = false;
        PQclear(row);
    }
    if (!good)
        fprintf(stderr, "%s", PQerrorMessage(pg));
    return good;
}

bool db_verify(const char *conninfo, struct host_chain *out)
{
    struct walk walk = {.out = out};
    PGconn *pg = host_open(conninfo);

    *out = (struct host_chain){0};
    return pg != NULL && host_close(pg, read_all(pg, &walk));
}
