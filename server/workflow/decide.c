/* The engine: one way for every lifecycle. Rules stand in the tables it reads, never here. */
#include "server/workflow/closing.h"
#include "server/workflow/engine.h"

#include <assert.h>
#include <string.h>

const struct facts *before(const struct decision *d)
{
    return d->q->facts;
}

/* ---- choosing the row and the part ---- */

bool row_is_root(const struct facts *facts, const struct row *row)
{
    return row->track == aggregate_root(facts->aggregate);
}

bool row_when_fits(const struct row *row, const struct facts *facts)
{
    return row->when == 0 || row->when & MASK(facts->state);
}

static bool part_fits(const struct row *row, const struct part *part)
{
    return part->lifecycle == row->track && row->from & MASK(part->state) &&
           (!row->choose || row->choose(part));
}

/* The part a row means: the one asked for, else the newest that fits, the actor's own first. */
static struct part *choose_part(const struct row *row, struct facts *facts, int64_t wanted, int64_t actor)
{
    struct part *found = NULL;
    for (int i = facts->parts; i-- > 0;) {
        struct part *part = &facts->part[i];
        if (!part_fits(row, part) || (wanted && part->id != wanted))
            continue;
        if (part->user == actor || !(row->who & BY_PART_USER))
            return part;
        found = found ? found : part;
    }
    return found;
}

static bool row_fits(const struct row *row, struct decision *d, int64_t wanted)
{
    struct facts *f = &d->after;
    d->part = NULL;
    if (lifecycle_of(row->track)->aggregate != f->aggregate || !row_when_fits(row, f))
        return false;
    if (row_is_root(f, row))
        return row->from & MASK(f->state);
    if (row->from & MASK(0))
        return true;
    d->part = choose_part(row, f, wanted, d->q->actor->id);
    return d->part != NULL;
}

static const struct row *choose_row(struct decision *d)
{
    const struct input *input = d->q->input;
    for (const struct row *row = row_first(d->q->row->action); row; row = row_next(row))
        if (row_fits(row, d, input ? input->part : 0))
            return row;
    return NULL;
}

/* ---- arguments ---- */

const struct value *arg_of(const struct decision *d, const char *name)
{
    static const struct value none = {.text = "", .n = 0, .n2 = MOMENT_NONE};
    if (!d->q->input)
        return &none;
    const struct row *row = d->q->input->row;
    for (int i = 0; row->args && row->args[i].name; i++)
        if (strcmp(row->args[i].name, name) == 0)
            return d->q->input->value[i].given ? &d->q->input->value[i] : &none;
    return &none;
}

bool arg_is(const struct decision *d, const char *name, const char *text)
{
    return strcmp(arg_of(d, name)->text, text) == 0;
}

/* ---- deciding ---- */

static int only_state(unsigned mask)
{
    return mask && !(mask & (mask - 1)) ? __builtin_ctz(mask) : 0;
}

/* The move the actor asked for, as the first event. A row that creates a part or the root gets its id here.
 */
static void first_move(struct decision *d)
{
    const struct row *row = d->row;
    struct facts *f = &d->after;
    const char *data = d->q->input && d->q->input->data ? d->q->input->data : "{}";
    bool root = row_is_root(f, row);
    int from = root ? f->state : d->part ? d->part->state : 0;
    if (root && !from)
        f->id = f->id ? f->id : fresh_id(d);
    if (!root && !d->part) {
        d->part = part_new(d, row->action, row->track, __builtin_ctz(row->to), NULL);
        d->move[d->moves - 1].data = data;
        return;
    }
    int to = row->to ? only_state(row->to) : from;
    move_add(d, (struct move){row, f->id, root ? f->id : d->part->id, ++d->after.version, row->track, from,
                              to, data, 0});
    if (to)
        state_put(d, root ? NULL : d->part, to);
}

/* Where a row leaves the target open, the effect has named it. */
static void settle_goto(struct decision *d)
{
    if (!d->goto_state)
        return;
    assert(d->row->to & MASK(d->goto_state));
    d->move[0].to = d->goto_state;
    state_put(d, row_is_root(&d->after, d->row) ? NULL : d->part, d->goto_state);
}

static void apply(struct decision *d)
{
    first_move(d);
    if (d->row->effects)
        d->row->effects(d);
    settle_goto(d);
    closing_follow(d);
    emit_facts(d);
}

/* A consequence is nobody's to ask, not even the system's: its conditions stand in the action it follows
 * from. A reminder is hidden too, but names its deadline. */
static bool may_ask(const struct decision *d, const struct row *row)
{
    bool consequence_only = row->hidden && !row->args;
    return !consequence_only && d->relations & row->who;
}

static void judge(struct decision *d)
{
    if (!may_ask(d, d->row))
        refuse_person(d, d->row);
    for (int i = 0; d->row->guards[i]; i++) {
        const struct guard *guard = d->row->guards[i];
        if (guard->needs_input && !d->q->input)
            continue;
        if (!guard->holds(d))
            refuse(d, guard);
    }
}

static void begin(const struct question *q, struct decision *d)
{
    d->q = q;
    d->row = NULL;
    d->part = NULL;
    d->after = *q->facts;
    d->refusals = d->moves = d->effects = d->fresh_used = d->goto_state = 0;
    d->acting_for = 0;
}

bool decide(const struct question *q, struct decision *d)
{
    begin(q, d);
    d->text_used = 0;
    d->row = choose_row(d);
    const struct row *row = d->row ? d->row : q->row;
    d->relations = relations_of(q, d->part, row->who, &d->acting_for);
    if (!d->row) {
        if (!may_ask(d, row))
            refuse_person(d, row);
        refuse_state(d, row);
        return false;
    }
    judge(d);
    if (d->refusals)
        return false;
    if (q->input)
        apply(d);
    return true;
}

/* ---- the why-not list ---- */

static void offer_one(struct decision *d, const struct question *q, struct part *part, struct offer *out)
{
    begin(q, d);
    d->row = q->row;
    d->part = part ? facts_part(&d->after, part->id) : NULL;
    d->relations = relations_of(q, d->part, q->row->who, &d->acting_for);
    judge(d);
    *out = (struct offer){
        .row = q->row, .part = part ? part->id : 0, .allowed = !d->refusals, .refusals = d->refusals};
    memcpy(out->refusal, d->refusal, sizeof *d->refusal * (size_t)d->refusals);
}

static int offer_row(struct decision *d, const struct question *q, struct offer *out, int max)
{
    struct facts *f = (struct facts *)q->facts;
    const struct row *row = q->row;
    int n = 0;
    if (max < 1 || row->hidden || !row_when_fits(row, f))
        return 0;
    if (row_is_root(f, row) || row->from & MASK(0)) {
        if (row_is_root(f, row) && !(row->from & MASK(f->state)))
            return 0;
        offer_one(d, q, NULL, out);
        return 1;
    }
    for (int i = 0; i < f->parts && n < max; i++)
        if (part_fits(row, &f->part[i]))
            offer_one(d, q, &f->part[i], &out[n++]);
    return n;
}

int offers(const struct question *base, struct decision *scratch, struct offer *out, int max)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX), n = 0;
    scratch->text_used = 0;
    for (int i = 0; i < count && n < max; i++) {
        if (lifecycle_of(rows[i]->track)->aggregate != base->facts->aggregate)
            continue;
        struct question q = {rows[i], base->actor, base->facts, NULL, base->now, NULL};
        n += offer_row(scratch, &q, out + n, max - n);
    }
    return n;
}
