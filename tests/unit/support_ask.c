/* Asking the core, and reading what it decided. */
#include "support_golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- asking ---- */

/* mutate_guards.py wants to see every guard of every action refuse alone: then the test would fail without
 * it. */
static void note_refusal(const struct stage *s)
{
    const char *path = getenv("TEYUE_GUARD_LOG");
    if (!path || s->allowed || s->decision.refusals != 1)
        return;
    FILE *log = fopen(path, "a");
    assert_non_null(log);
    fprintf(log, "%s %s\n", s->row->action, s->decision.refusal[0].code);
    fclose(log);
}

bool ask(struct stage *s, enum person person)
{
    s->actor = person_actor(person);
    for (int i = 0; i < DECISION_FRESH_MAX; i++)
        s->fresh[i] = s->next_fresh + i;
    struct question q = {s->row, &s->actor, &s->facts, &s->input, s->now, s->fresh};
    s->allowed = decide(&q, &s->decision);
    assert_int_equal(s->allowed, s->decision.refusals == 0);
    note_refusal(s);
    return s->allowed;
}

bool refused_with(const struct stage *s, const char *code)
{
    for (int i = 0; i < s->decision.refusals; i++)
        if (strcmp(s->decision.refusal[i].code, code) == 0)
            return true;
    return false;
}

void expect_allowed(struct stage *s, enum person person)
{
    if (!ask(s, person))
        fail_msg("%s by %s is refused: %s (%s)", s->row->action, person_name(person),
                 s->decision.refusal[0].code, s->decision.refusal[0].text.en);
}

void expect_refused(struct stage *s, enum person person, const char *code)
{
    if (ask(s, person))
        fail_msg("%s by %s is allowed; %s was expected", s->row->action, person_name(person), code);
    for (int i = 0; i < s->decision.refusals; i++)
        if (strcmp(s->decision.refusal[i].code, code) != 0)
            fail_msg("%s by %s: %s where only %s was expected", s->row->action, person_name(person),
                     s->decision.refusal[i].code, code);
    assert_int_equal(s->decision.refusals, 1);
}

void expect_only(struct stage *s, unsigned people, const char *clause)
{
    for (int p = 0; p < PEOPLE; p++) {
        bool may = people & ONE(p);
        if (ask(s, (enum person)p) != may)
            fail_msg("%s by %s is %s", s->row->action, person_name((enum person)p),
                     may ? s->decision.refusal[0].code : "allowed");
        if (may)
            continue;
        assert_string_equal(s->decision.refusal[0].code, "perm.denied");
        assert_string_equal(s->decision.refusal[0].clause, clause);
        assert_int_not_equal(s->decision.refusal[0].lifted_by, 0);
    }
}

/* ---- what was decided ---- */

int moves_of(const struct stage *s, const char *action)
{
    int count = 0;
    for (int i = 0; i < s->decision.moves; i++)
        count += strcmp(s->decision.move[i].row->action, action) == 0;
    return count;
}

const struct effect_row *effect_of(const struct stage *s, enum effect effect, int nth)
{
    for (int i = 0; i < s->decision.effects; i++)
        if (s->decision.effect[i].effect == effect && nth-- == 0)
            return &s->decision.effect[i];
    return NULL;
}

int effects_of(const struct stage *s, enum effect effect)
{
    int count = 0;
    while (effect_of(s, effect, count))
        count++;
    return count;
}

moment deadline_of(const struct stage *s, const char *kind)
{
    const struct effect_row *row;
    for (int i = 0; (row = effect_of(s, EFFECT_deadline_new, i)); i++)
        if (strcmp(row->column[2], kind) == 0)
            return strtoll(row->column[3], NULL, 10);
    return MOMENT_NONE;
}

/* A NULL kind clears every deadline of the part, or of the subject. */
bool deadline_cleared(const struct stage *s, const char *kind)
{
    const struct effect_row *row;
    for (int i = 0; (row = effect_of(s, EFFECT_deadline_clear, i)); i++)
        if (!row->column[2] || strcmp(row->column[2], kind) == 0)
            return true;
    return false;
}

bool rings_role(const struct stage *s, enum role role, int64_t place)
{
    const struct effect_row *row;
    for (int i = 0; (row = effect_of(s, EFFECT_ring, i)); i++)
        if (row->column[2] && strcmp(row->column[2], role_name(role)) == 0 &&
            strtoll(row->column[3], NULL, 10) == place)
            return true;
    return false;
}

bool rings_person(const struct stage *s, enum person person)
{
    const struct effect_row *row;
    for (int i = 0; (row = effect_of(s, EFFECT_ring, i)); i++)
        if (row->column[4] && strtoll(row->column[4], NULL, 10) == ID_OF(person))
            return true;
    return false;
}

struct part *part_after(struct stage *s, enum lifecycle_id track)
{
    return facts_last(&s->decision.after, track);
}

/* ---- going on ---- */

/* Lines of the quote whose price is not the book's wait for an approval (order.sql counts them so). */
static int lines_off_book(const struct stage *s)
{
    const struct effect_row *row;
    int count = 0;
    for (int i = 0; (row = effect_of(s, EFFECT_quote_line, i)); i++)
        count += strcmp(row->column[14], "t") == 0;
    return count;
}

static void copy_checklist(struct facts *f)
{
    f->items = 2;
    for (int i = 0; i < f->items; i++) {
        f->item[i].answered = false;
        snprintf(f->item[i].code, FACT_CODE_MAX, "c%d", i + 1);
    }
}

static void answer_checklist(const struct stage *s, struct facts *f)
{
    const struct effect_row *row;
    for (int i = 0; (row = effect_of(s, EFFECT_checklist_answer, i)); i++)
        for (int k = 0; k < f->items; k++)
            if (strcmp(f->item[k].code, row->column[1]) == 0)
                f->item[k].answered = true;
}

static void compute_quote(const struct stage *s, struct facts *f)
{
    if (effects_of(s, EFFECT_quote_new)) {
        f->quoted_at = s->now;
        f->quote_off_book = lines_off_book(s);
    }
    if (effects_of(s, EFFECT_quote_withdraw))
        f->quote_off_book = 0;
    if (moves_of(s, "order.consent"))
        f->consent_fen = f->quote_fen;
    const struct part *price = facts_last(f, LIFECYCLE_PRICE);
    if (moves_of(s, "price.approve") && price && strcmp(price->kind, "deviation") == 0)
        f->quote_off_book = 0;
}

void stage_go_on(struct stage *s)
{
    struct facts *f = &s->facts;
    assert_true(s->allowed);
    *f = s->decision.after;
    compute_quote(s, f);
    if (effects_of(s, EFFECT_order_number))
        assert_true(facts_set(f, "no", "S1-2026-000002"));
    if (effects_of(s, EFFECT_order_new))
        f->class_template = 3;
    if (effects_of(s, EFFECT_checklist_copy))
        copy_checklist(f);
    answer_checklist(s, f);
    for (int i = 0; i < f->parts; i++) {
        f->part[i].fresh = f->part[i].dirty = false;
        f->part[i].note = NULL;
    }
    s->next_fresh += s->decision.fresh_used;
    s->now += MOMENT_MINUTE;
}

void play(struct stage *s, enum person person, const char *action)
{
    prepare(s, action);
    expect_allowed(s, person);
    stage_go_on(s);
}
