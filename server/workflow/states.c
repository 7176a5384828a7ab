/* The state tables behind states.h. Called by everything that names a state; knows nothing of rules. */
#include "server/workflow/states.h"

#include "common/mem.h"

#include <stddef.h>
#include <string.h>

#define STATE_ROW(L, S, name, zh, en, owner, final) {name, {zh, en}, ROLE_##owner, final},
#define NOWHERE {"none", {"尚无", "Not there yet"}, ROLE_NONE, false},

static const struct state order_states[] = {NOWHERE ORDER_STATES(STATE_ROW)};
static const struct state price_states[] = {NOWHERE PRICE_STATES(STATE_ROW)};
static const struct state time_states[] = {NOWHERE TIME_STATES(STATE_ROW)};
static const struct state visit_states[] = {NOWHERE VISIT_STATES(STATE_ROW)};
static const struct state checklist_states[] = {NOWHERE CHECKLIST_STATES(STATE_ROW)};
static const struct state round_states[] = {NOWHERE ROUND_STATES(STATE_ROW)};
static const struct state case_states[] = {NOWHERE CASE_STATES(STATE_ROW)};
static const struct state claim_states[] = {NOWHERE CLAIM_STATES(STATE_ROW)};
static const struct state form_states[] = {NOWHERE FORM_STATES(STATE_ROW)};
static const struct state entry_states[] = {NOWHERE ENTRY_STATES(STATE_ROW)};
static const struct state followup_states[] = {NOWHERE FOLLOWUP_STATES(STATE_ROW)};
static const struct state relay_states[] = {NOWHERE RELAY_STATES(STATE_ROW)};
static const struct state deputy_states[] = {NOWHERE DEPUTY_STATES(STATE_ROW)};
static const struct state incident_states[] = {NOWHERE INCIDENT_STATES(STATE_ROW)};
static const struct state unit_states[] = {NOWHERE UNIT_STATES(STATE_ROW)};

#define TABLE_ROW(L, name) {#name, name##_states, array_length(name##_states)},

static const struct table {
    const char *name;
    const struct state *states;
    size_t count;
} tables[] = {{"none", NULL, 0}, LIFECYCLES(TABLE_ROW)};

const struct state *state_of(enum lifecycle_id id, int state)
{
    const struct table *table = &tables[id];
    return state >= 0 && (size_t)state < table->count ? &table->states[state] : NULL;
}

int state_find(enum lifecycle_id id, const char *name)
{
    for (size_t i = 1; i < tables[id].count; i++)
        if (strcmp(tables[id].states[i].name, name) == 0)
            return (int)i;
    return 0;
}

const char *lifecycle_name(enum lifecycle_id id)
{
    return tables[id].name;
}

enum lifecycle_id lifecycle_find(const char *name)
{
    for (size_t i = 1; i < LIFECYCLE_COUNT; i++)
        if (strcmp(tables[i].name, name) == 0)
            return (enum lifecycle_id)i;
    return LIFECYCLE_NONE;
}

static const struct {
    const char *name;
    struct label label;
} roles[ROLE_COUNT] = {
    [ROLE_NONE] = {"none", {"无", "Nobody"}},
    [ROLE_CAM] = {"cam", {"专属客户经理", "Account manager"}},
    [ROLE_SUP] = {"sup", {"实施部门主管", "Department supervisor"}},
    [ROLE_TEC] = {"tec", {"实施人", "Technician"}},
    [ROLE_PM] = {"pm", {"项目经理", "Project manager"}},
    [ROLE_TAR] = {"tar", {"区域品质管理中心", "Regional quality centre"}},
    [ROLE_FIN] = {"fin", {"区域财务中心", "Regional finance"}},
    [ROLE_TAD] = {"tad", {"事业部物业管理中心", "Division centre"}},
    [ROLE_STF] = {"stf", {"员工", "Employee"}},
    [ROLE_ADM] = {"adm", {"系统管理员", "Administrator"}},
    [ROLE_SYSTEM] = {"system", {"系统", "System"}},
};

const char *role_name(enum role role)
{
    return roles[role].name;
}

enum role role_find(const char *name)
{
    for (size_t i = 1; i < ROLE_COUNT; i++)
        if (strcmp(roles[i].name, name) == 0)
            return (enum role)i;
    return ROLE_NONE;
}

struct label role_label(enum role role)
{
    return roles[role].label;
}
