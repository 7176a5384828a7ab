/* The engine: one way for every lifecycle. Rules stand in the tables it reads, never here. */
#include "server/workflow/decide.h"

#include "common/mem.h"
#include "server/workflow/closing.h"

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

const struct facts *before(const struct decision *d)
{
    return d->q->facts;
}

/* ---- choosing the row and the part ---- */

static bool is_root(const struct facts *facts, const struct row *row)
{
    return row->track == aggregate_root(facts->aggregate);
}

static bool when_fits(const struct row *row, const struct facts *facts)
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
    if (!when_fits(row, f))
        return false;
    if (is_root(f, row))
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

/* ---- refusals ---- */

static void refuse_with(struct decision *d, struct refusal refusal)
{
    if (d->refusals < DECISION_REFUSALS_MAX)
        d->refusal[d->refusals++] = refusal;
}

void refuse(struct decision *d, const struct guard *guard)
{
    refuse_with(d, (struct refusal){guard->code, guard->clause, guard->missing, guard->lifted_by});
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

static struct label joined(struct decision *d, const char *zh, const char *en)
{
    return (struct label){text_copy(d, zh), text_copy(d, en)};
}

/* "本单专属客户经理(王芳)或项目经理" */
static struct label who_label(struct decision *d, unsigned who)
{
    char zh[512] = "", en[512] = "";
    size_t z = 0, e = 0;
    const struct facts *f = before(d);
    for (int bit = 0; bit < RELATIONS; bit++) {
        if (!(who & (1u << bit)))
            continue;
        struct label label = relation_label((enum relation)(1u << bit));
        const char *name = bit == 0 ? f->cam_name : bit == 1 ? f->sup_name : bit == 4 ? f->pm_name : "";
        if (bit == 2)
            name = f->tec_name;
        z += (size_t)snprintf(zh + z, sizeof zh - z, *name ? "%s%s(%s)" : "%s%s%s", z ? "或" : "", label.zh,
                              name);
        e += (size_t)snprintf(en + e, sizeof en - e, *name ? "%s%s (%s)" : "%s%s%s", e ? " or " : "",
                              label.en, name);
    }
    return joined(d, zh, en);
}

static void refuse_person(struct decision *d, const struct row *row)
{
    char zh[640], en[640];
    struct label who = who_label(d, row->who);
    snprintf(zh, sizeof zh, "只有%s可以%s", who.zh, row->label.zh);
    snprintf(en, sizeof en, "Only %s may: %s", who.en, row->label.en);
    refuse_with(d, (struct refusal){"perm.denied", row->clause, joined(d, zh, en), row->who});
}

/* R5.3.2-9, R5.3.2-10: before the account manager's dispatch nothing of the work exists, and that is why. */
static bool not_dispatched(const struct facts *f, const struct row *row)
{
    bool undispatched = f->aggregate == AGGREGATE_ORDER && f->state <= ORDER_READY;
    return undispatched && (row->track == LIFECYCLE_VISIT || row->track == LIFECYCLE_ROUND ||
                            row->track == LIFECYCLE_CHECKLIST || row->track == LIFECYCLE_TIME);
}

/* R5.6.3-1: after the second refusal it is the manager's, and that is why nothing else goes on. */
static bool with_manager(const struct facts *f, const struct row *row)
{
    return f->aggregate == AGGREGATE_ORDER && f->state == ORDER_ESCALATED &&
           (row->track == LIFECYCLE_VISIT || row->track == LIFECYCLE_ROUND || row->track == LIFECYCLE_TIME);
}

static const char *names_of(enum lifecycle_id id, unsigned mask, enum lang lang, char *out, size_t size)
{
    size_t n = 0;
    *out = 0;
    for (int s = 1; state_of(id, s); s++)
        if (mask & MASK(s) && n < size)
            n += (size_t)snprintf(out + n, size - n, "%s%s", n ? (lang == LANG_ZH ? "、" : ", ") : "",
                                  label_in(state_of(id, s)->label, lang));
    return out;
}

static unsigned owner_relation(enum role role)
{
    switch (role) {
    case ROLE_CAM:
        return BY_CAM;
    case ROLE_SUP:
        return BY_SUP;
    case ROLE_TEC:
        return BY_TEC;
    case ROLE_PM:
        return BY_PM;
    case ROLE_TAR:
        return BY_APPROVER;
    default:
        return 0;
    }
}

static void refuse_state(struct decision *d, const struct row *row)
{
    struct facts *f = &d->after;
    if (not_dispatched(f, row)) {
        refuse_with(
            d, (struct refusal){"rule.not_dispatched",
                                "5.3.2",
                                {"专属客户经理尚未派工;未由专属客户经理派单,任何人不得提供特约服务",
                                 "The account manager has not dispatched it; without that nobody may serve"},
                                BY_CAM});
        return;
    }
    if (with_manager(f, row)) {
        refuse_with(d, (struct refusal){"rule.with_manager",
                                        "5.6.3",
                                        {"已报项目经理,须由项目经理先作出处理决定",
                                         "It lies with the project manager, who must decide first"},
                                        BY_PM});
        return;
    }
    bool root = is_root(f, row) || !when_fits(row, f);
    const struct part *last = root ? NULL : facts_last(f, row->track);
    enum lifecycle_id id = root ? aggregate_root(f->aggregate) : row->track;
    unsigned mask = is_root(f, row) ? row->from : root ? row->when : row->from;
    const struct state *now = state_of(id, root ? f->state : last ? last->state : 0);
    char zh[640], en[640], names[400];
    snprintf(zh, sizeof zh, "现在是「%s」;「%s」只能在「%s」时进行", now->label.zh, row->label.zh,
             names_of(id, mask, LANG_ZH, names, sizeof names));
    snprintf(en, sizeof en, "It is \"%s\" now; \"%s\" needs: %s", now->label.en, row->label.en,
             names_of(id, mask, LANG_EN, names, sizeof names));
    refuse_with(d,
                (struct refusal){"state.wrong", row->clause, joined(d, zh, en), owner_relation(now->owner)});
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

/* ---- effects ---- */

void effect_add(struct decision *d, enum effect effect, const char *const *columns, int count)
{
    assert(d->effects < DECISION_EFFECTS_MAX && count == effect_counts[effect]);
    struct effect_row *row = &d->effect[d->effects++];
    row->effect = effect;
    for (int i = 0; i < count; i++)
        row->column[i] = columns[i];
}

static int64_t fresh_id(struct decision *d)
{
    assert(d->fresh_used < DECISION_FRESH_MAX);
    int64_t id = d->q->fresh ? d->q->fresh[d->fresh_used] : -1 - d->fresh_used;
    d->fresh_used++;
    return id;
}

static void move_add(struct decision *d, struct move move)
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

static void set_state(struct decision *d, struct part *part, int to)
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
    assert(to == from || row->to & MASK(to));
    move_add(d,
             (struct move){row, f->id, part ? part->id : f->id, next_version(d), track, from, to, NULL, 0});
    set_state(d, part, to);
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

void move_other(struct decision *d, const char *action, enum lifecycle_id root, int64_t subject,
                int64_t version, int from, int to)
{
    const struct row *row = row_for(action, root, from);
    move_add(d, (struct move){row, subject, subject, version, root, from, to, NULL, 0});
    const char *columns[] = {lifecycle_name(root), text_int(d, subject), state_of(root, to)->name};
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

static void ring(struct decision *d, const char *role, int64_t user)
{
    const struct facts *f = &d->after;
    int64_t place = f->site;
    if (role && strcmp(role, role_name(ROLE_SUP)) == 0)
        place = f->department;
    if (role && f->approver_role && strcmp(role, role_name((enum role)f->approver_role)) == 0)
        place = f->approver_place;
    const char *columns[] = {text_int(d, f->id), text_int(d, f->version), role, text_int(d, place),
                             user ? text_int(d, user) : NULL};
    effect_add(d, EFFECT_ring, columns, 5);
}

void ring_role(struct decision *d, enum role role)
{
    if (role == ROLE_CAM && d->after.cam)
        ring(d, NULL, d->after.cam);
    else
        ring(d, role_name(role == ROLE_CAM ? ROLE_PM : role), 0);
}

void ring_user(struct decision *d, int64_t user)
{
    if (user)
        ring(d, NULL, user);
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

static void emit_facts(struct decision *d)
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
    bool root = is_root(f, row);
    int from = root ? f->state : d->part ? d->part->state : 0;
    if (root && !from)
        f->id = f->id ? f->id : fresh_id(d);
    if (!root && !d->part) {
        d->part = part_new(d, row->action, row->track, __builtin_ctz(row->to), NULL);
        d->move[d->moves - 1].data = data;
        return;
    }
    int to = row->to ? only_state(row->to) : from;
    move_add(d, (struct move){row, f->id, root ? f->id : d->part->id, next_version(d), row->track, from, to,
                              data, 0});
    if (to)
        set_state(d, root ? NULL : d->part, to);
}

/* Where a row leaves the target open, the effect has named it. */
static void settle_goto(struct decision *d)
{
    if (!d->goto_state)
        return;
    assert(d->row->to & MASK(d->goto_state));
    d->move[0].to = d->goto_state;
    set_state(d, is_root(&d->after, d->row) ? NULL : d->part, d->goto_state);
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

static void judge(struct decision *d)
{
    if (!(d->relations & d->row->who))
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
    d->relations = relations_of(q->actor, q->facts, d->part, row->who, q->now, &d->acting_for);
    if (!d->row) {
        if (!(d->relations & row->who))
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
    d->relations = relations_of(q->actor, q->facts, d->part, q->row->who, q->now, &d->acting_for);
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
    if (max < 1 || row->hidden || !when_fits(row, f))
        return 0;
    if (is_root(f, row) || row->from & MASK(0)) {
        if (is_root(f, row) && !(row->from & MASK(f->state)))
            return 0;
        offer_one(d, q, NULL, out);
        return 1;
    }
    for (int i = 0; i < f->parts && n < max; i++)
        if (part_fits(row, &f->part[i]))
            offer_one(d, q, &f->part[i], &out[n++]);
    return n;
}

int offers(const struct actor *actor, const struct facts *facts, moment now, struct decision *scratch,
           struct offer *out, int max)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX), n = 0;
    scratch->text_used = 0;
    for (int i = 0; i < count && n < max; i++) {
        if (lifecycle_of(rows[i]->track)->aggregate != facts->aggregate)
            continue;
        struct question q = {rows[i], actor, facts, NULL, now, NULL};
        n += offer_row(scratch, &q, out + n, max - n);
    }
    return n;
}
