/* Effects of the order's own actions. Pure; texts and ids come from the decision. */
#include "server/workflow/order_effects.h"

#include "server/workflow/guards.h"
#include "server/workflow/price.h"

#include <stdlib.h>
#include <string.h>

/* ---- intake ---- */

static void ask_off_catalogue(struct decision *d, const char *wish)
{
    struct part *price = part_new(d, "price.ask", LIFECYCLE_PRICE, PRICE_OPEN, "offcat");
    price->user = d->q->actor->id;
    price->note = wish;
    deadline_set(d, price->id, "offcat_reply", d->q->now + before(d)->p_offcat_reply_hours * MOMENT_HOUR);
    ring_role(d, (enum role)before(d)->approver_role);
}

void order_create(struct decision *d)
{
    struct facts *f = &d->after;
    const struct value *wanted = arg_of(d, "wanted");
    bool any = wanted->n == MOMENT_NONE;
    f->agreed = 1;
    f->agreed_from = f->wanted_from = wanted->n;
    f->agreed_to = f->wanted_to = wanted->n2;
    f->next_rev = 1;
    if (arg_of(d, "no_item")->given)
        ask_off_catalogue(d, arg_of(d, "no_item")->text);
    const char *columns[] = {text_int(d, f->id),
                             text_int(d, f->site),
                             text_int(d, f->unit),
                             "draft",
                             text_int(d, f->version),
                             text_copy(d, f->class_code),
                             arg_of(d, "contact")->text,
                             arg_of(d, "phone")->text,
                             arg_of(d, "source")->text,
                             arg_of(d, "wish")->text,
                             arg_of(d, "instructions")->text,
                             text_moment(d, wanted->n),
                             text_moment(d, wanted->n2),
                             any ? "t" : "f",
                             f->relay ? text_int(d, f->relay) : NULL,
                             text_int(d, d->q->actor->id),
                             text_moment(d, d->q->now)};
    effect_add(d, EFFECT_order_new, columns, 17);
    if (arg_of(d, "relay")->given) {
        struct other relay = {LIFECYCLE_RELAY, f->relay, f->relay_version, RELAY_NEW};
        move_other(d, "relay.convert", relay, RELAY_CONVERTED);
        const char *clear[] = {text_int(d, f->relay), NULL, NULL};
        effect_add(d, EFFECT_deadline_clear, clear, 3);
    }
}

/* ---- quoting ---- */

struct priced {
    struct price_result result;
    enum price_fault fault;
    int64_t price_part;
    const char *unit;
};

/* An approved off-catalogue price is quoted as "#<part>"; it binds this order until it expires (R5.2.4-3). */
static const struct part *approved_price(const struct decision *d, const char *code)
{
    struct facts *f = &((struct decision *)d)->after;
    if (*code != '#')
        return NULL;
    const struct part *part = facts_part(f, strtoll(code + 1, NULL, 10));
    bool good = part && part->lifecycle == LIFECYCLE_PRICE && part->state == PRICE_APPROVED &&
                strcmp(part->kind, "offcat") == 0 && d->q->now < part->to;
    return good ? part : NULL;
}

static struct priced price_one(const struct decision *d, const struct line *line)
{
    struct priced out = {.fault = PRICE_OK, .unit = line->unit ? line->unit : ""};
    struct price_form form;
    const struct part *approved = approved_price(d, line->code);
    if (approved) {
        form = (struct price_form){
            .kind = PRICE_MEASURED, .low_fen = approved->number, .high_fen = approved->number};
        out.price_part = approved->id;
    } else {
        struct buf words = {0};
        bool good = line->price && price_parse(line->price, &form, &words);
        buf_free(&words);
        if (!good) {
            out.fault = PRICE_ON_REQUEST;
            return out;
        }
    }
    out.fault = price_line(&form, line->quantity, line->second, line->chosen_fen, &out.result);
    return out;
}

bool quote_lines_known(const struct decision *d)
{
    const struct input *input = d->q->input;
    for (int i = 0; i < input->lines; i++)
        if (!input->line[i].item && !approved_price(d, input->line[i].code))
            return false;
    return input->lines > 0;
}

bool quote_lines_priced(const struct decision *d)
{
    const struct input *input = d->q->input;
    int64_t total = 0;
    for (int i = 0; i < input->lines; i++) {
        struct priced priced = price_one(d, &input->line[i]);
        total += priced.result.amount_fen;
        if (priced.fault != PRICE_OK || total > PRICE_AMOUNT_MAX)
            return false;
    }
    return true;
}

bool quote_lines_one_class(const struct decision *d)
{
    const struct input *input = d->q->input;
    for (int i = 0; i < input->lines; i++)
        if (input->line[i].item && strcmp(input->line[i].class_code, before(d)->class_code) != 0)
            return false;
    return true;
}

static int64_t add_line(struct decision *d, int position, const struct line *line)
{
    const struct facts *f = &d->after;
    struct priced p = price_one(d, line);
    bool off_book = p.result.deviates;
    const char *columns[] = {text_int(d, f->id),
                             text_int(d, f->quote_rev),
                             text_int(d, position),
                             line->item ? text_int(d, line->item) : NULL,
                             p.price_part ? text_int(d, p.price_part) : NULL,
                             text_copy(d, line->code),
                             text_copy(d, line->name ? line->name : ""),
                             text_copy(d, p.unit),
                             text_copy(d, line->price ? line->price : ""),
                             text_int(d, p.result.quantity),
                             text_int(d, p.result.second),
                             text_int(d, p.result.unit_fen),
                             text_int(d, p.result.book_low_fen),
                             text_int(d, p.result.amount_fen),
                             off_book ? "t" : "f"};
    effect_add(d, EFFECT_quote_line, columns, 15);
    return p.result.amount_fen;
}

void order_quote(struct decision *d)
{
    struct facts *f = &d->after;
    const struct input *input = d->q->input;
    f->quote_rev = f->next_rev++;
    f->quote_fen = 0;
    f->quote_lines = input->lines;
    for (int i = 0; i < input->lines; i++)
        f->quote_fen += add_line(d, i + 1, &input->line[i]);
    const char *columns[] = {text_int(d, f->id), text_int(d, f->quote_rev), text_moment(d, d->q->now),
                             text_int(d, d->q->actor->id), text_int(d, f->quote_fen)};
    effect_add(d, EFFECT_quote_new, columns, 5);
    for (int i = 0; i < input->things; i++) {
        const char *thing[] = {text_int(d, f->id), text_int(d, f->quote_rev), input->thing[i].name,
                               input->thing[i].quantity};
        effect_add(d, EFFECT_material, thing, 4);
    }
}

void order_explain(struct decision *d)
{
    d->after.explained_rev = d->after.quote_rev;
}

/* ---- consent ---- */

static void keep_consent(struct decision *d)
{
    struct facts *f = &d->after;
    f->consent_rev = f->quote_rev;
    f->consent_at = d->q->now;
    struct part *visit = facts_live(f, LIFECYCLE_VISIT);
    if (visit && visit->flag) {
        visit->flag = 0;
        visit->dirty = true;
    }
}

/* R5.3.2-5: consent, number, form and the first entry stand or fall together. */
void order_consent(struct decision *d)
{
    struct facts *f = &d->after;
    keep_consent(d);
    const char *columns[] = {text_int(d, f->id), text_int(d, f->site), text_moment(d, d->q->now)};
    effect_add(d, EFFECT_order_number, columns, 3);
    part_new(d, "form.open", LIFECYCLE_FORM, FORM_OUT, NULL);
    entry_open(d, "e1", d->q->now + f->p_e1_due_minutes * MOMENT_MINUTE);
}

void entry_open(struct decision *d, const char *kind, moment due)
{
    struct facts *f = &d->after;
    struct part *entry = NULL;
    for (int i = 0; i < f->parts && !entry; i++)
        if (f->part[i].lifecycle == LIFECYCLE_ENTRY && strcmp(f->part[i].kind, kind) == 0)
            entry = &f->part[i];
    if (!entry)
        entry = part_new(d, "entry.open", LIFECYCLE_ENTRY, ENTRY_OPEN, kind);
    else if (part_over(entry))
        consequence(d, "entry.reopen", entry, ENTRY_CORRECT);
    else
        return;
    entry->to = due;
    deadline_set(d, entry->id, text_copy(d, kind), due);
}

/* R5.7.1-4: what was entered outside no longer holds. */
void order_consent_again(struct decision *d)
{
    keep_consent(d);
    entry_open(d, "e1", d->q->now + d->after.p_e1_due_minutes * MOMENT_MINUTE);
}

void order_keep(struct decision *d)
{
    struct facts *f = &d->after;
    const char *columns[] = {text_int(d, f->id), text_int(d, f->consent_rev)};
    effect_add(d, EFFECT_quote_withdraw, columns, 2);
    f->quote_rev = f->explained_rev = f->consent_rev;
    f->quote_fen = f->consent_fen;
}

/* ---- dispatch ---- */

void order_dispatch(struct decision *d)
{
    struct facts *f = &d->after;
    f->department = f->pick;
    f->template = f->class_template;
    deadline_set(d, f->id, "sup_ack", d->q->now + f->p_sup_ack_minutes * MOMENT_MINUTE);
    ring_role(d, ROLE_SUP);
}

void order_acknowledge(struct decision *d)
{
    deadline_clear(d, d->after.id, "sup_ack");
}

void order_return(struct decision *d)
{
    deadline_clear(d, d->after.id, "sup_ack");
    ring_role(d, ROLE_CAM);
    d->after.department = 0;
    d->after.template = 0;
}

void order_wait_time(struct decision *d)
{
    struct facts *f = &d->after;
    f->agreed = 0;
    f->agreed_from = f->agreed_to = MOMENT_NONE;
    consequence(d, "order.wait_time", NULL, ORDER_AGREEING);
    deadline_set(d, f->id, "time_agree", d->q->now + f->p_time_agree_days_max * MOMENT_DAY);
    ring_role(d, ROLE_CAM);
}

/* ---- ends ---- */

static void drop_all(struct decision *d, enum lifecycle_id track, const char *action, int to)
{
    struct facts *f = &d->after;
    for (int i = 0; i < f->parts; i++)
        if (f->part[i].lifecycle == track && !part_over(&f->part[i]))
            consequence(d, action, &f->part[i], to);
}

void order_over(struct decision *d)
{
    struct facts *f = &d->after;
    f->ended_at = d->q->now;
    drop_all(d, LIFECYCLE_PRICE, "price.withdraw", PRICE_WITHDRAWN);
    deadline_clear(d, 0, NULL);
}

void visit_stop(struct decision *d)
{
    struct facts *f = &d->after;
    struct part *visit = facts_live(f, LIFECYCLE_VISIT);
    if (visit) {
        consequence(d, "visit.stop", visit, VISIT_STOPPING);
        ring_user(d, visit->user);
    }
    drop_all(d, LIFECYCLE_TIME, "time.drop", TIME_DROPPED);
}

void visit_release(struct decision *d)
{
    struct part *visit = facts_live(&d->after, LIFECYCLE_VISIT);
    if (visit && visit->state == VISIT_FINISHED)
        consequence(d, "visit.release", visit, VISIT_DEPARTED);
}

void order_cancel(struct decision *d)
{
    if (d->after.department)
        ring_role(d, ROLE_SUP);
    if (d->relations & BY_PM)
        ring_role(d, ROLE_CAM);
    visit_stop(d);
    drop_all(d, LIFECYCLE_ROUND, "round.drop", ROUND_DROPPED);
    drop_all(d, LIFECYCLE_CHECKLIST, "checklist.drop", CHECKLIST_DROPPED);
    drop_all(d, LIFECYCLE_FORM, "form.void", FORM_VOID);
    order_over(d);
}

/* ---- reminders ---- */

static const struct reminder {
    const char *kind;
    enum role roles[3];
    bool technician;
} reminders[] = {
    {"sup_ack", {ROLE_SUP, ROLE_CAM, ROLE_PM}, false},
    {"time_agree", {ROLE_CAM, ROLE_PM}, false},
    {"e1", {ROLE_CAM}, false},
    {"e2", {ROLE_CAM}, false},
    {"e3", {ROLE_CAM}, false},
    {"e4", {ROLE_CAM}, false},
    {"rework", {ROLE_SUP, ROLE_CAM}, true},
    {"case_first", {ROLE_PM}, false},
    {"form_return", {ROLE_CAM}, true},
    {"followup_warn1", {ROLE_CAM}, false},
    {"followup_warn2", {ROLE_CAM}, false},
    {"followup", {ROLE_CAM, ROLE_PM}, false},
    {"handover", {ROLE_CAM}, false},
};

void order_remind(struct decision *d)
{
    const char *kind = arg_of(d, "kind")->text;
    struct part *visit = facts_last(&d->after, LIFECYCLE_VISIT);
    if (strcmp(kind, "offcat_reply") == 0)
        ring_role(d, (enum role)before(d)->approver_role);
    for (size_t i = 0; i < sizeof reminders / sizeof *reminders; i++) {
        if (strcmp(reminders[i].kind, kind) != 0)
            continue;
        for (int r = 0; r < 3 && reminders[i].roles[r]; r++)
            ring_role(d, reminders[i].roles[r]);
        if (reminders[i].technician && visit)
            ring_user(d, visit->user);
    }
}
