/* Refusals and the why-not list as JSON. Shared by actions, views, next and form, so that a person reads the
 * same words wherever a rule meets him. It decides nothing. */
#include "server/refusals.h"

#include "common/mem.h"
#include "server/reply.h"
#include "server/workflow/closing.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* ---- ends ---- */

void refuse_fault(struct reply *reply, const struct arguments_fault *fault)
{
    enum lang lang = reply_lang(reply);
    const char *label = label_in(fault->label, lang);
    struct buf json = {0}, msg = {0};
    buf_printf(&msg, "%s%s%s", label ? label : fault->field, lang == LANG_ZH ? ":" : " ",
               label_in(fault->why, lang));
    buf_char(&json, '{');
    json_member(&json, "field", fault->field);
    if (label)
        json_member(&json, "label", label);
    json_member(&json, "msg", msg.data);
    if (fault->clause)
        json_member(&json, "clause", fault->clause);
    buf_char(&json, '}');
    reply_no(reply, fault->code, json.data);
    buf_free(&json);
    buf_free(&msg);
}

void refuse_outcome(struct reply *reply, enum db_outcome outcome)
{
    static const struct label busy = {"系统繁忙,请稍后再试", "Too much is waiting; try again in a moment"};
    static const struct label away = {"数据库暂不可用,请稍后再试",
                                      "The database is not available now; try again later"};
    static const struct label bug = {"系统内部错误,已记录", "An internal error; it has been logged"};
    if (outcome == DB_BUSY)
        reply_no_label(reply, "busy", busy);
    else if (outcome == DB_FAILED)
        reply_no_label(reply, "internal", bug);
    else
        reply_no_label(reply, "unavailable", away);
}

void refuse_unknown(struct reply *reply)
{
    reply_no_label(reply, "state.unknown", (struct label){"没有这个编号", "There is no such number"});
}

void refuse_denied(struct reply *reply)
{
    reply_no_label(reply, "perm.denied", (struct label){"您没有这项权限", "You may not do this"});
}

/* ---- one refusal ---- */

static enum role role_of(enum relation relation)
{
    switch (relation) {
    case BY_CAM:
        return ROLE_CAM;
    case BY_SUP:
        return ROLE_SUP;
    case BY_TEC:
        return ROLE_TEC;
    case BY_PM:
        return ROLE_PM;
    case BY_TAR:
        return ROLE_TAR;
    default:
        return ROLE_NONE;
    }
}

static const char *name_of(enum relation relation, const struct facts *facts)
{
    switch (relation) {
    case BY_CAM:
        return facts->cam_name;
    case BY_SUP:
        return facts->sup_name;
    case BY_TEC:
        return facts->tec_name;
    case BY_PM:
        return facts->pm_name;
    default:
        return "";
    }
}

static struct label who_label(enum relation relation, const struct facts *facts)
{
    if (relation == BY_APPROVER && facts->approver_role)
        return role_label((enum role)facts->approver_role);
    return role_of(relation) ? role_label(role_of(relation)) : relation_label(relation);
}

static void who_json(struct buf *out, unsigned relations, const struct facts *facts, enum lang lang)
{
    json_key(out, "who");
    buf_char(out, '[');
    for (int bit = 0; bit < RELATIONS; bit++) {
        enum relation relation = (enum relation)(1u << bit);
        if (!(relations & relation))
            continue;
        const char *name = name_of(relation, facts);
        struct buf who = {0};
        buf_printf(&who, "%s%s%s", label_in(who_label(relation, facts), lang), *name ? " " : "", name);
        json_comma(out);
        json_quote(out, who.data);
        buf_free(&who);
    }
    buf_char(out, ']');
}

void refusal_json(struct buf *out, const struct refusal *refusal, const struct facts *facts, enum lang lang)
{
    json_comma(out);
    buf_char(out, '{');
    json_member(out, "code", refusal->code);
    json_member(out, "clause", refusal->clause);
    json_member(out, "msg", label_in(refusal->text, lang));
    who_json(out, refusal->lifted_by, facts, lang);
    buf_char(out, '}');
}

void refusals_open(struct buf *out, const struct refusal *list, int count, const struct facts *facts,
                   enum lang lang)
{
    buf_char(out, '{');
    json_member(out, "msg", label_in(list[0].text, lang));
    json_member(out, "clause", list[0].clause);
    json_key(out, "refusals");
    buf_char(out, '[');
    for (int i = 0; i < count; i++)
        refusal_json(out, &list[i], facts, lang);
    buf_char(out, ']');
}

/* ---- the why-not list ---- */

/* "上门 2 待上门": which of several is meant. */
static void part_json(struct buf *out, const struct part *part, enum lang lang)
{
    struct buf words = {0};
    buf_str(&words, label_in(lifecycle_of(part->lifecycle)->label, lang));
    if (part->lifecycle == LIFECYCLE_ENTRY)
        buf_printf(&words, " E%s", part->kind + (*part->kind != 0));
    else if (part->number && (part->lifecycle == LIFECYCLE_ROUND || part->lifecycle == LIFECYCLE_FORM))
        buf_printf(&words, " %lld", (long long)part->number);
    buf_printf(&words, " %s", label_in(state_of(part->lifecycle, part->state)->label, lang));
    json_member_int(out, "part", part->id);
    json_member(out, "part_label", words.data);
    buf_free(&words);
}

static void why_json(struct buf *out, const struct offer *offer, const struct facts *facts, enum lang lang)
{
    json_key(out, "why");
    buf_char(out, '[');
    for (int i = 0; i < offer->refusals; i++)
        refusal_json(out, &offer->refusal[i], facts, lang);
    buf_char(out, ']');
}

void offer_json(struct buf *out, const struct offer *offer, const struct facts *facts, enum lang lang)
{
    const struct row *row = offer->row;
    const struct part *part = offer->part ? facts_part((struct facts *)facts, offer->part) : NULL;
    char key[2] = {row->hidden ? 0 : row->key, 0};
    json_comma(out);
    buf_char(out, '{');
    json_member(out, "action", row->hidden ? "" : row->action);
    if (part)
        part_json(out, part, lang);
    json_member(out, "label", label_in(row->label, lang));
    json_member(out, "clause", row->clause);
    if (*key)
        json_member(out, "key", key);
    json_member_bool(out, "allowed", offer->allowed);
    if (offer->allowed)
        json_member_bool(out, "form", row->args && row->args[0].name);
    else
        why_json(out, offer, facts, lang);
    buf_char(out, '}');
}

/* RX-1: what an accepted order still waits for before it closes by itself. */
static void closing_offer(const struct facts *facts, void (*add)(void *arg, const struct offer *), void *arg)
{
    struct offer offer = {.row = row_first("order.close")};
    if (facts->aggregate != AGGREGATE_ORDER || facts->state != ORDER_ACCEPTED)
        return;
    offer.refusals = closing_missing(facts, offer.refusal, DECISION_REFUSALS_MAX);
    if (offer.refusals)
        add(arg, &offer);
}

/* Both are too big for the stack and never in use twice: nothing between here and the end of the call goes to
 * the loop. */
void offers_each(const struct question *q, void (*add)(void *arg, const struct offer *), void *arg)
{
    static struct decision scratch;
    static struct offer list[OFFERS_MAX];
    int count = offers(q, &scratch, list, OFFERS_MAX);
    for (int i = 0; i < count; i++)
        if (list[i].allowed)
            add(arg, &list[i]);
    for (int i = 0; i < count; i++)
        if (!list[i].allowed)
            add(arg, &list[i]);
    closing_offer(q->facts, add, arg);
}
