/* What the core knows when it decides: a snapshot of one subject, filled by server/db from one query.
 *
 * A subject is an aggregate with one event log: an order with all its tracks, a relay, a deputy, an incident,
 * a unit. Its root's state is facts.state; every track beside it (a visit, a round, a case, …) is a part. The
 * columns of db/sql/snapshot/<aggregate>.sql carry the names below; a fact without a column stays 0 / none /
 * "". Ids are the database's bigints, 0 is none. Moments are microseconds UTC, MOMENT_NONE is none. */
#ifndef TEYUE_WORKFLOW_FACTS_H
#define TEYUE_WORKFLOW_FACTS_H

#include "common/moment.h"
#include "server/workflow/states.h"

#include <stdint.h>

enum aggregate {
    AGGREGATE_ORDER,
    AGGREGATE_RELAY,
    AGGREGATE_DEPUTY,
    AGGREGATE_INCIDENT,
    AGGREGATE_UNIT,
    AGGREGATE_COUNT
};

#define FACT_NAME_MAX 96 /* bytes of a name fact, NUL included; longer ones are cut at a character */
#define FACT_PARTS_MAX 96
#define FACT_ITEMS_MAX 48
#define FACT_CODE_MAX 32

/* I: integer, id, count, fen or flag · T: moment · N: a short text for messages and comparisons */
#define FACTS(I, T, N)                                                                                       \
    /* the subject */                                                                                        \
    I(id)                                                                                                    \
    I(version) /* of its last event, 0 before the first */                                                   \
    I(site)                                                                                                  \
    I(region)                                                                                                \
    I(division)                                                                                              \
    N(zone) /* the site's time zone */                                                                       \
    N(head) /* hash of its last event, hex */                                                                \
    I(unit)                                                                                                  \
    I(unit_site) /* site the unit is registered under */                                                     \
    N(unit_code)                                                                                             \
    /* people, now: ids and names for messages */                                                            \
    I(cam)                                                                                                   \
    I(pm)                                                                                                    \
    N(cam_name)                                                                                              \
    N(sup_name)                                                                                              \
    N(tec_name)                                                                                              \
    N(pm_name)                                                                                               \
    I(approver_role)  /* enum role */                                                                        \
    I(approver_place) /* place at which it is held */                                                        \
    /* the order */                                                                                          \
    N(no)      /* form number, "" before consent */                                                          \
    N(contact) /* who asked, and how he is related to the unit: what forms start with */                     \
    N(relation)                                                                                              \
    N(class_code)                                                                                            \
    I(class_active)                                                                                          \
    I(class_counter) /* settled at the counter: no dispatch, no visit */                                     \
    I(department)    /* dispatched to; 0 before */                                                           \
    T(wanted_from)                                                                                           \
    T(wanted_to)                                                                                             \
    I(any_time)                                                                                              \
    T(agreed_from)                                                                                           \
    T(agreed_to)                                                                                             \
    I(agreed)    /* a window stands: the customer's own or an agreed change */                               \
    I(quote_rev) /* latest revision that was not taken back, 0 before the first */                           \
    T(quoted_at)                                                                                             \
    I(quote_lines)                                                                                           \
    I(quote_off_book) /* lines of the latest revision whose price is not the book's and not approved now */  \
    I(quote_fen)                                                                                             \
    I(consent_fen)                                                                                           \
    I(explained_rev)                                                                                         \
    I(consent_rev)                                                                                           \
    T(consent_at)                                                                                            \
    I(next_rev)       /* number of the next quote revision */                                                \
    T(first_started)  /* first time work was started; none before */                                         \
    T(signed_at)      /* of the last acceptance */                                                           \
    T(ended_at)       /* when it reached a final state */                                                    \
    I(extra_rounds)   /* rework rounds a manager granted beyond the parameter */                             \
    I(charge_lines)   /* charge lines that exist */                                                          \
    I(copies)         /* prints of the form */                                                               \
    I(template)       /* checklist template: frozen at dispatch, 0 before */                                 \
    I(class_template) /* the class's latest checklist template */                                            \
    /* what the request points at (its pick= and extra arguments) */                                         \
    I(pick) /* id of the picked thing, 0 if it does not exist */                                             \
    N(pick_name)                                                                                             \
    I(pick_site)                                                                                             \
    I(pick_does_class) /* picked department can do the order's class */                                      \
    I(pick_is_department)                                                                                    \
    I(pick_is_tec)     /* picked person is a technician of the order's department */                         \
    I(pick_roles)      /* bits 1 << enum role: what the picked person is at the site or its departments */   \
    I(pick_department) /* the picked person's department, 0 if none */                                       \
    I(pick_works_here) /* picked person has any role at the site */                                          \
    I(pick2)                                                                                                 \
    I(pick2_works_here)                                                                                      \
    I(deadline_open) /* the deadline a reminder fires is still open */                                       \
    /* the relay an order is made from, or the relay itself */                                               \
    I(relay)                                                                                                 \
    I(relay_state) /* enum relay_state */                                                                    \
    I(relay_version)                                                                                         \
    N(relay_head)                                                                                            \
    I(relay_unit)                                                                                            \
    /* the deputy */                                                                                         \
    I(deputy_role)                                                                                           \
    /* the actor, as far as the database must say */                                                         \
    I(actor_stop_cards) /* stop cards the actor has not acknowledged */                                      \
    /* parameters of the site (sop.md part 3) */                                                             \
    I(p_relay_ring_minutes)                                                                                  \
    I(p_sup_ack_minutes)                                                                                     \
    I(p_time_agree_days_max)                                                                                 \
    I(p_e1_due_minutes)                                                                                      \
    I(p_entry_due_hours)                                                                                     \
    I(p_block_dispatch_until_e1)                                                                             \
    I(p_offcat_reply_hours)                                                                                  \
    I(p_quote_valid_days)                                                                                    \
    I(p_consent_valid_days)                                                                                  \
    I(p_rework_rounds_before_pm)                                                                             \
    I(p_rework_due_hours)                                                                                    \
    I(p_case_first_action_hours)                                                                             \
    I(p_form_return_hours)                                                                                   \
    I(p_followup_hours)                                                                                      \
    I(p_followup_warn1_hours)                                                                                \
    I(p_followup_warn2_hours)                                                                                \
    I(p_late_entry_flag_hours)                                                                               \
    I(p_claim_after_close_days)

#define FACT_DECLARE_I(name) int64_t name;
#define FACT_DECLARE_T(name) moment name;
#define FACT_DECLARE_N(name) char name[FACT_NAME_MAX];

/* One track beside the root. What user, number and the moments mean per lifecycle:
 *   visit      user technician · number minutes late (early: negative) · from/to planned window · at finished
 * · flag open "wish differs" · kind "overlap" if deliberate round      number round no (1…) · at finished
 *   time       from/to window
 *   price      user who asked · number fen · to valid until · kind offcat, deviation, relief
 *   case       kind refused_twice, unsigned, followup, other · at last act · number 1 once a contact was
 * recorded claim      user who reported · number settled fen form       number copy no entry      kind e1 …
 * e4 · to due followup   from signing · to due · number attempts checklist  number round it belongs to */
struct part {
    enum lifecycle_id lifecycle;
    int state;
    int64_t id;
    char kind[16];
    int64_t user, number;
    moment from, to, at;
    int64_t flag;
    /* set by the core, not loaded */
    const char *note; /* short text for lists; NULL keeps what is stored */
    bool fresh, dirty;
};

struct checklist_item {
    char code[FACT_CODE_MAX];
    bool answered;
};

struct facts {
    enum aggregate aggregate;
    int state; /* of the root: order_state, relay_state, … by aggregate */
    FACTS(FACT_DECLARE_I, FACT_DECLARE_T, FACT_DECLARE_N)
    struct part part[FACT_PARTS_MAX]; /* oldest first */
    int parts;
    struct checklist_item item[FACT_ITEMS_MAX]; /* of the open checklist */
    int items;
};

#undef FACT_DECLARE_I
#undef FACT_DECLARE_T
#undef FACT_DECLARE_N

void facts_init(struct facts *, enum aggregate);
/* Sets the fact of that name from the text the database sent (NULL: none). "state" is the root's state by
 * name, "parts" and "items" are lists (format beside facts_set in facts.c). False: no such fact, or a text
 * that does not fit. */
bool facts_set(struct facts *, const char *name, const char *text);

enum lifecycle_id aggregate_root(enum aggregate);
const char *aggregate_name(enum aggregate);

/* The newest part of a lifecycle in any state, or NULL. */
struct part *facts_last(struct facts *, enum lifecycle_id);
/* The newest part of a lifecycle that is not final, or NULL. */
struct part *facts_live(struct facts *, enum lifecycle_id);
struct part *facts_part(struct facts *, int64_t id);
/* A part that holds nothing and nobody up any more: final, or a visit whose stop card is out. */
bool part_over(const struct part *);
int facts_count(const struct facts *, enum lifecycle_id, int state);
int facts_count_live(const struct facts *, enum lifecycle_id);

#endif
