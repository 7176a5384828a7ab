/* Rules of relays and incidents that the core keeps: 5.3.3 and 5.3.2-11. Each test is named by the rule of
 * the standard it proves. */
#include "common/mem.h"
#include "support_golden.h"

#include <stdlib.h>
#include <string.h>

static struct stage *relay(int state, const char *action)
{
    return prepare(stage_subject(AGGREGATE_RELAY, state), action);
}

static void any_employee_relays(void **state)
{
    unsigned site = 0;
    (void)state;
    for (int p = 0; p < PEOPLE; p++)
        if (p != OTHER_PM && p != TAR && p != OTHER_TAR && p != FIN && p != TAD && p != OTHER_STF && p != ADM)
            site |= ONE(p);
    expect_only(relay(0, "relay.create"), site, "5.3.3");
}

static void what_a_relay_holds(void **state)
{
    struct stage *s = relay(0, "relay.create");
    (void)state;
    say(s, "caller", "李先生");
    say(s, "phone", "13800001111");
    say(s, "wish", "换水龙头");
    say(s, "wanted", "今晚");
    say(s, "remarks", "家里有老人");
    say_number(s, "heard_at", s->now - MOMENT_MINUTE);
    expect_allowed(s, STF);
    const struct effect_row *row = effect_of(s, EFFECT_relay_new, 0);
    assert_string_equal(row->column[4], "李先生");
    assert_string_equal(row->column[5], "13800001111");
    assert_string_equal(row->column[6], "换水龙头");
    assert_string_equal(row->column[7], "今晚");
    assert_string_equal(row->column[8], "家里有老人");
    assert_int_equal(strtoll(row->column[9], NULL, 10), s->now - MOMENT_MINUTE); /* heard */
    assert_int_equal(strtoll(row->column[10], NULL, 10), s->now);                /* recorded */
    assert_int_equal(strtoll(row->column[11], NULL, 10), ID_OF(STF));
    say_number(s, "heard_at", s->now + 1);
    expect_refused(s, STF, "rule.future");
}

static void unit_or_caller(void **state)
{
    struct stage *s = relay(0, "relay.create");
    (void)state;
    unsay(s, "unit");
    expect_refused(s, STF, "rule.relay_unit");
    say(s, "caller", "李先生");
    s->facts.unit = 0;
    expect_allowed(s, STF);
    assert_int_equal(s->decision.after.state, RELAY_UNPLACED);
    say_number(s, "unit", UNIT + 1); /* a unit nobody knows */
    expect_refused(s, STF, "rule.relay_unit");
}

static void rings_at_the_units_manager(void **state)
{
    struct stage *s = relay(0, "relay.create");
    (void)state;
    expect_allowed(s, STF);
    assert_int_equal(s->decision.after.state, RELAY_NEW);
    assert_true(rings_person(s, CAM));
    assert_int_equal(effects_of(s, EFFECT_ring), 1); /* and only there */
    assert_int_equal(deadline_of(s, "relay_ring"), s->now + 15 * MOMENT_MINUTE);
    s->facts.cam = 0; /* nobody manages the unit */
    expect_allowed(s, STF);
    assert_true(rings_role(s, ROLE_PM, SITE));
}

static void undelivered_goes_to_the_manager(void **state)
{
    struct stage *s = relay(RELAY_NEW, "relay.remind");
    (void)state;
    expect_allowed(s, SYSTEM);
    assert_true(rings_person(s, CAM) && rings_role(s, ROLE_PM, SITE));
    s->facts.deadline_open = 0;
    expect_refused(s, SYSTEM, "rule.deadline_over");
}

static void unplaced_is_the_managers(void **state)
{
    struct stage *s = relay(RELAY_UNPLACED, "relay.place");
    (void)state;
    expect_only(s, ONE(PM) | ONE(ACTING_PM), "5.3.3");
    expect_allowed(s, PM);
    assert_int_equal(s->decision.after.state, RELAY_NEW);
    s->facts.pick_site = OTHER_SITE;
    expect_refused(s, PM, "rule.unit");
    s->facts.pick = 0;
    expect_refused(s, PM, "rule.unit");
}

/* No action of an order exists for a relay. */
static void no_order_action(void **state)
{
    static const int states[] = {RELAY_UNPLACED, RELAY_NEW, RELAY_CONVERTED, RELAY_CLOSED};
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    (void)state;
    for (int i = 0; i < count; i++) {
        if (lifecycle_of(rows[i]->track)->aggregate != AGGREGATE_ORDER)
            continue;
        for (size_t r = 0; r < array_length(states); r++) {
            struct stage *s = relay(states[r], rows[i]->action);
            for (int p = 0; p < PEOPLE; p++)
                if (ask(s, (enum person)p))
                    fail_msg("%s on a relay, by %s", rows[i]->action, person_name((enum person)p));
        }
    }
}

static void only_the_manager_closes(void **state)
{
    (void)state;
    expect_only(relay(RELAY_NEW, "relay.close"), ONE(CAM) | ONE(ACTING_CAM), "5.3.3");
    expect_only(relay(RELAY_UNPLACED, "relay.close"), ONE(PM) | ONE(ACTING_PM), "5.3.3");
    struct stage *s = relay(RELAY_NEW, "relay.close");
    expect_allowed(s, CAM);
    assert_true(deadline_cleared(s, "relay_ring"));
}

/* The text is written once; whatever happens to the relay later, no statement carries it again. */
static void text_is_immutable(void **state)
{
    static const struct {
        int relay;
        const char *action;
        enum person person;
    } acts[] = {{RELAY_NEW, "relay.close", CAM},
                {RELAY_UNPLACED, "relay.place", PM},
                {RELAY_NEW, "relay.remind", SYSTEM}};
    (void)state;
    for (size_t i = 0; i < array_length(acts); i++) {
        struct stage *s = relay(acts[i].relay, acts[i].action);
        expect_allowed(s, acts[i].person);
        assert_int_equal(effects_of(s, EFFECT_relay_new), 0);
    }
}

/* ---- incidents ---- */

static void incident_is_no_order(void **state)
{
    struct stage *s = prepare(stage_subject(AGGREGATE_INCIDENT, 0), "incident.report");
    (void)state;
    say(s, "kind", "undispatched_work");
    expect_allowed(s, STF);
    assert_int_equal(effects_of(s, EFFECT_incident_new), 1);
    assert_true(rings_role(s, ROLE_PM, SITE));
    assert_int_equal(effects_of(s, EFFECT_order_new), 0);
    say_number(s, "happened_at", s->now + 1);
    expect_refused(s, STF, "rule.future");
}

static void incident_is_never_billable(void **state)
{
    static const struct {
        int from;
        const char *action;
    } acts[] = {{INCIDENT_OPEN, "incident.act"}, {INCIDENT_ACTING, "incident.close"}};
    (void)state;
    for (size_t i = 0; i < array_length(acts); i++) {
        struct stage *s = prepare(stage_subject(AGGREGATE_INCIDENT, acts[i].from), acts[i].action);
        expect_only(s, ONE(PM) | ONE(ACTING_PM), "5.3.2");
        expect_allowed(s, PM);
        assert_int_equal(effects_of(s, EFFECT_charge), 0);
        expect_refused(prepare(s, "order.quote"), CAM, "state.wrong");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE("R5.3.3-1 any employee of the site relays", any_employee_relays),
        RULE("R5.3.3-1 R5.3.3-5 what a relay holds, heard and recorded", what_a_relay_holds),
        RULE("R5.3.3-1 a unit or a caller", unit_or_caller),
        RULE("R5.3.3-2 rings at the unit's manager at once, and only there", rings_at_the_units_manager),
        RULE("R5.3.3-2 undelivered goes to the project manager", undelivered_goes_to_the_manager),
        RULE("R5.3.3-2 without a unit it is the project manager's", unplaced_is_the_managers),
        RULE("R5.3.3-3 a relay cannot be quoted, dispatched or worked", no_order_action),
        RULE("R5.3.3-3 only the account manager closes it", only_the_manager_closes),
        RULE("R5.3.3-4 a relay's text is immutable", text_is_immutable),
        RULE("R5.3.2-11 undispatched work is an incident, not an order", incident_is_no_order),
        RULE("R5.3.2-11 an incident is never billable", incident_is_never_billable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
