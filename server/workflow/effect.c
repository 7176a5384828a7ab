/* What a decision writes down: texts, moves, rows for statements, clocks and rings. Called by the lifecycles'
 * effects. */
#include "common/mem.h"
#include "server/workflow/engine.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *const effect_names[] = {
#define EFFECT_NAME(name, columns) #name,
    EFFECTS(EFFECT_NAME)};
static const int effect_counts[] = {
#define EFFECT_COUNT_OF(name, columns) columns,
    EFFECTS(EFFECT_COUNT_OF)};

const char *effect_name(enum effect effect)
{
    return effect_names[effect];
}

int effect_columns(enum effect effect)
{
    return effect_counts[effect];
}

/* Arguments are bounded so that a decision's texts fit; only a very long why-not list may run out of room. */
static const char *text_of(struct decision *d, const char *text, size_t len)
{
    if (d->text_used + len + 1 > DECISION_TEXT_MAX) {
        assert(!d->q->input);
        return "";
    }
    char *out = d->text + d->text_used;
    memcpy(out, text, len);
    out[len] = 0;
    d->text_used += len + 1;
    return out;
}

const char *text_copy(struct decision *d, const char *text)
{
    return text ? text_of(d, text, strlen(text)) : NULL;
}

const char *text_int(struct decision *d, int64_t number)
{
    char text[24];
    return text_of(d, text, (size_t)snprintf(text, sizeof text, "%lld", (long long)number));
}

/* The database reads this as timestamptz: seconds and microseconds since the epoch, exact. */
const char *text_moment(struct decision *d, moment at)
{
    return at == MOMENT_NONE ? NULL : text_int(d, at);
}

void effect_add(struct decision *d, enum effect effect, const char *const *columns, int count)
{
    assert(d->effects < DECISION_EFFECTS_MAX && count == effect_counts[effect]);
    struct effect_row *row = &d->effect[d->effects++];
    row->effect = effect;
    for (int i = 0; i < count; i++)
        row->column[i] = columns[i];
}

int64_t fresh_id(struct decision *d)
{
    assert(d->fresh_used < DECISION_FRESH_MAX);
    int64_t id = d->q->fresh ? d->q->fresh[d->fresh_used] : -1 - d->fresh_used;
    d->fresh_used++;
    return id;
}

void move_add(struct decision *d, struct move move)
{
    assert(d->moves < DECISION_MOVES_MAX && move.row && move.row->from & MASK(move.from));
    move.acting_for = d->acting_for;
    if (!move.data)
        move.data = "{}";
    d->move[d->moves++] = move;
}

static int64_t next_version(struct decision *d)
{
    return ++d->after.version;
}

/* The row of an action for a state of a track; a consequence without a row is a broken table. */
static const struct row *row_for(const char *action, enum lifecycle_id track, int from)
{
    const struct row *row = row_first(action);
    while (row && !(row->track == track && row->from & MASK(from)))
        row = row_next(row);
    assert(row && "an effect names an action that no row allows");
    return row;
}

void decision_goto(struct decision *d, int state)
{
    d->goto_state = state;
}

void state_put(struct decision *d, struct part *part, int to)
{
    if (part) {
        part->state = to;
        part->dirty = true;
    } else {
        d->after.state = to;
    }
}

void consequence(struct decision *d, const char *action, struct part *part, int to)
{
    struct facts *f = &d->after;
    enum lifecycle_id track = part ? part->lifecycle : aggregate_root(f->aggregate);
    int from = part ? part->state : f->state;
    const struct row *row = row_for(action, track, from);
    assert(row->to ? row->to & MASK(to) : to == from);
    move_add(d,
             (struct move){row, f->id, part ? part->id : f->id, next_version(d), track, from, to, NULL, 0});
    state_put(d, part, to);
}

struct part *part_new(struct decision *d, const char *action, enum lifecycle_id track, int state,
                      const char *kind)
{
    struct facts *f = &d->after;
    assert(f->parts < FACT_PARTS_MAX);
    struct part *part = &f->part[f->parts++];
    *part = (struct part){.lifecycle = track,
                          .state = state,
                          .id = fresh_id(d),
                          .from = MOMENT_NONE,
                          .to = MOMENT_NONE,
                          .at = MOMENT_NONE,
                          .fresh = true};
    snprintf(part->kind, sizeof part->kind, "%s", kind ? kind : "");
    move_add(d, (struct move){row_for(action, track, 0), f->id, part->id, next_version(d), track, 0, state,
                              NULL, 0});
    return part;
}

void move_other(struct decision *d, const char *action, struct other other, int to)
{
    const struct row *row = row_for(action, other.root, other.state);
    move_add(d,
             (struct move){row, other.id, other.id, other.version + 1, other.root, other.state, to, NULL, 0});
    const char *columns[] = {lifecycle_name(other.root), text_int(d, other.id),
                             state_of(other.root, to)->name};
    effect_add(d, EFFECT_root_state, columns, 3);
}

int64_t subject_new(struct decision *d, const char *action, enum lifecycle_id root, int state)
{
    int64_t id = fresh_id(d);
    move_add(d, (struct move){row_for(action, root, 0), id, id, 1, root, 0, state, NULL, 0});
    return id;
}

void deadline_set(struct decision *d, int64_t part, const char *kind, moment due)
{
    const char *columns[] = {text_int(d, d->after.id), text_int(d, part), kind, text_moment(d, due)};
    effect_add(d, EFFECT_deadline_new, columns, 4);
}

void deadline_clear(struct decision *d, int64_t part, const char *kind)
{
    const char *columns[] = {text_int(d, d->after.id), part ? text_int(d, part) : NULL, kind};
    effect_add(d, EFFECT_deadline_clear, columns, 3);
}

/* Where a role is held for this subject: a supervisor in the department, an approver in his centre, all
 * others at the site. */
static int64_t ring_place(const struct facts *f, enum role role)
{
    if (role == ROLE_SUP)
        return f->department;
    return role == (enum role)f->approver_role ? f->approver_place : f->site;
}

static void ring(struct decision *d, const char *subject, const char *version, enum role role, int64_t user)
{
    const char *columns[] = {subject, version, user ? NULL : role_name(role),
                             text_int(d, ring_place(&d->after, role)), user ? text_int(d, user) : NULL};
    effect_add(d, EFFECT_ring, columns, 5);
}

void ring_about(struct decision *d, int64_t subject, int64_t version, enum role role)
{
    int64_t cam = role == ROLE_CAM ? d->after.cam : 0;
    ring(d, text_int(d, subject), text_int(d, version), role == ROLE_CAM ? ROLE_PM : role, cam);
}

void ring_role(struct decision *d, enum role role)
{
    ring_about(d, d->after.id, d->after.version, role);
}

void ring_user(struct decision *d, int64_t user)
{
    if (user)
        ring(d, text_int(d, d->after.id), text_int(d, d->after.version), ROLE_NONE, user);
}

/* ---- the rows that keep the facts ---- */

static void emit_part(struct decision *d, struct part *part)
{
    const char *state = state_of(part->lifecycle, part->state)->name;
    const char *live = part_over(part) ? "f" : "t";
    if (part->fresh) {
        const char *columns[] = {text_int(d, part->id),
                                 text_int(d, d->after.id),
                                 lifecycle_name(part->lifecycle),
                                 state,
                                 live,
                                 part->kind,
                                 part->user ? text_int(d, part->user) : NULL,
                                 text_int(d, part->number),
                                 text_moment(d, part->from),
                                 text_moment(d, part->to),
                                 text_moment(d, part->at),
                                 text_int(d, part->flag),
                                 part->note};
        effect_add(d, EFFECT_part_new, columns, 13);
        return;
    }
    const char *columns[] = {text_int(d, part->id),
                             state,
                             live,
                             part->user ? text_int(d, part->user) : NULL,
                             text_int(d, part->number),
                             text_moment(d, part->from),
                             text_moment(d, part->to),
                             text_moment(d, part->at),
                             text_int(d, part->flag),
                             part->note};
    effect_add(d, EFFECT_part_put, columns, 10);
}

static void emit_order(struct decision *d)
{
    const struct facts *f = &d->after;
    const struct state *state = state_of(LIFECYCLE_ORDER, f->state);
    const char *columns[] = {text_int(d, f->id),
                             state->name,
                             state->final ? "f" : "t",
                             f->department ? text_int(d, f->department) : NULL,
                             text_moment(d, f->agreed_from),
                             text_moment(d, f->agreed_to),
                             f->agreed ? "t" : "f",
                             text_int(d, f->quote_rev),
                             text_int(d, f->quote_fen),
                             text_int(d, f->explained_rev),
                             text_int(d, f->consent_rev),
                             text_moment(d, f->consent_at),
                             text_moment(d, f->first_started),
                             text_moment(d, f->signed_at),
                             text_moment(d, f->ended_at),
                             text_int(d, f->extra_rounds),
                             text_int(d, f->copies),
                             f->template ? text_int(d, f->template) : NULL,
                             text_int(d, f->next_rev),
                             text_int(d, f->version)};
    effect_add(d, EFFECT_order_put, columns, 20);
}

void emit_facts(struct decision *d)
{
    struct facts *f = &d->after;
    for (int i = 0; i < f->parts; i++)
        if (f->part[i].fresh || f->part[i].dirty)
            emit_part(d, &f->part[i]);
    if (f->aggregate == AGGREGATE_ORDER) {
        emit_order(d);
    } else if (f->aggregate != AGGREGATE_UNIT && f->state != before(d)->state && before(d)->state) {
        const char *columns[] = {lifecycle_name(aggregate_root(f->aggregate)), text_int(d, f->id),
                                 state_of(aggregate_root(f->aggregate), f->state)->name};
        effect_add(d, EFFECT_root_state, columns, 3);
    }
}
