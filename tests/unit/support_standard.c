/* Reading of tests/data/standard.tsv; its columns are explained there. */
#include "support_standard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 10

static struct standard_row rows[STANDARD_ROWS_MAX];
static int count;

static enum aggregate aggregate_of(enum lifecycle_id track)
{
    for (int a = 0; a < AGGREGATE_COUNT; a++)
        if (aggregate_root((enum aggregate)a) == track)
            return (enum aggregate)a;
    return AGGREGATE_ORDER;
}

/* "." is no state and "any" is every one but "none". */
static unsigned states_mask(enum lifecycle_id id, const char *names)
{
    char copy[200], *rest = NULL;
    unsigned mask = 0;
    snprintf(copy, sizeof copy, "%s", names);
    for (char *name = strtok_r(copy, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        if (strcmp(name, "any") == 0)
            mask |= ANY_STATE;
        else if (strcmp(name, "none") == 0)
            mask |= MASK(0);
        else if (strcmp(name, ".") != 0 && !state_find(id, name))
            fail_msg("standard.tsv: %s has no state %s", lifecycle_name(id), name);
        else if (strcmp(name, ".") != 0)
            mask |= MASK(state_find(id, name));
    }
    return mask;
}

static bool stays(const char *names)
{
    return names[0] == '.';
}

static enum standard_by by_of(const char *word)
{
    static const char *const words[] = {"person", "clock", "follows", "also"};
    for (int i = 0; i < 4; i++)
        if (strcmp(words[i], word) == 0)
            return (enum standard_by)i;
    fail_msg("standard.tsv: by %s", word);
    return BY_PERSON;
}

static void read_row(struct standard_row *row, char *column[COLUMNS])
{
    snprintf(row->action, sizeof row->action, "%s.%s", column[0], column[1]);
    row->track = lifecycle_find(column[0]);
    if (!row->track)
        fail_msg("standard.tsv: no lifecycle %s", column[0]);
    row->aggregate = aggregate_of(row->track);
    enum lifecycle_id root = aggregate_root(row->aggregate);
    row->by = by_of(column[2]);
    row->from = states_mask(row->track, column[3]);
    row->when = strcmp(column[4], "-") == 0 ? 0 : states_mask(root, column[4]);
    snprintf(row->roles, sizeof row->roles, "%s", column[5]);
    row->to = states_mask(row->track, column[6]);
    row->stays = stays(column[6]);
    row->root = states_mask(root, column[7]);
    row->root_stays = stays(column[7]);
    snprintf(row->clause, sizeof row->clause, "%s", column[8]);
    snprintf(row->rules, sizeof row->rules, "%s", column[9]);
}

static void read_line(char *line)
{
    char *column[COLUMNS], *rest = line;
    line[strcspn(line, "\n")] = 0;
    if (line[0] == '#' || line[0] == 0)
        return;
    for (int i = 0; i < COLUMNS; i++) {
        column[i] = strsep(&rest, "\t");
        if (!column[i])
            fail_msg("standard.tsv: %s has %d columns", line, i);
    }
    assert_true(count < STANDARD_ROWS_MAX);
    read_row(&rows[count++], column);
}

int standard_read(const struct standard_row **out)
{
    *out = rows;
    if (count)
        return count;
    char line[1024];
    FILE *file = fopen(TEYUE_SOURCE_DIR "/tests/data/standard.tsv", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        read_line(line);
    fclose(file);
    assert_true(count > 0);
    return count;
}

bool standard_root(const struct standard_row *row)
{
    return row->track == aggregate_root(row->aggregate);
}

bool standard_fits(const struct standard_row *row, int state, int root)
{
    return row->from & MASK(state) && (standard_root(row) || row->when & MASK(root));
}

bool standard_lets(const struct standard_row *row, const struct stage *s, enum person person)
{
    char roles[sizeof row->roles], *rest = NULL;
    snprintf(roles, sizeof roles, "%s", row->roles);
    for (char *role = strtok_r(roles, ",", &rest); role; role = strtok_r(NULL, ",", &rest))
        if (role[0] != '-' && person_is(s, person, role))
            return true;
    return false;
}
