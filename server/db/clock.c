/* The database's clock, carried on by the monotonic one between measurements, so that a host whose clock is
 * set wrong or is turned decides nothing wrong. db.c ticks it. */
#include "common/mem.h"
#include "server/db/inside.h"

#include <stdlib.h>
#include <time.h>

#define MEASURE_SECONDS 60

struct clock {
    int64_t offset; /* database time minus monotonic time */
    int64_t asked;  /* monotonic; 0: no question under way */
    int64_t measured;
    bool known;
};

static int64_t microseconds(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return now.tv_sec * MOMENT_SECOND + now.tv_nsec / 1000;
}

static void measured(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct clock *clock = arg;
    int64_t now = microseconds(CLOCK_MONOTONIC);
    if (outcome == DB_DONE && (!clock->known || now - clock->asked < MOMENT_SECOND)) {
        int64_t middle = clock->asked + (now - clock->asked) / 2;
        clock->offset = strtoll(db_rows_get(rows, 0, 0), NULL, 10) - middle;
        clock->measured = now;
        clock->known = true;
    }
    clock->asked = 0;
}

void clock_tick(struct clock *clock, struct db *db)
{
    int64_t now = microseconds(CLOCK_MONOTONIC);
    if (clock->asked || (clock->known && now - clock->measured < MEASURE_SECONDS * MOMENT_SECOND))
        return;
    clock->asked = now;
    db_read(db, "system/clock", NULL, 0, measured, clock);
}

bool clock_known(const struct clock *clock)
{
    return clock->known;
}

moment db_now(const struct db *db)
{
    return microseconds(CLOCK_MONOTONIC) + db->clock->offset;
}

struct clock *clock_new(void)
{
    struct clock *clock = xcalloc(1, sizeof *clock);
    clock->offset = microseconds(CLOCK_REALTIME) - microseconds(CLOCK_MONOTONIC);
    return clock;
}

void clock_free(struct clock **at)
{
    free(*at);
    *at = NULL;
}
