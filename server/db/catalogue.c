/* Writes the machine's tables into the database, each row's masks taken apart into pairs of states. Called by
 * migrate.c. It reads the core's tables and names no state itself. */
#include "server/db/catalogue.h"

#include "server/db/batch.h"
#include "server/workflow/machine.h"

#include <stdio.h>

#define STATE_COLUMNS 6
#define TRANSITION_COLUMNS 7

static const char state_sql[] =
    "insert into teyue.state (lifecycle, name, zh, en, owner, final) "
    "select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[]) "
    "on conflict (lifecycle, name) do update set zh = excluded.zh, en = excluded.en, owner = excluded.owner, "
    "final = excluded.final";

/* Rows that differ only in when they fit share a transition; the first one's label counts. */
static const char transition_sql[] =
    "insert into teyue.transition (lifecycle, action, from_state, to_state, zh, en, clause) "
    "select distinct on (t.lifecycle, t.action, t.from_state, t.to_state) "
    "t.lifecycle, t.action, t.from_state, t.to_state, t.zh, t.en, t.clause "
    "from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) with "
    "ordinality "
    "as t (lifecycle, action, from_state, to_state, zh, en, clause, n) "
    "order by t.lifecycle, t.action, t.from_state, t.to_state, t.n "
    "on conflict (lifecycle, action, from_state, to_state) do update set zh = excluded.zh, en = excluded.en, "
    "clause = excluded.clause";

static void add_row(struct buf *columns, const char *const *texts, int count)
{
    for (int i = 0; i < count; i++)
        array_add(&columns[i], texts[i]);
}

static bool write_rows(PGconn *pg, const char *sql, struct buf *columns, int count)
{
    const char *values[TRANSITION_COLUMNS];
    for (int i = 0; i < count; i++) {
        buf_char(&columns[i], '}');
        values[i] = columns[i].data;
    }
    PGresult *result = PQexecParams(pg, sql, count, NULL, values, NULL, NULL, 0);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!good)
        fprintf(stderr, "%s", PQresultErrorMessage(result));
    PQclear(result);
    for (int i = 0; i < count; i++)
        buf_free(&columns[i]);
    return good;
}

static void begin_rows(struct buf *columns, int count)
{
    for (int i = 0; i < count; i++)
        buf_char(&columns[i], '{');
}

static bool write_states(PGconn *pg)
{
    struct buf columns[STATE_COLUMNS] = {0};
    begin_rows(columns, STATE_COLUMNS);
    for (int id = LIFECYCLE_NONE + 1; id < LIFECYCLE_COUNT; id++) {
        for (int i = 1; i < STATE_MAX; i++) {
            const struct state *state = state_of((enum lifecycle_id)id, i);
            if (!state)
                continue;
            const char *const row[] = {lifecycle_name((enum lifecycle_id)id),
                                       state->name,
                                       state->label.zh,
                                       state->label.en,
                                       role_name(state->owner),
                                       state->final ? "t" : "f"};
            add_row(columns, row, STATE_COLUMNS);
        }
    }
    return write_rows(pg, state_sql, columns, STATE_COLUMNS);
}

/* NULL for a number the lifecycle does not have. */
static const char *name_of(enum lifecycle_id track, int state)
{
    const struct state *found = state ? state_of(track, state) : NULL;
    return state == 0 ? "none" : found ? found->name : NULL;
}

static void add_transitions(struct buf *columns, const struct row *row, int from)
{
    const char *from_name = name_of(row->track, from);
    for (int to = 0; from_name && to < STATE_MAX; to++) {
        bool stays = row->to == 0 && to == from;
        const char *to_name = stays || (to && row->to & MASK(to)) ? name_of(row->track, to) : NULL;
        if (!to_name)
            continue;
        const char *const texts[] = {lifecycle_name(row->track),
                                     row->action,
                                     from_name,
                                     to_name,
                                     row->label.zh,
                                     row->label.en,
                                     row->clause};
        add_row(columns, texts, TRANSITION_COLUMNS);
    }
}

static bool write_transitions(PGconn *pg)
{
    struct buf columns[TRANSITION_COLUMNS] = {0};
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    begin_rows(columns, TRANSITION_COLUMNS);
    for (int i = 0; i < count; i++)
        for (int from = 0; from < STATE_MAX; from++)
            if (rows[i]->from & MASK(from))
                add_transitions(columns, rows[i], from);
    return write_rows(pg, transition_sql, columns, TRANSITION_COLUMNS);
}

bool catalogue_write(PGconn *pg)
{
    return write_states(pg) && write_transitions(pg);
}
