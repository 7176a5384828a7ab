/* The order (客户需求处理单) from the request to its end: intake, quote, consent, dispatch, cancelling.
 * Part of the pure core: read by decide.c through the lifecycle table at the end. */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"
#include "server/workflow/order_effects.h"

#include <string.h>

/* ---- intake ---- */

static const struct option sources[] = {{"phone", {"电话", "Phone"}},
                                        {"counter", {"前台", "Counter"}},
                                        {"relay", {"员工转告", "Relay"}},
                                        {"other", {"其他", "Other"}},
                                        {NULL, {NULL, NULL}}};
static const struct option places[] = {{"own", {"客户专有部位", "Customer's own area"}},
                                       {"public", {"公共部位", "Public area"}},
                                       {NULL, {NULL, NULL}}};

static const struct arg create_args[] = {
    {"unit", ARG_PICK, true, {"房号", "Unit"}, NULL, "unit.find", 0, NULL},
    {"contact", ARG_TEXT, true, {"联系人", "Contact"}, NULL, NULL, 40, "contact"},
    {"phone", ARG_TEXT, false, {"电话", "Phone"}, NULL, NULL, 20, "phone"},
    {"source", ARG_CHOICE, true, {"来源", "Source"}, sources, NULL, 0, "phone"},
    {"class", ARG_CHOICE, true, {"类别", "Class"}, NULL, "class.list", 0, NULL},
    {"wish", ARG_NOTE, true, {"需求", "Wish"}, NULL, NULL, 400, "wish"},
    {"own_area", ARG_CHOICE, true, {"部位", "Area"}, places, NULL, 0, NULL},
    {"contract_duty", ARG_CHOICE, true, {"属物业合同义务", "Contract duty"}, options_yes_no, NULL, 0, NULL},
    {"wanted", ARG_WINDOW, true, {"客户预约时间", "Wanted time"}, NULL, NULL, 0, NULL},
    {"no_item",
     ARG_NOTE,
     false,
     {"标准中没有的需求(上报区域)", "Not in the book (asks the region)"},
     NULL,
     NULL,
     200,
     NULL},
    {"instructions", ARG_NOTE, false, {"客户特别交代", "Special instructions"}, NULL, NULL, 400, NULL},
    {"relay", ARG_PICK, false, {"转告", "Relay"}, NULL, "relay.list", 0, NULL},
    ARG_END};

static bool unit_exists(const struct decision *d)
{
    return before(d)->unit != 0;
}

static bool own_area(const struct decision *d)
{
    return arg_is(d, "own_area", "own");
}

static bool not_contract_duty(const struct decision *d)
{
    return arg_is(d, "contract_duty", "no");
}

static bool class_known(const struct decision *d)
{
    return before(d)->class_active;
}

static bool class_visits(const struct decision *d)
{
    return !before(d)->class_counter;
}

static bool wanted_window(const struct decision *d)
{
    const struct value *w = arg_of(d, "wanted");
    return w->n == MOMENT_NONE || (w->n < w->n2 && w->n2 > d->q->now);
}

static bool relay_open(const struct decision *d)
{
    const struct facts *f = before(d);
    return !arg_of(d, "relay")->given ||
           (f->relay && f->relay_state == RELAY_NEW && f->relay_unit == f->unit);
}

static const struct guard guard_unit = {"rule.unit",
                                        "2.0",
                                        "R2.0-1",
                                        unit_exists,
                                        {"没有这个房号:订单必须属于本项目登记的一个单元",
                                         "No such unit: an order belongs to one registered unit of the site"},
                                        BY_CAM,
                                        true};
static const struct guard guard_own_area = {
    "rule.public_area",
    "3.0",
    "R3.0-1",
    own_area,
    {"公共部位不属于特约服务;请记为普通报修",
     "A public area is no special service; note it as an ordinary repair"},
    0,
    true};
static const struct guard guard_contract = {
    "rule.contract_duty",
    "3.0",
    "R3.0-2",
    not_contract_duty,
    {"物业合同义务内的事项不能收费;请记为普通报修",
     "A duty under the property contract is not charged; note it as an ordinary repair"},
    0,
    true};
static const struct guard guard_class = {
    "rule.class",
    "5.1",
    "R3.0-4",
    class_known,
    {"每单须有一个在用的服务类别", "An order needs one class that is in use"},
    BY_CAM,
    true};
static const struct guard guard_visit_class = {
    "rule.counter_class",
    "5.8.2",
    "A21",
    class_visits,
    {"打字复印在柜台现场办理,不上门派工", "Typing and copying is done at the counter, not by a visit"},
    0,
    true};
static const struct guard guard_wanted = {
    "rule.window",
    "5.4.1",
    "R5.4.1-4",
    wanted_window,
    {"预约时间的结束须晚于开始且不能已过;客户随时可以请明确填「随时」",
     "The wanted window must end after it begins and not be past; or say \"any\""},
    BY_CAM,
    true};
static const struct guard guard_relay = {
    "rule.relay",
    "5.3.3",
    "R5.3.3-3",
    relay_open,
    {"该转告不属于这个房号或已经处理", "The relay is not this unit's, or is already handled"},
    BY_CAM,
    true};

/* ---- quoting ---- */

static const struct arg quote_args[] = {
    {"lines", ARG_LINES, true, {"收费项目", "Tariff items"}, NULL, "tariff.find", 0, NULL},
    {"materials", ARG_THINGS, false, {"客户自备材料", "Customer's materials"}, NULL, NULL, 400, NULL},
    ARG_END};

static bool first_round(const struct decision *d)
{
    struct facts *f = &((struct decision *)d)->after;
    const struct part *round = facts_last(f, LIFECYCLE_ROUND);
    return !round && f->extra_rounds == 0;
}

static const struct guard guard_book = {
    "rule.not_in_book",
    "5.2.3",
    "R5.2.3-1",
    quote_lines_known,
    {"只能使用报价时现行收费标准中的项目;标准中没有的须上报区域批价",
     "Only items of the book in force can be quoted; others need the region's price"},
    BY_APPROVER,
    true};
static const struct guard guard_priced = {
    "rule.price_from_wire",
    "5.2.3",
    "R5.2.3-2",
    quote_lines_priced,
    {"单价由收费标准决定,不能由客户端给出;数量须大于零且在限额内;区间价须在报价时选定",
     "The book sets the price, never the request; quantities must be positive and within limits; a range "
     "needs its price"},
    BY_CAM,
    true};
static const struct guard guard_one_class = {
    "rule.one_class",
    "5.4.1",
    "RX-11",
    quote_lines_one_class,
    {"一单只含一个类别的项目;其他类别请另开关联单",
     "One order holds items of one class; open a linked order for others"},
    BY_CAM,
    true};
static const struct guard guard_first_round = {
    "rule.rework_no_charge",
    "5.6.2",
    "R5.6.2-3",
    first_round,
    {"返工不加收费项目;新的需求请另开新单", "Rework adds no charge; a new wish is a new order"},
    BY_CAM,
    false};

/* ---- explaining and consent ---- */

static const struct arg explain_args[] = {
    {"channel", ARG_CHOICE, true, {"方式", "Channel"}, options_channel, NULL, 0, "phone"}, ARG_END};

static const struct arg consent_args[] = {
    {"channel", ARG_CHOICE, true, {"同意方式", "Channel"}, options_channel, NULL, 0, "phone"},
    {"speaker", ARG_TEXT, true, {"同意人", "Who agreed"}, NULL, NULL, 40, "contact"},
    {"relation", ARG_TEXT, true, {"与业主关系", "Relation"}, NULL, NULL, 20, "relation"},
    TICK("materials_told", "已告知材料由客户自行采购并提供", "Told that the customer buys the materials"),
    {"payer", ARG_TEXT, false, {"付款人(与物业费付款人不同时)", "Payer, if another"}, NULL, NULL, 40, NULL},
    ARG_END};

static bool has_quote(const struct decision *d)
{
    return before(d)->quote_rev && before(d)->quote_lines;
}

static bool quote_alive(const struct decision *d)
{
    const struct facts *f = before(d);
    return !f->quote_rev || d->q->now < f->quoted_at + f->p_quote_valid_days * MOMENT_DAY;
}

static bool not_consented(const struct decision *d)
{
    return !consent_stands(before(d), d->q->now);
}

static bool explained(const struct decision *d)
{
    const struct facts *f = before(d);
    return f->quote_rev && f->explained_rev == f->quote_rev;
}

static bool prices_answered(const struct decision *d)
{
    return !facts_count(before(d), LIFECYCLE_PRICE, PRICE_OPEN);
}

static bool prices_approved(const struct decision *d)
{
    return !before(d)->quote_off_book;
}

static const struct guard guard_quote = {"rule.no_quote",
                                         "5.3.2",
                                         "R5.3.2-1",
                                         has_quote,
                                         {"还没有按收费标准报价", "There is no quote from the tariff yet"},
                                         BY_CAM,
                                         false};
static const struct guard guard_quote_alive = {
    "rule.quote_expired",
    "5.3.2",
    "A29",
    quote_alive,
    {"报价已过有效期,请按现行标准重新报价", "The quote has expired; quote again from the book in force"},
    BY_CAM,
    false};
static const struct guard guard_not_consented = {
    "rule.already_consented",
    "5.3.2",
    "R5.3.2-2",
    not_consented,
    {"这一版报价客户已经同意", "The customer has agreed to this quote already"},
    BY_CAM,
    false};
static const struct guard guard_explained = {
    "rule.not_explained",
    "5.3.2",
    "R5.3.2-1",
    explained,
    {"尚未向客户说明收费标准", "The tariff has not been explained to the customer"},
    BY_CAM,
    false};
static const struct guard guard_prices_answered = {
    "rule.price_pending",
    "5.2.4",
    "R5.2.4-2",
    prices_answered,
    {"有待区域批价的项目,批价前不能报价同意或派工",
     "A price is still asked of the region; until it answers nothing can be agreed or dispatched"},
    BY_APPROVER,
    false};
static const struct guard guard_prices_approved = {
    "rule.price_deviation",
    "5.2.3",
    "R5.2.3-3",
    prices_approved,
    {"有与收费标准不同的价格,未经权限人批准不得提高或降低",
     "A price differs from the book; it may not be raised or lowered without approval"},
    BY_APPROVER,
    false};

static const struct arg decline_args[] = {ARG_REASON, ARG_END};

static bool newer_quote(const struct decision *d)
{
    return before(d)->consent_rev && before(d)->quote_rev > before(d)->consent_rev;
}

static const struct guard guard_newer_quote = {
    "rule.nothing_to_keep",
    "5.3.2",
    "R5.3.2-3",
    newer_quote,
    {"没有待客户同意的变更", "There is no changed quote waiting for consent"},
    BY_CAM,
    false};

/* ---- dispatch ---- */

static const struct arg dispatch_args[] = {
    {"department", ARG_PICK, true, {"实施部门", "Department"}, NULL, "department.list", 0, NULL},
    ARG_OPTIONAL_NOTE,
    ARG_END};

static bool picked_department(const struct decision *d)
{
    return before(d)->pick_is_department && before(d)->pick_site == before(d)->site;
}

static bool department_able(const struct decision *d)
{
    return before(d)->pick_does_class;
}

static bool has_number(const struct decision *d)
{
    return before(d)->no[0] != 0;
}

static bool class_still_active(const struct decision *d)
{
    return before(d)->class_active && !before(d)->class_counter;
}

static bool e1_entered(const struct decision *d)
{
    struct facts *f = &((struct decision *)d)->after;
    if (!f->p_block_dispatch_until_e1)
        return true;
    for (int i = 0; i < f->parts; i++)
        if (f->part[i].lifecycle == LIFECYCLE_ENTRY && strcmp(f->part[i].kind, "e1") == 0)
            return state_of(LIFECYCLE_ENTRY, f->part[i].state)->final;
    return false;
}

static const struct guard guard_department = {
    "rule.to_department",
    "5.4.1",
    "R5.4.1-1",
    picked_department,
    {"派工须派给本项目的实施部门(由其主管接单),不能直接派给个人",
     "Dispatch goes to a department of the site (its supervisor), not to a person"},
    BY_CAM,
    true};
static const struct guard guard_able = {"rule.department_class",
                                        "5.4.1",
                                        "R5.4.1-1",
                                        department_able,
                                        {"该部门不承接这一类别", "That department does not do this class"},
                                        BY_CAM,
                                        true};
static const struct guard guard_number = {
    "rule.no_form",
    "5.3.2",
    "R5.3.2-8",
    has_number,
    {"尚未取得客户同意,没有处理单号", "There is no form number: the customer has not agreed"},
    BY_CAM,
    false};
static const struct guard guard_class_active = {
    "rule.class",
    "5.1",
    "R5.3.2-8",
    class_still_active,
    {"服务类别已停用或不派工", "The class is retired or not dispatched"},
    BY_CAM,
    false};
static const struct guard guard_e1 = {
    "rule.e1_first",
    "5.4.1",
    "A54",
    e1_entered,
    {"本项目规定先录入数字家园再派工", "This site enters into 数字家园 before dispatch"},
    BY_CAM,
    false};

static const struct arg reason_args[] = {ARG_REASON, ARG_END};

/* ---- cancelling ---- */

static bool not_started_or_manager(const struct decision *d)
{
    return before(d)->first_started == MOMENT_NONE || d->relations & BY_PM;
}

static const struct guard guard_before_start = {
    "rule.started",
    "5.3.2",
    "RX-10",
    not_started_or_manager,
    {"已经开工,只有项目经理可以取消", "Work has started: only the project manager may cancel"},
    BY_PM,
    false};

/* ---- reminders ---- */

static const struct arg remind_args[] = {
    {"kind", ARG_TEXT, true, {"提醒", "Reminder"}, NULL, NULL, 32, NULL},
    {"deadline", ARG_PICK, true, {"时限", "Deadline"}, NULL, NULL, 0, NULL},
    ARG_END};

static bool deadline_open(const struct decision *d)
{
    return before(d)->deadline_open;
}

static const struct guard guard_deadline = {"rule.deadline_over",
                                            "5.7.2",
                                            "R5.7.2-5",
                                            deadline_open,
                                            {"该时限已不再有效", "That deadline no longer stands"},
                                            0,
                                            true};

#define QUOTING (MASK(ORDER_DRAFT) | ORDER_UNDER_WAY)

static const struct row rows[] = {
    {.action = "order.create",
     .track = LIFECYCLE_ORDER,
     .from = MASK(0),
     .to = MASK(ORDER_DRAFT),
     .who = BY_CAM,
     .label = {"受理登记", "Take the request"},
     .clause = "5.3.1",
     .args = create_args,
     .effects = order_create,
     .key = 'n',
     .guards = {&guard_unit, &guard_own_area, &guard_contract, &guard_class, &guard_visit_class,
                &guard_wanted, &guard_relay}},
    {.action = "order.quote",
     .track = LIFECYCLE_ORDER,
     .from = QUOTING,
     .who = BY_CAM,
     .label = {"报价", "Quote"},
     .clause = "5.2.3",
     .args = quote_args,
     .effects = order_quote,
     .key = 'b',
     .guards = {&guard_first_round, &guard_book, &guard_one_class, &guard_priced}},
    {.action = "order.explain",
     .track = LIFECYCLE_ORDER,
     .from = QUOTING,
     .who = BY_CAM,
     .label = {"说明收费标准", "Explain the tariff"},
     .clause = "5.3.2",
     .args = explain_args,
     .effects = order_explain,
     .card = "order.say",
     .key = 'e',
     .guards = {&guard_quote, &guard_quote_alive, &guard_not_consented, &guard_prices_answered}},
    {.action = "order.consent",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_DRAFT),
     .to = MASK(ORDER_READY),
     .who = BY_CAM,
     .label = {"客户同意", "Customer agrees"},
     .clause = "5.3.2",
     .args = consent_args,
     .effects = order_consent,
     .card = "order.say",
     .key = 'y',
     .guards = {&guard_quote, &guard_quote_alive, &guard_explained, &guard_prices_answered,
                &guard_prices_approved}},
    {.action = "order.consent",
     .track = LIFECYCLE_ORDER,
     .from = ORDER_UNDER_WAY,
     .who = BY_CAM,
     .label = {"客户同意变更", "Customer agrees to the change"},
     .clause = "5.3.2",
     .args = consent_args,
     .effects = order_consent_again,
     .key = 'y',
     .guards = {&guard_quote, &guard_quote_alive, &guard_not_consented, &guard_explained,
                &guard_prices_answered, &guard_prices_approved}},
    {.action = "order.decline",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_DRAFT),
     .to = MASK(ORDER_DECLINED),
     .who = BY_CAM,
     .label = {"客户不同意", "Customer declines"},
     .clause = "5.3.2",
     .args = decline_args,
     .effects = order_over,
     .key = 'D'},
    {.action = "order.keep",
     .track = LIFECYCLE_ORDER,
     .from = ORDER_UNDER_WAY,
     .who = BY_CAM,
     .label = {"客户不同意变更,按原报价", "Change declined: keep the former quote"},
     .clause = "5.3.2",
     .args = reason_args,
     .effects = order_keep,
     .guards = {&guard_newer_quote}},
    {.action = "order.dispatch",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_READY),
     .to = MASK(ORDER_DISPATCHED),
     .who = BY_CAM,
     .label = {"派工", "Dispatch"},
     .clause = "5.3.2",
     .args = dispatch_args,
     .effects = order_dispatch,
     .key = 'a',
     .guards = {&guard_number, &guard_consent_stands, &guard_prices_answered, &guard_prices_approved,
                &guard_class_active, &guard_department, &guard_able, &guard_e1}},
    {.action = "order.acknowledge",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_DISPATCHED),
     .to = MASK(ORDER_PLANNING),
     .who = BY_SUP,
     .label = {"接单", "Acknowledge"},
     .clause = "5.4.1",
     .effects = order_acknowledge,
     .key = 'k'},
    {.action = "order.return",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_DISPATCHED) | MASK(ORDER_PLANNING),
     .to = MASK(ORDER_READY),
     .who = BY_SUP,
     .label = {"退回客户经理", "Send back"},
     .clause = "5.4.1",
     .args = reason_args,
     .effects = order_return},
    {.action = "order.schedule",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_PLANNING),
     .to = MASK(ORDER_SCHEDULED),
     .who = BY_SYSTEM,
     .label = {"进入已安排", "Becomes scheduled"},
     .clause = "5.4.1",
     .hidden = true},
    {.action = "order.unschedule",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_SCHEDULED) | MASK(ORDER_AGREEING),
     .to = MASK(ORDER_PLANNING),
     .who = BY_SYSTEM,
     .label = {"回到待安排", "Back to assigning"},
     .clause = "5.4.1",
     .hidden = true},
    {.action = "order.wait_time",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_PLANNING) | MASK(ORDER_SCHEDULED) | MASK(ORDER_SERVING) | MASK(ORDER_ESCALATED) |
             MASK(ORDER_ACCEPTED),
     .to = MASK(ORDER_AGREEING),
     .who = BY_SYSTEM,
     .label = {"等待约定时间", "Waits for a time"},
     .clause = "5.4.1",
     .hidden = true},
    {.action = "order.serve",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_SCHEDULED),
     .to = MASK(ORDER_SERVING),
     .who = BY_SYSTEM,
     .label = {"开始服务", "In service"},
     .clause = "5.4.2",
     .hidden = true},
    {.action = "order.escalate",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_SERVING),
     .to = MASK(ORDER_ESCALATED),
     .who = BY_SYSTEM,
     .label = {"报项目经理", "Goes to the manager"},
     .clause = "5.6.3",
     .hidden = true},
    {.action = "order.accept",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_SERVING) | MASK(ORDER_ESCALATED),
     .to = MASK(ORDER_ACCEPTED),
     .who = BY_SYSTEM,
     .label = {"已验收", "Accepted"},
     .clause = "5.6.1",
     .hidden = true},
    {.action = "order.end",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_ESCALATED),
     .to = MASK(ORDER_ENDED),
     .who = BY_SYSTEM,
     .label = {"未验收结束", "Ends unaccepted"},
     .clause = "5.6.3",
     .hidden = true},
    {.action = "order.close",
     .track = LIFECYCLE_ORDER,
     .from = MASK(ORDER_ACCEPTED),
     .to = MASK(ORDER_CLOSED),
     .who = BY_SYSTEM,
     .label = {"关闭", "Close"},
     .clause = "5.7.2",
     .hidden = true},
    {.action = "order.cancel",
     .track = LIFECYCLE_ORDER,
     .from = ORDER_UNDER_WAY,
     .to = MASK(ORDER_CANCELLED),
     .who = BY_CAM | BY_PM,
     .label = {"取消", "Cancel"},
     .clause = "5.3.2",
     .args = reason_args,
     .effects = order_cancel,
     .key = 'X',
     .guards = {&guard_before_start}},
    {.action = "order.handover",
     .track = LIFECYCLE_ORDER,
     .from = ANY_STATE,
     .who = BY_SYSTEM,
     .label = {"客户经理变更", "Account manager changed"},
     .clause = "5.3.1",
     .args = remind_args,
     .effects = order_remind,
     .hidden = true,
     .guards = {&guard_deadline}},
    {.action = "order.remind",
     .track = LIFECYCLE_ORDER,
     .from = ANY_STATE,
     .who = BY_SYSTEM,
     .label = {"到期提醒", "Reminder"},
     .clause = "5.7.2",
     .args = remind_args,
     .effects = order_remind,
     .hidden = true,
     .guards = {&guard_deadline}},
};

const struct lifecycle lifecycle_order = {
    LIFECYCLE_ORDER, AGGREGATE_ORDER, {"客户需求处理单", "Order"}, rows, sizeof rows / sizeof *rows};
