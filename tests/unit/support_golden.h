/* The stage on which the workflow core is tested: one subject whose facts satisfy every guard, a cast of
 * people who each hold exactly one relation to it, arguments that are right for each action, and the asking.
 * Used by test_exhaustive.c, test_walk.c, test_guards.c and test_rules_*.c. Knows no lifecycle file of the
 * core. */
#ifndef TEYUE_TESTS_SUPPORT_GOLDEN_H
#define TEYUE_TESTS_SUPPORT_GOLDEN_H

#include "server/workflow/decide.h"
#include "unit.h"

enum place_id {
    DIVISION = 1,
    REGION,
    OTHER_REGION,
    SITE = 10,
    OTHER_SITE,
    DEPARTMENT = 20,
    OTHER_DEPARTMENT,
    UNIT = 500
};

/* Ids of people are 100 + person. */
enum person {
    CAM,           /* of the unit */
    OTHER_CAM,     /* of other units of the site */
    ACTING_CAM,    /* an employee, deputy for the unit's account manager now */
    FORMER_DEPUTY, /* his window ended this moment */
    FUTURE_DEPUTY, /* his window begins a moment later */
    OTHERS_DEPUTY, /* deputy for the other account manager now */
    SUP,           /* of the order's department */
    OTHER_SUP,
    ACTING_SUP,
    TEC, /* of the current visit */
    OTHER_TEC,
    STOPPED_TEC, /* holds a stop card of the order */
    PM,          /* of the site */
    OTHER_PM,
    ACTING_PM,
    TAR, /* of the region */
    OTHER_TAR,
    FIN,
    TAD,
    STF,
    OTHER_STF, /* employee of another site */
    ADM,
    SYSTEM,
    PEOPLE
};

#define ID_OF(person) (100 + (int64_t)(person))
#define NOW (INT64_C(1773108000) * MOMENT_SECOND) /* 2026-03-10 10:00 at the site */
#define ORDER_ID 1000
#define OFFCAT_FEN 12300

struct stage {
    struct facts facts;
    struct actor actor;
    struct input input;
    const struct row *row; /* of the action prepared; the engine picks among its namesakes */
    moment now;
    int64_t fresh[DECISION_FRESH_MAX], next_fresh;
    struct decision decision;
    bool allowed;
};

const char *person_name(enum person);
struct actor person_actor(enum person);
/* Whether the standard's word for a role ("cam", "approver", "part_user", …) fits the person on this stage.
 */
bool person_is(const struct stage *, enum person, const char *role);

/* An order in a state with all tracks as they are on the plain way there; 0: not there yet. One stage exists;
 * each call begins it anew. */
struct stage *stage_order(int state);
/* A relay, deputy, incident or unit in a state. */
struct stage *stage_subject(enum aggregate, int state);
/* Adds a part and returns it; its id is 1 + its place. */
struct part *stage_part(struct stage *, enum lifecycle_id, int state, const char *kind);
/* Leaves one part of the track, in that state (0: none). Visits keep an earlier, failed one of the same
 * technician.
 */
struct part *stage_track(struct stage *, enum lifecycle_id, int state);
void stage_drop(struct stage *, enum lifecycle_id);
/* The site's region uses the division's book (Chengdu). */
void stage_division_book(struct stage *);

/* Makes facts and arguments right for the action; returns the stage. */
struct stage *prepare(struct stage *, const char *action);
void say(struct stage *, const char *argument, const char *text);
void say_number(struct stage *, const char *argument, int64_t);
void say_window(struct stage *, moment from, moment to);
void unsay(struct stage *, const char *argument);
struct line *say_line(struct stage *, const char *code, int64_t quantity, const char *price);

/* Asks the prepared action. A refusal for one reason alone is written to $TEYUE_GUARD_LOG for
 * tests/tools/mutate_guards.py. */
bool ask(struct stage *, enum person);
bool refused_with(const struct stage *, const char *code);
void expect_allowed(struct stage *, enum person);
/* Refused, for this reason alone. */
void expect_refused(struct stage *, enum person, const char *code);

#define ONE(person) (1u << (person))
/* Everybody asks: those of the mask may, all others hear perm.denied with the clause. */
void expect_only(struct stage *, unsigned people, const char *clause);
/* A test named by the rule it proves. */
#define RULE(name, function)                                                                                 \
    {                                                                                                        \
        name, function, NULL, NULL, NULL                                                                     \
    }

/* What the last decision does. */
int moves_of(const struct stage *, const char *action);
const struct effect_row *effect_of(const struct stage *, enum effect, int nth);
int effects_of(const struct stage *, enum effect);
/* Due moment of the deadline of that kind, MOMENT_NONE if none is set. */
moment deadline_of(const struct stage *, const char *kind);
bool deadline_cleared(const struct stage *, const char *kind);
bool rings_role(const struct stage *, enum role, int64_t place);
bool rings_person(const struct stage *, enum person);
/* The newest part of the track after the decision. */
struct part *part_after(struct stage *, enum lifecycle_id);

/* Makes what was decided the facts, with what the database computes from it, and a minute pass. */
void stage_go_on(struct stage *);
/* prepare, expect_allowed, stage_go_on. */
void play(struct stage *, enum person, const char *action);

#endif
