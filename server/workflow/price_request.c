/* Prices asked of the region: demands outside the book, deviations from it, relief by a manager's case
 * (5.2.3, 5.2.4). Part of the pure core. */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"
#include "server/workflow/order_effects.h"

#include <stdio.h>
#include <string.h>

static const struct option kinds[] = {{"offcat", {"标准中没有的项目", "Not in the book"}},
                                      {"deviation", {"与标准不同的价格", "A price other than the book's"}},
                                      {NULL, {NULL, NULL}}};
static const struct arg ask_args[] = {
    {"kind", ARG_CHOICE, true, {"请示内容", "What is asked"}, kinds, NULL, 0, "offcat"},
    {"wish", ARG_NOTE, true, {"项目(或编号)与说明", "Item (or its code) and details"}, NULL, NULL, 200, NULL},
    {"item",
     ARG_TEXT,
     false,
     {"项目编号(偏离标准价时)", "Item code (for a deviation)"},
     NULL,
     NULL,
     24,
     NULL},
    {"price", ARG_FEN, false, {"拟定单价(元)", "Price proposed (yuan)"}, NULL, NULL, 0, NULL},
    ARG_REASON,
    ARG_END};
static const struct arg approve_args[] = {
    {"name", ARG_TEXT, true, {"项目名称", "Item name"}, NULL, NULL, 60, NULL},
    {"unit", ARG_TEXT, true, {"单位", "Unit"}, NULL, NULL, 12, NULL},
    {"price", ARG_FEN, true, {"批准单价(元)", "Approved price (yuan)"}, NULL, NULL, 0, NULL},
    {"valid_days", ARG_INT, false, {"有效天数(默认 30)", "Valid for days (30)"}, NULL, NULL, 0, NULL},
    ARG_OPTIONAL_NOTE,
    ARG_END};
static const struct arg refuse_args[] = {ARG_REASON, ARG_END};

#define VALID_DAYS 30

static bool deviation_named(const struct decision *d)
{
    return !arg_is(d, "kind", "deviation") || (arg_of(d, "item")->given && arg_of(d, "price")->given);
}

/* R5.2.3-4, RX-3. */
static bool not_own_request(const struct decision *d)
{
    const struct facts *f = before(d);
    int64_t actor = d->q->actor->id;
    if ((d->part && d->part->user == actor) || d->relations & (BY_SUP | BY_CAM))
        return false;
    for (int i = 0; i < f->parts; i++)
        if (f->part[i].lifecycle == LIFECYCLE_VISIT && f->part[i].user == actor)
            return false;
    return true;
}

static bool days_fit(const struct decision *d)
{
    const struct value *days = arg_of(d, "valid_days");
    return !days->given || (days->n >= 1 && days->n <= 366);
}

static const struct guard guard_named = {
    "rule.deviation_named",
    "5.2.3",
    "R5.2.3-3",
    deviation_named,
    {"偏离标准价须写明项目编号和拟定单价", "A deviation names the item and the price"},
    BY_CAM,
    true};
static const struct guard guard_not_own = {
    "rule.own_price",
    "5.2.3",
    "R5.2.3-4",
    not_own_request,
    {"不能批准自己提出的或自己实施的价格", "Nobody approves a price he asked for or executes"},
    BY_APPROVER,
    false};
static const struct guard guard_days = {
    "rule.valid_days", "5.2.4", "R5.2.4-3", days_fit, {"有效期为 1 至 366 天", "Valid for 1 to 366 days"},
    BY_APPROVER,       true};

static void price_ask(struct decision *d)
{
    struct part *price = d->part;
    bool deviation = arg_is(d, "kind", "deviation");
    snprintf(price->kind, sizeof price->kind, "%s", arg_of(d, "kind")->text);
    price->user = d->q->actor->id;
    price->number = arg_of(d, "price")->given ? arg_of(d, "price")->n : 0;
    price->note = deviation ? arg_of(d, "item")->text : arg_of(d, "wish")->text;
    deadline_set(d, price->id, "offcat_reply", d->q->now + before(d)->p_offcat_reply_hours * MOMENT_HOUR);
    ring_role(d, (enum role)before(d)->approver_role);
}

static void price_approve(struct decision *d)
{
    const struct value *days = arg_of(d, "valid_days");
    struct part *price = d->part;
    price->number = arg_of(d, "price")->n;
    price->to = d->q->now + (days->given ? days->n : VALID_DAYS) * MOMENT_DAY;
    price->note = strcmp(price->kind, "offcat") == 0 ? arg_of(d, "name")->text : NULL;
    if (strcmp(price->kind, "relief") == 0 && d->after.charge_lines)
        charge_relief(d);
    deadline_clear(d, price->id, NULL);
    ring_role(d, ROLE_CAM);
}

static void price_over(struct decision *d)
{
    deadline_clear(d, d->part->id, NULL);
    ring_role(d, ROLE_CAM);
}

static const struct row rows[] = {
    {.action = "price.ask",
     .track = LIFECYCLE_PRICE,
     .from = MASK(0),
     .to = MASK(PRICE_OPEN),
     .when = MASK(ORDER_DRAFT) | ORDER_UNDER_WAY,
     .who = BY_CAM,
     .label = {"上报区域批价", "Ask the region for a price"},
     .clause = "5.2.4",
     .args = ask_args,
     .effects = price_ask,
     .key = 'q',
     .guards = {&guard_named}},
    {.action = "price.approve",
     .track = LIFECYCLE_PRICE,
     .from = MASK(PRICE_OPEN),
     .to = MASK(PRICE_APPROVED),
     .who = BY_APPROVER,
     .label = {"批准价格", "Approve the price"},
     .clause = "5.2.4",
     .args = approve_args,
     .effects = price_approve,
     .key = 'y',
     .guards = {&guard_not_own, &guard_days}},
    {.action = "price.refuse",
     .track = LIFECYCLE_PRICE,
     .from = MASK(PRICE_OPEN),
     .to = MASK(PRICE_REFUSED),
     .who = BY_APPROVER,
     .label = {"不予批准", "Refuse the price"},
     .clause = "5.2.4",
     .args = refuse_args,
     .effects = price_over,
     .key = 'N',
     .guards = {&guard_not_own}},
    {.action = "price.withdraw",
     .track = LIFECYCLE_PRICE,
     .from = MASK(PRICE_OPEN),
     .to = MASK(PRICE_WITHDRAWN),
     .who = BY_CAM,
     .label = {"撤回请示", "Withdraw the request"},
     .clause = "5.2.4",
     .args = refuse_args,
     .effects = price_over},
};

const struct lifecycle lifecycle_price = {
    LIFECYCLE_PRICE, AGGREGATE_ORDER, {"批价", "Price request"}, rows, sizeof rows / sizeof *rows};
