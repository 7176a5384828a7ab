/* Every action, in every state of its track, in every state of its subject, by everybody: asked of the core
 * with facts and arguments that satisfy every guard, and held against the table that was written from the
 * standard (tests/data/standard.tsv). Prints the number of cells; each that differs is named. */
#include "common/mem.h"
#include "support_standard.h"

#include <stdio.h>
#include <string.h>

#define DIFFERENCES_SHOWN 60

static long cells, differences;

struct cell {
    const struct row *row; /* of the core */
    int state, root;
    enum person person;
    bool division_book;
};

__attribute__((format(printf, 2, 3))) static void differs(const struct cell *c, const char *format, ...)
{
    char what[256];
    va_list list;
    if (++differences > DIFFERENCES_SHOWN)
        return;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    enum aggregate aggregate = lifecycle_of(c->row->track)->aggregate;
    print_error("%s, %s %s, %s %s, by %s: %s\n", c->row->action, lifecycle_name(c->row->track),
                state_of(c->row->track, c->state)->name, aggregate_name(aggregate),
                state_of(aggregate_root(aggregate), c->root)->name, person_name(c->person), what);
}

static bool is_root(const struct row *row)
{
    return row->track == aggregate_root(lifecycle_of(row->track)->aggregate);
}

/* ---- the standard's answer ---- */

/* The row of the standard that lets this action happen here, whoever asks; NULL: it is not its state. */
static const struct standard_row *standard_here(const struct cell *c)
{
    const struct standard_row *rows;
    int count = standard_read(&rows);
    for (int i = 0; i < count; i++)
        if (strcmp(rows[i].action, c->row->action) == 0 && rows[i].by != BY_FOLLOWING &&
            rows[i].by != BY_ALSO && standard_fits(&rows[i], c->state, c->root))
            return &rows[i];
    return NULL;
}

static bool standard_knows(const char *action)
{
    const struct standard_row *rows;
    int count = standard_read(&rows);
    for (int i = 0; i < count; i++)
        if (strcmp(rows[i].action, action) == 0)
            return true;
    return false;
}

/* Whether anybody at all may ask it, anywhere. */
static bool standard_asks(const char *action)
{
    const struct standard_row *rows;
    int count = standard_read(&rows);
    for (int i = 0; i < count; i++)
        if (strcmp(rows[i].action, action) == 0 && rows[i].by != BY_FOLLOWING && rows[i].by != BY_ALSO)
            return true;
    return false;
}

/* ---- comparing ---- */

static bool refused_for_state(const struct stage *s)
{
    return refused_with(s, "state.wrong") || refused_with(s, "rule.not_dispatched") ||
           refused_with(s, "rule.with_manager") || refused_with(s, "rule.undecided");
}

/* R5.3.2-9 and R5.6.3-1 have words of their own for the wrong state. */
static void compare_words(const struct cell *c, const struct stage *s)
{
    bool work = c->row->track == LIFECYCLE_VISIT || c->row->track == LIFECYCLE_ROUND ||
                c->row->track == LIFECYCLE_CHECKLIST;
    bool before = c->root == ORDER_DRAFT || c->root == ORDER_READY;
    if (work && before && !refused_with(s, "rule.not_dispatched"))
        differs(c, "R5.3.2-9 has its own refusal, not %s",
                s->decision.refusal[s->decision.refusals - 1].code);
    bool held = c->row->track == LIFECYCLE_VISIT || c->row->track == LIFECYCLE_ROUND;
    if (held && c->root == ORDER_ESCALATED && !refused_with(s, "rule.with_manager"))
        differs(c, "R5.6.3-1 has its own refusal, not %s",
                s->decision.refusal[s->decision.refusals - 1].code);
}

static void compare_clauses(const struct cell *c, const struct stage *s)
{
    for (int i = 0; i < s->decision.refusals; i++)
        if (!s->decision.refusal[i].clause || !*s->decision.refusal[i].clause ||
            !*s->decision.refusal[i].text.zh || !*s->decision.refusal[i].text.en)
            differs(c, "refusal %s lacks its clause or its words", s->decision.refusal[i].code);
}

static void compare_result(const struct cell *c, const struct stage *s, const struct standard_row *row)
{
    const struct move *first = &s->decision.move[0];
    int root = s->decision.after.state;
    if (s->decision.moves < 1 || strcmp(first->row->action, c->row->action) != 0) {
        differs(c, "its own move is not the first event");
        return;
    }
    if (!(row->to & MASK(first->to)) && !(row->stays && first->to == c->state))
        differs(c, "it becomes %s", state_of(row->track, first->to)->name);
    bool fits = standard_root(row) ? root == first->to
                                   : row->root & MASK(root) || (row->root_stays && root == c->root);
    if (!fits)
        differs(c, "the subject becomes %s", state_of(aggregate_root(row->aggregate), root)->name);
    if (strcmp(first->row->clause, row->clause) != 0)
        differs(c, "clause %s, by the standard %s", first->row->clause, row->clause);
}

static void compare(const struct cell *c, const struct stage *s)
{
    const struct standard_row *row = standard_here(c);
    bool lets = row && standard_lets(row, s, c->person);
    const char *said = s->decision.refusals ? s->decision.refusal[0].code : "nothing";
    cells++;
    compare_clauses(c, s);
    if (lets && !s->allowed)
        differs(c, "the standard allows it, the core says %s", said);
    else if (lets)
        compare_result(c, s, row);
    else if (s->allowed)
        differs(c, "the core allows it, the standard does not");
    else if (row && !refused_with(s, "perm.denied"))
        differs(c, "not his to do, but the core says %s", said);
    else if (!row && standard_asks(c->row->action) && !refused_for_state(s))
        differs(c, "not now, but the core says %s", said);
    else if (!row && standard_asks(c->row->action))
        compare_words(c, s);
    else if (!standard_asks(c->row->action) && !refused_with(s, "perm.denied"))
        differs(c, "nobody asks a consequence, but the core says %s", said);
}

/* ---- visiting ---- */

/* The region appoints a deputy for the manager, the manager for the others. */
static void appoint_for_manager(struct stage *s)
{
    say(s, "role", "pm");
    s->facts.pick_roles = INT64_C(1) << ROLE_PM;
}

static struct stage *stage_of(const struct cell *c)
{
    enum aggregate aggregate = lifecycle_of(c->row->track)->aggregate;
    struct stage *s = aggregate == AGGREGATE_ORDER ? stage_order(c->root) : stage_subject(aggregate, c->root);
    if (!is_root(c->row))
        stage_track(s, c->row->track, c->state);
    if (c->division_book)
        stage_division_book(s);
    prepare(s, c->row->action);
    if (!is_root(c->row) && c->state)
        facts_last(&s->facts, c->row->track)->state = c->state;
    if (c->person == TAR && strcmp(c->row->action, "deputy.appoint") == 0)
        appoint_for_manager(s);
    return s;
}

static void visit(struct cell *c)
{
    for (int book = 0; book < 2; book++)
        for (int p = 0; p < PEOPLE; p++) {
            c->division_book = book;
            c->person = (enum person)p;
            struct stage *s = stage_of(c);
            ask(s, c->person);
            compare(c, s);
        }
}

static int states_count(enum lifecycle_id id)
{
    int count = 1;
    while (state_of(id, count))
        count++;
    return count;
}

/* A row that makes a part looks at no part that is there, so it has one state: none yet. What is not there
 * has no parts. */
static void visit_row(const struct row *row)
{
    enum lifecycle_id root = aggregate_root(lifecycle_of(row->track)->aggregate);
    int states = row->from & MASK(0) ? 1 : states_count(row->track);
    for (int r = 0; r < states_count(root); r++) {
        for (int t = 0; t < (is_root(row) || r == 0 ? 1 : states); t++) {
            struct cell c = {row, is_root(row) ? r : t, r, CAM, false};
            visit(&c);
        }
    }
}

static void every_cell(void **state)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    (void)state;
    for (int i = 0; i < count; i++)
        if (rows[i] == row_first(rows[i]->action))
            visit_row(rows[i]);
    print_message("%ld cells of action, state, state of the subject and person\n", cells);
    if (differences)
        fail_msg("%ld cells differ from tests/data/standard.tsv", differences);
    assert_true(cells > 10000);
}

/* ---- both tables know the same ---- */

static unsigned known_states(enum lifecycle_id id, unsigned mask)
{
    unsigned all = 0;
    for (int s = 0; s < states_count(id); s++)
        all |= MASK(s);
    return mask & all;
}

static void core_knows_no_more(void **state)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    (void)state;
    for (int i = 0; i < count; i++)
        if (!standard_knows(rows[i]->action))
            fail_msg("%s is not in standard.tsv", rows[i]->action);
}

static void standard_knows_no_more(void **state)
{
    const struct standard_row *rows;
    int count = standard_read(&rows);
    (void)state;
    for (int i = 0; i < count; i++)
        if (!row_first(rows[i].action))
            fail_msg("the core has no %s", rows[i].action);
}

/* From states, to states: what the two tables say of each action, taken together. */
static void same_states(void **state)
{
    const struct standard_row *rows;
    int count = standard_read(&rows);
    (void)state;
    for (int i = 0; i < count; i++) {
        unsigned from = 0, to = 0, core_from = 0, core_to = 0;
        enum lifecycle_id track = rows[i].track;
        for (int k = 0; k < count; k++)
            if (strcmp(rows[k].action, rows[i].action) == 0) {
                from |= known_states(track, rows[k].from);
                to |= rows[k].to;
            }
        for (const struct row *row = row_first(rows[i].action); row; row = row_next(row)) {
            core_from |= known_states(track, row->from);
            core_to |= row->to;
        }
        if (from != core_from || to != core_to)
            fail_msg("%s: states %#x to %#x, by the standard %#x to %#x", rows[i].action, core_from, core_to,
                     from, to);
    }
}

/* R4.1.1-1: from acceptance of the request to the close there is no state without a named responsible role.
 */
static void no_state_without_owner(void **state)
{
    (void)state;
    for (int id = 1; id < LIFECYCLE_COUNT; id++)
        for (int s = 1; s < states_count((enum lifecycle_id)id); s++)
            if (state_of((enum lifecycle_id)id, s)->owner == ROLE_NONE ||
                state_of((enum lifecycle_id)id, s)->owner == ROLE_SYSTEM)
                fail_msg("%s %s: nobody answers for it", lifecycle_name((enum lifecycle_id)id),
                         state_of((enum lifecycle_id)id, s)->name);
}

/* Every refusal carries its clause and the unmet condition, in both languages; every guard its rule. */
static void every_guard_speaks(void **state)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    (void)state;
    for (int i = 0; i < count; i++) {
        assert_true(rows[i]->who && *rows[i]->clause && *rows[i]->label.zh && *rows[i]->label.en);
        for (int g = 0; rows[i]->guards[g]; g++) {
            const struct guard *guard = rows[i]->guards[g];
            if (!*guard->code || !*guard->clause || !*guard->rule || !*guard->missing.zh ||
                !*guard->missing.en)
                fail_msg("%s: a guard without code, clause, rule or words", rows[i]->action);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(core_knows_no_more),
        cmocka_unit_test(standard_knows_no_more),
        cmocka_unit_test(same_states),
        {"R4.1.1-1 no state without an owner", no_state_without_owner, NULL, NULL, NULL},
        cmocka_unit_test(every_guard_speaks),
        {"every action x state x order state x person", every_cell, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
