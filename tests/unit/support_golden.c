/* The stage of support_golden.h: people and facts. The standard's defaults (part 3 of it) are the parameters.
 */
#include "support_golden.h"

#include "common/mem.h"

#include <stdio.h>
#include <string.h>

static struct stage the_stage;

/* ---- people ---- */

static const char *const names[PEOPLE] = {
    "own CAM",
    "another CAM",
    "acting CAM",
    "deputy whose window is over",
    "deputy whose window is to come",
    "deputy of another CAM",
    "SUP",
    "SUP of another department",
    "acting SUP",
    "TEC of the visit",
    "another TEC",
    "TEC with a stop card",
    "PM",
    "PM of another site",
    "acting PM",
    "TAR",
    "TAR of another region",
    "FIN",
    "TAD",
    "STF",
    "STF of another site",
    "ADM",
    "system",
};

const char *person_name(enum person person)
{
    return names[person];
}

static const struct {
    enum role role;
    int64_t place, site;
} grants[PEOPLE] = {
    [CAM] = {ROLE_CAM, SITE, SITE},
    [OTHER_CAM] = {ROLE_CAM, SITE, SITE},
    [ACTING_CAM] = {ROLE_STF, SITE, SITE},
    [FORMER_DEPUTY] = {ROLE_STF, SITE, SITE},
    [FUTURE_DEPUTY] = {ROLE_STF, SITE, SITE},
    [OTHERS_DEPUTY] = {ROLE_STF, SITE, SITE},
    [SUP] = {ROLE_SUP, DEPARTMENT, SITE},
    [OTHER_SUP] = {ROLE_SUP, OTHER_DEPARTMENT, SITE},
    [ACTING_SUP] = {ROLE_STF, SITE, SITE},
    [TEC] = {ROLE_TEC, DEPARTMENT, SITE},
    [OTHER_TEC] = {ROLE_TEC, DEPARTMENT, SITE},
    [STOPPED_TEC] = {ROLE_TEC, DEPARTMENT, SITE},
    [PM] = {ROLE_PM, SITE, SITE},
    [OTHER_PM] = {ROLE_PM, OTHER_SITE, OTHER_SITE},
    [ACTING_PM] = {ROLE_STF, SITE, SITE},
    [TAR] = {ROLE_TAR, REGION, 0},
    [OTHER_TAR] = {ROLE_TAR, OTHER_REGION, 0},
    [FIN] = {ROLE_FIN, REGION, 0},
    [TAD] = {ROLE_TAD, DIVISION, 0},
    [STF] = {ROLE_STF, SITE, SITE},
    [OTHER_STF] = {ROLE_STF, OTHER_SITE, OTHER_SITE},
    [ADM] = {ROLE_ADM, SITE, SITE},
};

static const struct {
    enum person person;
    struct standin window;
} windows[] = {
    {ACTING_CAM, {ROLE_CAM, ID_OF(CAM), SITE, NOW, NOW + MOMENT_DAY}},
    {FORMER_DEPUTY, {ROLE_CAM, ID_OF(CAM), SITE, NOW - MOMENT_DAY, NOW}},
    {FUTURE_DEPUTY, {ROLE_CAM, ID_OF(CAM), SITE, NOW + 1, NOW + MOMENT_DAY}},
    {OTHERS_DEPUTY, {ROLE_CAM, ID_OF(OTHER_CAM), SITE, NOW, NOW + MOMENT_DAY}},
    {ACTING_SUP, {ROLE_SUP, ID_OF(SUP), DEPARTMENT, NOW, NOW + MOMENT_DAY}},
    {ACTING_PM, {ROLE_PM, ID_OF(PM), SITE, NOW, NOW + MOMENT_DAY}},
};

struct actor person_actor(enum person person)
{
    struct actor actor = {.id = ID_OF(person), .system = person == SYSTEM};
    if (grants[person].role) {
        actor.grant[0] = (struct grant){grants[person].role, grants[person].place};
        actor.site_of[0] = grants[person].site;
        actor.grants = 1;
    }
    for (size_t i = 0; i < array_length(windows); i++)
        if (windows[i].person == person)
            actor.standin[actor.standins++] = windows[i].window;
    return actor;
}

static bool holds_stop_card(const struct stage *s, enum person person)
{
    for (int i = 0; i < s->facts.parts; i++)
        if (s->facts.part[i].state == VISIT_STOPPING && s->facts.part[i].lifecycle == LIFECYCLE_VISIT)
            return s->facts.part[i].user == ID_OF(person);
    return false;
}

/* Who prices are asked of: the region, or the division where the region uses its book (A24, A25). */
static bool sets_prices(const struct stage *s, enum person person)
{
    return person == (s->facts.approver_role == ROLE_TAD ? TAD : TAR);
}

static bool is_technician(const struct stage *s, enum person person)
{
    return person == TEC && facts_last((struct facts *)&s->facts, LIFECYCLE_VISIT);
}

bool person_is(const struct stage *s, enum person person, const char *role)
{
    if (strcmp(role, "cam") == 0)
        return s->facts.cam && (person == CAM || person == ACTING_CAM);
    if (strcmp(role, "sup") == 0)
        return s->facts.department && (person == SUP || person == ACTING_SUP);
    if (strcmp(role, "tec") == 0)
        return is_technician(s, person);
    if (strcmp(role, "part_user") == 0)
        return holds_stop_card(s, person);
    if (strcmp(role, "pm") == 0)
        return person == PM || person == ACTING_PM;
    if (strcmp(role, "approver") == 0)
        return sets_prices(s, person);
    if (strcmp(role, "tar") == 0)
        return person == TAR;
    if (strcmp(role, "system") == 0)
        return person == SYSTEM;
    assert_string_equal(role, "staff");
    return grants[person].site == SITE && grants[person].role != ROLE_ADM;
}

/* ---- facts ---- */

static void set_parameters(struct facts *f)
{
    static const struct {
        const char *name, *value;
    } defaults[] = {
        {"p_relay_ring_minutes", "15"},   {"p_sup_ack_minutes", "30"},
        {"p_time_agree_days_max", "3"},   {"p_e1_due_minutes", "30"},
        {"p_entry_due_hours", "24"},      {"p_block_dispatch_until_e1", "0"},
        {"p_offcat_reply_hours", "24"},   {"p_quote_valid_days", "30"},
        {"p_consent_valid_days", "90"},   {"p_rework_rounds_before_pm", "1"},
        {"p_rework_due_hours", "24"},     {"p_case_first_action_hours", "4"},
        {"p_form_return_hours", "24"},    {"p_followup_hours", "24"},
        {"p_followup_warn1_hours", "18"}, {"p_followup_warn2_hours", "22"},
        {"p_late_entry_flag_hours", "4"}, {"p_claim_after_close_days", "30"},
    };
    for (size_t i = 0; i < array_length(defaults); i++)
        assert_true(facts_set(f, defaults[i].name, defaults[i].value));
}

static struct stage *begin(enum aggregate aggregate, int state)
{
    struct stage *s = &the_stage;
    struct facts *f = &s->facts;
    memset(s, 0, sizeof *s);
    facts_init(f, aggregate);
    s->now = NOW;
    s->next_fresh = 5000;
    f->state = state;
    f->id = state ? ORDER_ID : 0;
    f->version = state ? 7 : 0;
    f->site = f->unit_site = SITE;
    f->region = REGION;
    f->division = DIVISION;
    f->unit = UNIT;
    f->cam = ID_OF(CAM);
    f->pm = ID_OF(PM);
    f->approver_role = ROLE_TAR;
    f->approver_place = REGION;
    assert_true(facts_set(f, "zone", "Asia/Shanghai") && facts_set(f, "unit_code", "3-2-1204"));
    assert_true(facts_set(f, "cam_name", "王芳") && facts_set(f, "class_code", "water"));
    set_parameters(f);
    return s;
}

struct part *stage_part(struct stage *s, enum lifecycle_id track, int state, const char *kind)
{
    struct facts *f = &s->facts;
    assert_true(f->parts < FACT_PARTS_MAX);
    struct part *part = &f->part[f->parts];
    *part = (struct part){.lifecycle = track, .state = state, .id = ++f->parts};
    part->from = part->to = part->at = MOMENT_NONE;
    snprintf(part->kind, sizeof part->kind, "%s", kind ? kind : "");
    if (track == LIFECYCLE_VISIT) {
        bool stopped = state == VISIT_STOPPING || state == VISIT_STOPPED;
        part->user = ID_OF(stopped ? STOPPED_TEC : TEC);
        part->from = f->agreed_from;
        part->to = f->agreed_to;
    }
    if (track == LIFECYCLE_ROUND)
        part->at = NOW - MOMENT_HOUR;
    if (track == LIFECYCLE_FOLLOWUP)
        part->from = NOW - MOMENT_HOUR;
    if (track == LIFECYCLE_PRICE)
        part->user = ID_OF(CAM);
    return part;
}

void stage_drop(struct stage *s, enum lifecycle_id track)
{
    struct facts *f = &s->facts;
    int kept = 0;
    for (int i = 0; i < f->parts; i++) {
        if (f->part[i].lifecycle == track)
            continue;
        f->part[kept] = f->part[i];
        f->part[kept].id = kept + 1;
        kept++;
    }
    f->parts = kept;
}

struct part *stage_track(struct stage *s, enum lifecycle_id track, int state)
{
    stage_drop(s, track);
    if (track == LIFECYCLE_VISIT)
        stage_part(s, track, VISIT_FAILED, NULL);
    return state ? stage_part(s, track, state, NULL) : NULL;
}

void stage_division_book(struct stage *s)
{
    s->facts.approver_role = ROLE_TAD;
    s->facts.approver_place = DIVISION;
}

static void put_quote(struct facts *f)
{
    f->class_active = 1;
    f->class_template = 3;
    f->wanted_from = f->agreed_from = NOW + MOMENT_HOUR;
    f->wanted_to = f->agreed_to = NOW + 3 * MOMENT_HOUR;
    f->agreed = 1;
    f->quote_rev = f->explained_rev = 1;
    f->next_rev = 2;
    f->quoted_at = NOW - 2 * MOMENT_HOUR;
    f->quote_lines = 1;
    f->quote_fen = 5000;
}

static void put_consent(struct stage *s)
{
    struct facts *f = &s->facts;
    f->consent_rev = 1;
    f->consent_fen = 5000;
    f->consent_at = NOW - MOMENT_HOUR;
    assert_true(facts_set(f, "no", "S1-2026-000001"));
    stage_part(s, LIFECYCLE_FORM, FORM_OUT, NULL);
    stage_part(s, LIFECYCLE_ENTRY, ENTRY_OPEN, "e1");
}

static void put_checklist(struct stage *s, int state)
{
    struct facts *f = &s->facts;
    stage_part(s, LIFECYCLE_CHECKLIST, state, NULL)->number = 1;
    f->items = 2;
    for (int i = 0; i < f->items; i++) {
        snprintf(f->item[i].code, sizeof f->item[i].code, "c%d", i + 1);
        f->item[i].answered = state == CHECKLIST_COMPLETE;
    }
}

static void put_acceptance(struct stage *s)
{
    struct facts *f = &s->facts;
    f->signed_at = NOW - MOMENT_HOUR;
    f->charge_lines = 1;
    stage_part(s, LIFECYCLE_ROUND, ROUND_ACCEPTED, NULL)->number = 1;
    facts_last(f, LIFECYCLE_FORM)->state = FORM_SIGNED;
    facts_last(f, LIFECYCLE_ENTRY)->state = ENTRY_ENTERED;
    stage_part(s, LIFECYCLE_ENTRY, ENTRY_OPEN, "e2");
    stage_part(s, LIFECYCLE_ENTRY, ENTRY_OPEN, "e3");
    struct part *followup = stage_part(s, LIFECYCLE_FOLLOWUP, FOLLOWUP_RUNNING, NULL);
    followup->from = f->signed_at;
    followup->to = f->signed_at + MOMENT_DAY;
}

static void put_close(struct stage *s)
{
    struct facts *f = &s->facts;
    facts_last(f, LIFECYCLE_FORM)->state = FORM_BACK;
    facts_last(f, LIFECYCLE_FOLLOWUP)->state = FOLLOWUP_SATISFIED;
    for (int i = 0; i < f->parts; i++)
        if (f->part[i].lifecycle == LIFECYCLE_ENTRY)
            f->part[i].state = ENTRY_ENTERED;
    stage_part(s, LIFECYCLE_ENTRY, ENTRY_ENTERED, "e4");
    facts_last(f, LIFECYCLE_VISIT)->state = VISIT_DEPARTED;
    f->ended_at = NOW;
}

static void put_refusals(struct stage *s)
{
    stage_part(s, LIFECYCLE_ROUND, ROUND_REFUSED, NULL)->number = 1;
    stage_part(s, LIFECYCLE_ROUND, ROUND_REFUSED, NULL)->number = 2;
    stage_part(s, LIFECYCLE_CASE, CASE_OPEN, "refused_twice");
    facts_last(&s->facts, LIFECYCLE_VISIT)->state = VISIT_DEPARTED;
}

static void put_visit(struct stage *s, int state)
{
    static const int visit[ORDER_COUNT] = {
        [ORDER_SCHEDULED] = VISIT_PLANNED,  [ORDER_SERVING] = VISIT_WORKING,
        [ORDER_ESCALATED] = VISIT_DEPARTED, [ORDER_ACCEPTED] = VISIT_FINISHED,
        [ORDER_CLOSED] = VISIT_DEPARTED,    [ORDER_ENDED] = VISIT_DEPARTED,
        [ORDER_CANCELLED] = VISIT_STOPPED,
    };
    stage_part(s, LIFECYCLE_VISIT, VISIT_FAILED, NULL);
    if (visit[state])
        stage_part(s, LIFECYCLE_VISIT, visit[state], NULL);
    bool begun = visit[state] && state != ORDER_SCHEDULED && state != ORDER_CANCELLED;
    if (begun) {
        s->facts.first_started = NOW - 2 * MOMENT_HOUR;
        put_checklist(s, CHECKLIST_COMPLETE);
    }
}

static void put_end(struct stage *s, int state)
{
    struct facts *f = &s->facts;
    if (state == ORDER_ESCALATED || state == ORDER_ENDED)
        put_refusals(s);
    if (state == ORDER_ACCEPTED || state == ORDER_CLOSED)
        put_acceptance(s);
    if (state == ORDER_CLOSED)
        put_close(s);
    if (state == ORDER_ENDED)
        facts_last(f, LIFECYCLE_CASE)->state = CASE_CLOSED;
    if (state == ORDER_ENDED || state == ORDER_CANCELLED) {
        facts_last(f, LIFECYCLE_FORM)->state = FORM_VOID;
        f->ended_at = NOW;
    }
}

struct stage *stage_order(int state)
{
    struct stage *s = begin(AGGREGATE_ORDER, state);
    s->facts.class_active = 1;
    if (!state)
        return s;
    put_quote(&s->facts);
    if (state != ORDER_DRAFT && state != ORDER_DECLINED)
        put_consent(s);
    if (state != ORDER_DRAFT && state != ORDER_DECLINED && state != ORDER_READY) {
        s->facts.department = DEPARTMENT;
        s->facts.template = 3;
    }
    if (state == ORDER_AGREEING)
        stage_part(s, LIFECYCLE_TIME, TIME_PROPOSED, NULL);
    put_visit(s, state);
    put_end(s, state);
    return s;
}

struct stage *stage_subject(enum aggregate aggregate, int state)
{
    struct stage *s = begin(aggregate, state);
    if (aggregate == AGGREGATE_RELAY && state == RELAY_UNPLACED) {
        s->facts.unit = 0;
        s->facts.cam = 0;
    }
    if (aggregate == AGGREGATE_RELAY)
        s->facts.relay_unit = s->facts.unit;
    if (aggregate == AGGREGATE_DEPUTY)
        s->facts.deputy_role = ROLE_CAM;
    return s;
}
