/* Snapshots: one row of snapshot/<aggregate>.sql becomes facts. Called through db.h; what the facts mean is
 * the core's. */
#include "common/log.h"
#include "common/mem.h"
#include "server/db/inside.h"

#include <stdio.h>
#include <stdlib.h>

struct snapshot {
    enum aggregate aggregate;
    bool is_new;
    db_facts_done *done;
    void *arg;
};

static bool fill(struct facts *facts, const struct db_rows *rows)
{
    for (int i = 0; i < db_rows_columns(rows); i++) {
        if (facts_set(facts, db_rows_name(rows, i), db_rows_get(rows, 0, i)))
            continue;
        log_line(LOG_LEVEL_ERROR, "db.snapshot", "aggregate=%s column=%s", aggregate_name(facts->aggregate),
                 db_rows_name(rows, i));
        return false;
    }
    return true;
}

static void snapshot_done(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct snapshot *snapshot = arg;
    struct facts *facts = xmalloc(sizeof *facts);
    bool found = rows && db_rows_count(rows) > 0;
    facts_init(facts, snapshot->aggregate);
    if (found && !fill(facts, rows))
        outcome = DB_FAILED;
    found = found && outcome == DB_DONE && (facts->id || snapshot->is_new);
    snapshot->done(snapshot->arg, outcome, facts, found);
    free(facts);
    free(snapshot);
}

void db_facts(struct db *db, enum aggregate aggregate, const char *const params[5], db_facts_done *done,
              void *arg)
{
    struct snapshot *snapshot = xcalloc(1, sizeof *snapshot);
    char name[64];
    snapshot->aggregate = aggregate;
    snapshot->is_new = params[0] == NULL;
    snapshot->done = done;
    snapshot->arg = arg;
    snprintf(name, sizeof name, "snapshot/%s", aggregate_name(aggregate));
    db_read(db, name, params, 5, snapshot_done, snapshot);
}
