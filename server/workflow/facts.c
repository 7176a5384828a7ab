/* Filling and reading a snapshot. server/db calls facts_set for each column; the core reads. */
#include "server/workflow/facts.h"

#include "common/mem.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum fact_kind { FACT_INT, FACT_MOMENT, FACT_NAME };

#define ROW_I(name) {#name, FACT_INT, offsetof(struct facts, name)},
#define ROW_T(name) {#name, FACT_MOMENT, offsetof(struct facts, name)},
#define ROW_N(name) {#name, FACT_NAME, offsetof(struct facts, name)},

static const struct fact {
    const char *name;
    enum fact_kind kind;
    size_t offset;
} known[] = {FACTS(ROW_I, ROW_T, ROW_N)};

enum lifecycle_id aggregate_root(enum aggregate aggregate)
{
    static const enum lifecycle_id roots[] = {LIFECYCLE_ORDER, LIFECYCLE_RELAY, LIFECYCLE_DEPUTY,
                                              LIFECYCLE_INCIDENT, LIFECYCLE_UNIT};
    return roots[aggregate];
}

const char *aggregate_name(enum aggregate aggregate)
{
    return lifecycle_name(aggregate_root(aggregate));
}

void facts_init(struct facts *facts, enum aggregate aggregate)
{
    memset(facts, 0, sizeof *facts);
    facts->aggregate = aggregate;
    for (size_t i = 0; i < array_length(known); i++)
        if (known[i].kind == FACT_MOMENT)
            *(moment *)((char *)facts + known[i].offset) = MOMENT_NONE;
}

static bool parse_int(const char *text, int64_t *out)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno || end == text || *end)
        return false;
    *out = value;
    return true;
}

/* Cuts at a character's border, so that a name stays valid UTF-8. */
static void copy_name(char *out, const char *text)
{
    size_t len = strlen(text);
    if (len >= FACT_NAME_MAX) {
        len = FACT_NAME_MAX - 1;
        while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
            len--;
    }
    memcpy(out, text, len);
    out[len] = 0;
}

/* Takes the next field of a record off *text; fields end with '/', records with ' '. */
static void next_field(const char **text, char *field, size_t size)
{
    size_t n = 0;
    while (**text && **text != '/' && **text != ' ') {
        if (n + 1 < size)
            field[n++] = **text;
        (*text)++;
    }
    field[n] = 0;
    if (**text == '/')
        (*text)++;
}

static bool field_int(const char **text, int64_t none, int64_t *out)
{
    char field[32];
    next_field(text, field, sizeof field);
    if (!*field) {
        *out = none;
        return true;
    }
    return parse_int(field, out);
}

/* lifecycle/id/state/kind/user/number/from/to/at/flag; moments in microseconds, empty is none */
static bool parse_part(const char **text, struct part *part)
{
    char field[32];
    memset(part, 0, sizeof *part);
    next_field(text, field, sizeof field);
    part->lifecycle = lifecycle_find(field);
    if (part->lifecycle == LIFECYCLE_NONE || !field_int(text, 0, &part->id))
        return false;
    next_field(text, field, sizeof field);
    part->state = state_find(part->lifecycle, field);
    next_field(text, part->kind, sizeof part->kind);
    return part->state && field_int(text, 0, &part->user) && field_int(text, 0, &part->number) &&
           field_int(text, MOMENT_NONE, &part->from) && field_int(text, MOMENT_NONE, &part->to) &&
           field_int(text, MOMENT_NONE, &part->at) && field_int(text, 0, &part->flag);
}

static bool set_parts(struct facts *facts, const char *text)
{
    facts->parts = 0;
    while (*text) {
        if (facts->parts == FACT_PARTS_MAX || !parse_part(&text, &facts->part[facts->parts++]))
            return false;
        if (*text == ' ')
            text++;
    }
    return true;
}

/* code/0 or code/1, separated by blanks */
static bool set_items(struct facts *facts, const char *text)
{
    facts->items = 0;
    while (*text) {
        if (facts->items == FACT_ITEMS_MAX)
            return false;
        struct checklist_item *item = &facts->item[facts->items++];
        int64_t answered;
        next_field(&text, item->code, sizeof item->code);
        if (!field_int(&text, 0, &answered))
            return false;
        item->answered = answered;
        if (*text == ' ')
            text++;
    }
    return true;
}

static bool set_known(struct facts *facts, const struct fact *fact, const char *text)
{
    void *at = (char *)facts + fact->offset;
    switch (fact->kind) {
    case FACT_NAME:
        copy_name(at, text);
        return true;
    case FACT_INT:
    case FACT_MOMENT:
        return parse_int(text, at);
    }
    return false;
}

bool facts_set(struct facts *facts, const char *name, const char *text)
{
    if (strcmp(name, "state") == 0) {
        facts->state = text ? state_find(aggregate_root(facts->aggregate), text) : 0;
        return !text || facts->state;
    }
    if (strcmp(name, "parts") == 0)
        return set_parts(facts, text ? text : "");
    if (strcmp(name, "items") == 0)
        return set_items(facts, text ? text : "");
    for (size_t i = 0; i < array_length(known); i++)
        if (strcmp(known[i].name, name) == 0)
            return text ? set_known(facts, &known[i], text) : true;
    return false;
}

struct part *facts_last(struct facts *facts, enum lifecycle_id id)
{
    for (int i = facts->parts; i-- > 0;)
        if (facts->part[i].lifecycle == id)
            return &facts->part[i];
    return NULL;
}

bool part_over(const struct part *part)
{
    return state_of(part->lifecycle, part->state)->final ||
           (part->lifecycle == LIFECYCLE_VISIT && part->state == VISIT_STOPPING);
}

struct part *facts_live(struct facts *facts, enum lifecycle_id id)
{
    for (int i = facts->parts; i-- > 0;)
        if (facts->part[i].lifecycle == id && !part_over(&facts->part[i]))
            return &facts->part[i];
    return NULL;
}

struct part *facts_part(struct facts *facts, int64_t id)
{
    for (int i = 0; i < facts->parts; i++)
        if (facts->part[i].id == id)
            return &facts->part[i];
    return NULL;
}

int facts_count(const struct facts *facts, enum lifecycle_id id, int state)
{
    int count = 0;
    for (int i = 0; i < facts->parts; i++)
        count += facts->part[i].lifecycle == id && facts->part[i].state == state;
    return count;
}

int facts_count_live(const struct facts *facts, enum lifecycle_id id)
{
    int count = 0;
    for (int i = 0; i < facts->parts; i++)
        count += facts->part[i].lifecycle == id && !part_over(&facts->part[i]);
    return count;
}
