/* Ids for new subjects and parts, taken off the database's sequence in blocks ahead of need, so that a
 * decision can name what it makes. Unused ones are lost at the end of the process; ids have no other meaning.
 * db.c gives turns. */
#include "common/mem.h"
#include "server/db/inside.h"

#include <stdio.h>
#include <stdlib.h>

#define BLOCK 1024 /* the sequence's step (schema/0001_teyue.sql) */
#define BLOCKS_MAX 32
#define BLOCKS_LOW 16

struct ids {
    int64_t start[BLOCKS_MAX]; /* oldest first */
    int blocks;
    int used; /* of the oldest */
    bool asking;
};

bool ids_at_hand(const struct ids *ids)
{
    return ids->blocks > 0;
}

static void arrived(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct ids *ids = arg;
    ids->asking = false;
    for (int i = 0; outcome == DB_DONE && i < db_rows_count(rows) && ids->blocks < BLOCKS_MAX; i++)
        ids->start[ids->blocks++] = strtoll(db_rows_get(rows, i, 0), NULL, 10);
}

void ids_turn(struct ids *ids, struct db *db)
{
    if (ids->asking || ids->blocks >= BLOCKS_LOW)
        return;
    char count[12];
    const char *const params[] = {count};
    snprintf(count, sizeof count, "%d", BLOCKS_MAX - ids->blocks);
    ids->asking = true;
    db_read(db, "system/ids", params, 1, arrived, ids);
}

static int64_t next_id(struct ids *ids)
{
    int64_t id = ids->start[0] + ids->used++;
    if (ids->used == BLOCK) {
        ids->used = 0;
        ids->blocks--;
        for (int i = 0; i < ids->blocks; i++)
            ids->start[i] = ids->start[i + 1];
    }
    return id;
}

bool db_fresh_ids(struct db *db, int64_t *out, int count)
{
    struct ids *ids = db->ids;
    if (count > ids->blocks * BLOCK - ids->used)
        return false;
    for (int i = 0; i < count; i++)
        out[i] = next_id(ids);
    ids_turn(ids, db);
    return true;
}

struct ids *ids_new(void)
{
    return xcalloc(1, sizeof(struct ids));
}

void ids_free(struct ids **at)
{
    free(*at);
    *at = NULL;
}
