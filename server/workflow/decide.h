/* decide(): facts, actor, action and arguments in; refusals or effects out. Pure: no clock, no I/O, no
 * allocation that outlives the call (the decision owns its text). The one place where rules are kept. */
#ifndef TEYUE_WORKFLOW_DECIDE_H
#define TEYUE_WORKFLOW_DECIDE_H

#include "server/workflow/effects.h"
#include "server/workflow/machine.h"

#define DECISION_REFUSALS_MAX 12
#define DECISION_MOVES_MAX 24
#define DECISION_EFFECTS_MAX 160
#define DECISION_TEXT_MAX                                                                                    \
    65536 /* bytes of all texts a decision makes; arguments are bounded so that it suffices */
#define DECISION_FRESH_MAX 24 /* new ids one decision can use */

struct refusal {
    const char *code, *clause;
    struct label text;
    unsigned lifted_by;
};

/* One transition of one track; each becomes an event with the subject's next version. */
struct move {
    const struct row *row;
    int64_t subject, part;
    int64_t version;
    enum lifecycle_id track;
    int from, to;
    const char *data;   /* JSON object */
    int64_t acting_for; /* principal when the actor is a deputy, else 0 */
};

/* One row for a set-based statement: column texts, NULL is SQL NULL. */
struct effect_row {
    enum effect effect;
    const char *column[EFFECT_COLUMNS_MAX];
};

struct question {
    const struct row *row; /* any row of the action: the engine picks the one that fits the state */
    const struct actor *actor;
    const struct facts *facts;
    const struct input *input; /* NULL: a dry run for the why-not list */
    moment now;
    const int64_t *fresh; /* DECISION_FRESH_MAX unused ids (may be NULL in a dry run) */
};

struct decision {
    const struct question *q;
    const struct row *row;
    struct part *part;  /* the chosen part inside after, NULL if the row is the root's or creates one */
    struct facts after; /* the facts as they will be; guards see them unchanged */
    unsigned relations; /* of the actor */
    int64_t acting_for;
    int goto_state;
    struct refusal refusal[DECISION_REFUSALS_MAX];
    int refusals;
    struct move move[DECISION_MOVES_MAX];
    int moves;
    struct effect_row effect[DECISION_EFFECTS_MAX];
    int effects;
    int fresh_used;
    char text[DECISION_TEXT_MAX];
    size_t text_used;
};

/* True: moves and effects hold what to do. False: refusals say why not (at least one). */
bool decide(const struct question *, struct decision *);

/* The rows offered for the why-not list: every row whose from/when fits the facts, one call per row and part.
 * Returns the number of entries (at most max); their texts live in scratch until its next use. */
struct offer {
    const struct row *row;
    int64_t part; /* 0: none */
    bool allowed;
    struct refusal refusal[DECISION_REFUSALS_MAX];
    int refusals;
};
#define OFFERS_MAX 96
/* q without row and input. */
int offers(const struct question *q, struct decision *scratch, struct offer *out, int max);

/* Relations of an actor to the subject. If none of `who` is his own, a deputy's window may lend one of them:
 * then *acting_for is the person he acts for, else 0. */
unsigned relations_of(const struct question *, const struct part *, unsigned who, int64_t *acting_for);
struct label relation_label(enum relation);

/* ---- for the lifecycles' guards and effects ---- */

const struct value *arg_of(const struct decision *,
                           const char *name); /* never NULL; .given false if not there */
bool arg_is(const struct decision *, const char *name, const char *text);
const struct facts *before(const struct decision *);

void decision_goto(struct decision *, int state);
/* Moves another track (or the root) as a consequence: the row of that action must exist and fit. */
void consequence(struct decision *, const char *action, struct part *, int to);
/* A new part; returned inside after, in `state` already; the move is recorded under `action`. */
struct part *part_new(struct decision *, const char *action, enum lifecycle_id, int state, const char *kind);
/* A new subject of another aggregate (a relay made on site): returns its id. */
int64_t subject_new(struct decision *, const char *action, enum lifecycle_id, int state);
/* A move of another subject's root, known by the state and version the facts carry (a relay that becomes an
 * order). */
struct other {
    enum lifecycle_id root;
    int64_t id, version;
    int state;
};
void move_other(struct decision *, const char *action, struct other, int to);
void refuse(struct decision *, const struct guard *);
/* Appends a row for a statement; columns are copied. */
void effect_add(struct decision *, enum effect, const char *const *columns, int count);
/* Texts that live as long as the decision. */
const char *text_int(struct decision *, int64_t);
const char *text_moment(struct decision *, moment); /* for timestamptz; NULL for none */
const char *text_copy(struct decision *, const char *);

void deadline_set(struct decision *, int64_t part, const char *kind, moment due);
void deadline_clear(struct decision *, int64_t part, const char *kind);
/* Rings at everybody who holds the role for this subject now, or at one user; their deputies hear it too. A
 * unit without an account manager rings at the project manager. */
void ring_role(struct decision *, enum role);
void ring_user(struct decision *, int64_t user);
/* The same about another subject this decision made. */
void ring_about(struct decision *, int64_t subject, int64_t version, enum role);

#endif
