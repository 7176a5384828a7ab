/* A breadth-first walk of the machine over real decisions, from order.create on: every state of an order is
 * reached, none without somebody who can go on, none from which no end can be reached, nothing left running
 * at an end, and every consequence as tests/data/standard.tsv has it. Two situations that differ in nothing
 * an action could ask are one; what is beside the point of a walk is left out of it, so each walk stays
 * small. */
#include "common/buf.h"
#include "common/mem.h"
#include "support_standard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NODES_MAX 60000
#define EDGES_MAX 600000
#define BUCKETS 65536
#define ROWS_SEEN 200

struct node {
    char *key;
    void *facts; /* packed: see keep_facts */
    int depth, from;
    const char *action;
    int state;
    bool ends; /* an end can be reached */
    int next;  /* in its bucket */
};

static struct node node[NODES_MAX];
static int nodes, bucket[BUCKETS];
static struct {
    int from, to;
} edge[EDGES_MAX];
static int edges;
static const struct row *seen[ROWS_SEEN];
static int seen_count;
static bool reached[ORDER_COUNT];
static struct stage *walker;
static bool each_entry; /* this walk makes entries in any order */

/* ---- situations ---- */

/* Only the parts in use are kept: the arrays are long. */
static void *keep_facts(const struct facts *f)
{
    size_t head = offsetof(struct facts, part), parts = sizeof f->part[0] * (size_t)f->parts;
    size_t tail = sizeof *f - offsetof(struct facts, parts);
    char *kept = xmalloc(head + tail + parts);
    memcpy(kept, f, head);
    memcpy(kept + head, &f->parts, tail);
    memcpy(kept + head + tail, f->part, parts);
    return kept;
}

static void load_facts(const void *kept, struct facts *f)
{
    size_t head = offsetof(struct facts, part), tail = sizeof *f - offsetof(struct facts, parts);
    const char *from = kept;
    memcpy(f, from, head);
    memcpy(&f->parts, from + head, tail);
    memcpy(f->part, from + head + tail, sizeof f->part[0] * (size_t)f->parts);
}

static int at_most(int64_t number, int limit)
{
    return number > limit ? limit : (int)number;
}

static int last_state(struct facts *f, enum lifecycle_id track)
{
    const struct part *part = facts_last(f, track);
    return part ? part->state : 0;
}

/* Of several alike one counts: a second stop card of the same person leads nowhere the first does not. */
static bool alike_before(const struct facts *f, int i)
{
    const struct part *p = &f->part[i];
    for (int k = 0; k < i; k++) {
        const struct part *q = &f->part[k];
        bool alike = q->lifecycle == p->lifecycle && q->state == p->state && strcmp(q->kind, p->kind) == 0;
        if (alike && (p->lifecycle != LIFECYCLE_VISIT || q->user == p->user))
            return true;
    }
    return false;
}

static void print_live(struct buf *out, const struct facts *f)
{
    for (int i = 0; i < f->parts; i++) {
        const struct part *p = &f->part[i];
        bool counts = p->lifecycle == LIFECYCLE_CASE || p->lifecycle == LIFECYCLE_CLAIM ||
                      p->lifecycle == LIFECYCLE_PRICE || p->lifecycle == LIFECYCLE_TIME;
        if (alike_before(f, i))
            continue;
        if (counts && !part_over(p))
            buf_printf(out, " %d%s%d", (int)p->lifecycle, p->kind, p->state);
        if (p->lifecycle == LIFECYCLE_VISIT && (!part_over(p) || p->state == VISIT_STOPPING))
            buf_printf(out, " v%d:%d:%d", p->state, (int)p->flag, (int)p->user);
    }
}

/* Entered one after the other, only their number matters. */
static void print_entries(struct buf *out, const struct facts *f, bool each)
{
    int made = 0, open = 0;
    for (int i = 0; i < f->parts; i++) {
        const struct part *p = &f->part[i];
        if (p->lifecycle != LIFECYCLE_ENTRY)
            continue;
        made++;
        open += !part_over(p);
        if (each)
            buf_printf(out, " %s%d", p->kind, p->state);
    }
    buf_printf(out, " e%d:%d", made, open);
}

/* What decides about the next steps, and no more. */
static char *key_of(struct facts *f)
{
    struct buf out = {0};
    int answered = 0;
    for (int i = 0; i < f->items; i++)
        answered += f->item[i].answered;
    buf_printf(&out, "%d q%d%d%d%d%d a%d s%d x%d c%d d%d", f->state, f->quote_rev != 0,
               f->explained_rev == f->quote_rev, f->consent_rev != 0, f->consent_rev == f->quote_rev,
               f->quote_off_book != 0, (int)f->agreed, f->first_started != MOMENT_NONE,
               at_most(f->extra_rounds, 1), f->charge_lines != 0, f->department != 0);
    buf_printf(&out, " l%d:%d r%d:%d f%d u%d", last_state(f, LIFECYCLE_CHECKLIST), answered,
               last_state(f, LIFECYCLE_ROUND), at_most(facts_count(f, LIFECYCLE_ROUND, ROUND_REFUSED), 3),
               last_state(f, LIFECYCLE_FORM), last_state(f, LIFECYCLE_FOLLOWUP));
    print_live(&out, f);
    print_entries(&out, f, each_entry);
    return buf_take(&out);
}

static unsigned hash_of(const char *key)
{
    unsigned hash = 5381;
    while (*key)
        hash = hash * 33 + (unsigned char)*key++;
    return hash % BUCKETS;
}

/* The node of the facts; a new one if nobody was here. */
static int node_of(struct facts *f, int from, const char *action)
{
    char *key = key_of(f);
    unsigned hash = hash_of(key);
    for (int i = bucket[hash]; i >= 0; i = node[i].next)
        if (strcmp(node[i].key, key) == 0) {
            free(key);
            return i;
        }
    assert_true(nodes < NODES_MAX);
    node[nodes] = (struct node){
        key, keep_facts(f), from < 0 ? 0 : node[from].depth + 1, from, action, f->state, false, bucket[hash]};
    bucket[hash] = nodes;
    return nodes++;
}

static void forget(void)
{
    for (int i = 0; i < nodes; i++) {
        free(node[i].key);
        free(node[i].facts);
    }
    nodes = edges = 0;
    for (int i = 0; i < BUCKETS; i++)
        bucket[i] = -1;
}

/* "order.create order.quote …": how to come here. */
static const char *way_to(int i)
{
    static char way[2000];
    const char *action[200];
    int count = 0;
    for (; i >= 0 && node[i].action && count < 200; i = node[i].from)
        action[count++] = node[i].action;
    size_t n = 0;
    way[0] = 0;
    while (count-- && n < sizeof way)
        n += (size_t)snprintf(way + n, sizeof way - n, "%s ", action[count]);
    return way;
}

/* ---- what holds at every node ---- */

static void check_ends(int i, struct facts *f)
{
    static const enum lifecycle_id tracks[] = {LIFECYCLE_VISIT, LIFECYCLE_TIME, LIFECYCLE_ROUND,
                                               LIFECYCLE_PRICE};
    for (size_t t = 0; t < array_length(tracks); t++)
        if (f->state != ORDER_CLOSED && facts_count_live(f, tracks[t]))
            fail_msg("a %s goes on in an order that is over: %s", lifecycle_name(tracks[t]), way_to(i));
    if (facts_count_live(f, LIFECYCLE_FORM))
        fail_msg("a form is out for an order that is over: %s", way_to(i));
}

static void check_node(int i, struct facts *f)
{
    static const enum lifecycle_id single[] = {LIFECYCLE_VISIT, LIFECYCLE_TIME, LIFECYCLE_ROUND,
                                               LIFECYCLE_FORM, LIFECYCLE_FOLLOWUP};
    const struct state *state = state_of(LIFECYCLE_ORDER, f->state);
    reached[f->state] = true;
    assert_int_not_equal(state->owner, ROLE_NONE);
    for (size_t t = 0; t < array_length(single); t++)
        if (facts_count_live(f, single[t]) > 1)
            fail_msg("two live parts of %s: %s", lifecycle_name(single[t]), way_to(i));
    if (state->final)
        check_ends(i, f);
}

/* Each move stands in the standard: this action, from here to there, with the order where it was. */
static void check_move(const struct stage *s, const struct move *move, int number)
{
    const struct standard_row *rows;
    int count = standard_read(&rows);
    for (int i = 0; i < count; i++) {
        bool consequence = rows[i].by == BY_FOLLOWING || rows[i].by == BY_ALSO;
        bool fits = strcmp(rows[i].action, move->row->action) == 0 && (number == 0 || consequence) &&
                    rows[i].from & MASK(move->from) &&
                    (rows[i].to & MASK(move->to) || (rows[i].stays && move->to == move->from)) &&
                    (standard_root(&rows[i]) || rows[i].when & MASK(s->facts.state));
        if (fits)
            return;
    }
    fail_msg("%s makes %s of %s, %s to %s, in an order %s: not in standard.tsv", s->row->action,
             move->row->action, lifecycle_name(move->track), state_of(move->track, move->from)->name,
             state_of(move->track, move->to)->name, state_of(LIFECYCLE_ORDER, s->facts.state)->name);
}

static void see(const struct row *row)
{
    for (int i = 0; i < seen_count; i++)
        if (seen[i] == row)
            return;
    assert_true(seen_count < ROWS_SEEN);
    seen[seen_count++] = row;
}

/* ---- one step ---- */

/* What can be said in more than one way, and what of it a walk tries. */
struct choice {
    const char *action, *argument, *value;
};

struct walk {
    const char *name;
    const char *const *actions; /* beside the plain way */
    const struct choice *choices;
    unsigned when;   /* states of the order in which it leaves the plain way, 0: any */
    bool each_entry; /* entries in any order, not one after the other */
};

/* prepare() mends facts; here they are what they are, but for what the request points at. */
static void prepare_here(struct stage *s, const char *action)
{
    static struct facts here;
    here = s->facts;
    prepare(s, action);
    here.pick = s->facts.pick;
    here.pick_site = s->facts.pick_site;
    here.pick_is_department = here.pick_does_class = here.pick_is_tec = 1;
    s->facts = here;
    if (strcmp(action, "visit.assign") == 0)
        say_number(s, "technician", ID_OF(TEC));
    if (strcmp(action, "case.rework") == 0 || strcmp(action, "case.act") == 0)
        say_number(s, "by", s->now + MOMENT_DAY);
}

static void vary(struct stage *s, const struct choice *choice)
{
    if (!choice)
        return;
    if (strcmp(choice->argument, "chosen") == 0)
        s->input.line[0].chosen_fen = strtoll(choice->value, NULL, 10);
    else if (strcmp(choice->argument, "answers") == 0)
        s->input.things = atoi(choice->value);
    else if (strcmp(choice->argument, "relay") == 0)
        say_number(s, "relay", s->facts.relay);
    else
        say(s, choice->argument, choice->value);
    if (strcmp(choice->value, "unsatisfied") == 0 && strcmp(choice->action, "followup.record") == 0)
        say(s, "words", "又漏了");
    if (strcmp(choice->value, "deviation") == 0) {
        say(s, "item", "W-01");
        say_number(s, "price", 4000);
    }
}

static struct stage *stage_at(int from)
{
    struct stage *s = walker;
    load_facts(node[from].facts, &s->facts);
    s->now = NOW + (node[from].depth + 1) * MOMENT_MINUTE;
    s->next_fresh = 5000 + (node[from].depth + 1) * DECISION_FRESH_MAX;
    return s;
}

static void follow(struct stage *s, int from)
{
    for (int i = 0; i < s->decision.moves; i++) {
        check_move(s, &s->decision.move[i], i);
        see(s->decision.move[i].row);
    }
    stage_go_on(s);
    assert_true(edges < EDGES_MAX);
    edge[edges].from = from;
    edge[edges++].to = node_of(&s->facts, from, s->row->action);
}

static int stop_cards_of(const struct facts *f, enum person person)
{
    int cards = 0;
    for (int i = 0; i < f->parts; i++)
        cards += f->part[i].lifecycle == LIFECYCLE_VISIT && f->part[i].state == VISIT_STOPPING &&
                 f->part[i].user == ID_OF(person);
    return cards;
}

/* Whoever may: the others were asked in test_exhaustive.c. */
static void step(int from, const struct row *row, int64_t part, const struct choice *choice)
{
    static const struct {
        enum person person;
        unsigned relations;
    } people[] = {
        {CAM, BY_CAM}, {SUP, BY_SUP},     {TEC, BY_TEC | BY_PART_USER}, {OTHER_TEC, BY_TEC | BY_PART_USER},
        {PM, BY_PM},   {TAR, BY_APPROVER}};
    struct stage *s = stage_at(from);
    prepare_here(s, row->action);
    vary(s, choice);
    s->input.part = part;
    for (size_t p = 0; p < array_length(people); p++) {
        s->facts.actor_stop_cards = stop_cards_of(&s->facts, people[p].person);
        if (people[p].relations & row->who && ask(s, people[p].person)) {
            follow(s, from);
            return;
        }
    }
}

/* An action on a track is tried with each part it could mean. */
static void step_parts(const struct walk *walk, int from, const struct row *row, const struct choice *choice)
{
    static struct facts f;
    bool one = row->track == LIFECYCLE_ENTRY && !walk->each_entry;
    load_facts(node[from].facts, &f);
    if (row->track == LIFECYCLE_ORDER || row->from & MASK(0) || one) {
        step(from, row, 0, choice);
        return;
    }
    for (int i = 0; i < f.parts; i++)
        if (f.part[i].lifecycle == row->track && row->from & MASK(f.part[i].state))
            step(from, row, f.part[i].id, choice);
}

static bool among(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static void step_action(const struct walk *walk, int from, const struct row *row)
{
    step_parts(walk, from, row, NULL);
    for (const struct choice *c = walk->choices; c && c->action; c++)
        if (strcmp(c->action, row->action) == 0)
            step_parts(walk, from, row, c);
}

/* ---- a walk ---- */

/* From the request to the close when nothing goes wrong. */
static const char *const plain_way[] = {
    "order.create", "order.quote",  "order.explain", "order.consent", "order.dispatch",   "order.acknowledge",
    "visit.assign", "visit.leave",  "visit.arrive",  "visit.start",   "checklist.answer", "visit.finish",
    "round.accept", "visit.depart", "form.receive",  "entry.enter",   "followup.record",  NULL};

/* Off the plain way of quoting only the walk of quotes goes, and entries wait for the acceptance elsewhere:
 * what is beside the point doubles every walk. */
static bool wanted(const struct walk *walk, int state, const char *action)
{
    if (among(walk->actions, action) && (!walk->when || walk->when & MASK(state)))
        return true;
    if (!among(plain_way, action))
        return false;
    bool quoting = strcmp(action, "order.quote") == 0 || strcmp(action, "order.explain") == 0;
    return !(quoting && state != ORDER_DRAFT) &&
           !(strcmp(action, "entry.enter") == 0 && state != ORDER_ACCEPTED);
}

static void step_from(const struct walk *walk, int from)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    for (int i = 0; i < count; i++) {
        bool order = lifecycle_of(rows[i]->track)->aggregate == AGGREGATE_ORDER;
        if (order && rows[i] == row_first(rows[i]->action) && wanted(walk, node[from].state, rows[i]->action))
            step_action(walk, from, rows[i]);
    }
}

/* Backwards from every end. */
static void mark_ends(void)
{
    for (int i = 0; i < nodes; i++)
        node[i].ends = node[i].state && state_of(LIFECYCLE_ORDER, node[i].state)->final;
    for (bool more = true; more;) {
        more = false;
        for (int e = 0; e < edges; e++)
            if (node[edge[e].to].ends && !node[edge[e].from].ends)
                more = node[edge[e].from].ends = true;
    }
}

static void go(const struct walk *walk)
{
    static struct facts f;
    forget();
    each_entry = walk->each_entry;
    walker = stage_order(0);
    walker->facts.relay = 9;
    walker->facts.relay_state = RELAY_NEW;
    walker->facts.relay_unit = UNIT;
    node_of(&walker->facts, -1, NULL);
    for (int i = 0; i < nodes; i++) {
        load_facts(node[i].facts, &f);
        if (i > 0)
            check_node(i, &f);
        step_from(walk, i);
    }
    mark_ends();
    for (int i = 0; i < nodes; i++)
        if (!node[i].ends)
            fail_msg("%s: dead end in %s after %s", walk->name,
                     state_of(LIFECYCLE_ORDER, node[i].state)->name, way_to(i));
    print_message("%s: %d situations, %d steps\n", walk->name, nodes, edges);
}

/* ---- the walks ---- */

static const char *const work_actions[] = {"order.decline",
                                           "order.return",
                                           "order.cancel",
                                           "time.propose",
                                           "time.agree",
                                           "time.set",
                                           "time.reject",
                                           "visit.reassign",
                                           "visit.pause",
                                           "visit.resume",
                                           "visit.fail",
                                           "visit.acknowledge",
                                           NULL};
static const struct choice work_choices[] = {
    {"order.create", "relay", "9"}, {"checklist.answer", "answers", "1"}, {0}};

static const char *const quote_actions[] = {
    "order.quote",   "order.explain", "order.keep",     "order.decline", "order.cancel", "price.ask",
    "price.approve", "price.refuse",  "price.withdraw", "visit.differ",  "visit.within", NULL};
static const struct choice quote_choices[] = {{"order.create", "no_item", "修智能马桶"},
                                              {"order.quote", "chosen", "4000"},
                                              {"price.ask", "kind", "deviation"},
                                              {0}};

static const char *const round_actions[] = {
    "time.set", "round.refuse", "round.unsigned", "case.act",          "case.rework", "case.accept",
    "case.end", "case.close",   "order.cancel",   "visit.acknowledge", NULL};
static const struct choice round_choices[] = {{"round.refuse", "redo", "later"}, {0}};

static const char *const case_actions[] = {
    "time.set",      "case.act",     "case.rework",      "case.remedy",      "case.relief", "case.close",
    "price.approve", "price.refuse", "followup.attempt", "followup.correct", NULL};
static const struct choice case_choices[] = {{"round.accept", "satisfaction", "dissatisfied_other"},
                                             {"followup.record", "result", "unsatisfied"},
                                             {"followup.correct", "result", "unsatisfied"},
                                             {0}};

static const char *const paper_actions[] = {"form.print",   "form.lose",    "form.reprint",
                                            "form.resign",  "form.waive",   "entry.fail",
                                            "entry.verify", "order.cancel", NULL};

static const char *const claim_actions[] = {"order.cancel", "claim.open",     "claim.step", "claim.settle",
                                            "claim.drop",   "round.unsigned", "case.end",   NULL};

static void walk_of_work(void **state)
{
    (void)state;
    go(&(struct walk){"work and time", work_actions, work_choices, 0, false});
}

static void walk_of_quotes(void **state)
{
    (void)state;
    go(&(struct walk){"quotes and prices", quote_actions, quote_choices,
                      MASK(ORDER_DRAFT) | MASK(ORDER_READY) | MASK(ORDER_SERVING), false});
}

static void walk_of_rounds(void **state)
{
    (void)state;
    go(&(struct walk){"rounds", round_actions, round_choices,
                      MASK(ORDER_AGREEING) | MASK(ORDER_SERVING) | MASK(ORDER_ESCALATED) |
                          MASK(ORDER_ACCEPTED) | MASK(ORDER_CANCELLED),
                      false});
}

static void walk_of_cases(void **state)
{
    (void)state;
    go(&(struct walk){"cases and follow-up", case_actions, case_choices,
                      MASK(ORDER_AGREEING) | MASK(ORDER_ACCEPTED), false});
}

static void walk_of_papers(void **state)
{
    (void)state;
    go(&(struct walk){"papers and entries", paper_actions, NULL, 0, true});
}

static void walk_of_claims(void **state)
{
    (void)state;
    go(&(struct walk){"claims", claim_actions, NULL, 0, false});
}

/* Only what a deadline does is left to the exhaustive test. */
static void everything_was_walked(void **state)
{
    const struct row *rows[ROWS_MAX];
    int count = rows_all(rows, ROWS_MAX);
    (void)state;
    for (int s = 1; s < ORDER_COUNT; s++)
        if (!reached[s])
            fail_msg("no walk reaches %s", state_of(LIFECYCLE_ORDER, s)->name);
    for (int i = 0; i < count; i++) {
        bool clock = rows[i]->who == BY_SYSTEM && rows[i]->args;
        bool order = lifecycle_of(rows[i]->track)->aggregate == AGGREGATE_ORDER;
        bool found = !order || clock;
        for (int k = 0; k < seen_count && !found; k++)
            found = seen[k] == rows[i];
        if (!found)
            fail_msg("no walk takes %s", rows[i]->action);
    }
    forget();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE("R4.1.1-1 no dead end: work and time", walk_of_work),
        RULE("R4.1.1-1 no dead end: quotes and prices", walk_of_quotes),
        RULE("R4.1.1-1 no dead end: rounds", walk_of_rounds),
        RULE("R4.1.1-1 no dead end: cases and follow-up", walk_of_cases),
        RULE("R4.1.1-1 no dead end: papers and entries", walk_of_papers),
        RULE("R4.1.1-1 no dead end: claims", walk_of_claims),
        RULE("every state of the order reached, every row walked", everything_was_walked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
