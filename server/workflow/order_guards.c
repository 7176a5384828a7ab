/* What must hold for the order's actions: each guard one question, its words what is missing. Used by order.c
 * only. */
#include "server/workflow/order_guards.h"

#include "server/workflow/guards.h"
#include "server/workflow/order_effects.h"

#include <string.h>

static bool unit_exists(const struct decision *d)
{
    return before(d)->unit && before(d)->unit_site == before(d)->site;
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

static bool first_round(const struct decision *d)
{
    struct facts *f = &((struct decision *)d)->after;
    const struct part *round = facts_last(f, LIFECYCLE_ROUND);
    return !round && f->extra_rounds == 0;
}

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

static bool newer_quote(const struct decision *d)
{
    return before(d)->consent_rev && before(d)->quote_rev > before(d)->consent_rev;
}

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

static bool not_started_or_manager(const struct decision *d)
{
    return before(d)->first_started == MOMENT_NONE || d->relations & BY_PM;
}

static bool deadline_open(const struct decision *d)
{
    return before(d)->deadline_open;
}

const struct guard guard_unit = {"rule.unit",
                                 "2.0",
                                 "R2.0-1",
                                 unit_exists,
                                 {"没有这个房号:订单必须属于本项目登记的一个单元",
                                  "No such unit: an order belongs to one registered unit of the site"},
                                 BY_CAM,
                                 true};

const struct guard guard_own_area = {"rule.public_area",
                                     "3.0",
                                     "R3.0-1",
                                     own_area,
                                     {"公共部位不属于特约服务;请记为普通报修",
                                      "A public area is no special service; note it as an ordinary repair"},
                                     0,
                                     true};

const struct guard guard_contract = {
    "rule.contract_duty",
    "3.0",
    "R3.0-2",
    not_contract_duty,
    {"物业合同义务内的事项不能收费;请记为普通报修",
     "A duty under the property contract is not charged; note it as an ordinary repair"},
    0,
    true};

const struct guard guard_class = {"rule.class",
                                  "5.1",
                                  "R3.0-4",
                                  class_known,
                                  {"每单须有一个在用的服务类别", "An order needs one class that is in use"},
                                  BY_CAM,
                                  true};

const struct guard guard_visit_class = {
    "rule.counter_class",
    "5.8.2",
    "A21",
    class_visits,
    {"打字复印在柜台现场办理,不上门派工", "Typing and copying is done at the counter, not by a visit"},
    0,
    true};

const struct guard guard_wanted = {
    "rule.window",
    "5.4.1",
    "R5.4.1-4",
    wanted_window,
    {"预约时间的结束须晚于开始且不能已过;客户随时可以请明确填「随时」",
     "The wanted window must end after it begins and not be past; or say \"any\""},
    BY_CAM,
    true};

const struct guard guard_relay = {
    "rule.relay",
    "5.3.3",
    "R5.3.3-3",
    relay_open,
    {"该转告不属于这个房号或已经处理", "The relay is not this unit's, or is already handled"},
    BY_CAM,
    true};

const struct guard guard_book = {
    "rule.not_in_book",
    "5.2.3",
    "R5.2.3-1",
    quote_lines_known,
    {"只能使用报价时现行收费标准中的项目;标准中没有的须上报区域批价",
     "Only items of the book in force can be quoted; others need the region's price"},
    BY_APPROVER,
    true};

const struct guard guard_priced = {
    "rule.price_from_wire",
    "5.2.3",
    "R5.2.3-2",
    quote_lines_priced,
    {"单价由收费标准决定,不能由客户端给出;数量须大于零且在限额内;区间价须在报价时选定",
     "The book sets the price, never the request; quantities must be positive and within limits; a range "
     "needs its price"},
    BY_CAM,
    true};

const struct guard guard_one_class = {"rule.one_class",
                                      "5.4.1",
                                      "RX-11",
                                      quote_lines_one_class,
                                      {"一单只含一个类别的项目;其他类别请另开关联单",
                                       "One order holds items of one class; open a linked order for others"},
                                      BY_CAM,
                                      true};

const struct guard guard_first_round = {
    "rule.rework_no_charge",
    "5.6.2",
    "R5.6.2-3",
    first_round,
    {"返工不加收费项目;新的需求请另开新单", "Rework adds no charge; a new wish is a new order"},
    BY_CAM,
    false};

const struct guard guard_quote = {"rule.no_quote",
                                  "5.3.2",
                                  "R5.3.2-1",
                                  has_quote,
                                  {"还没有按收费标准报价", "There is no quote from the tariff yet"},
                                  BY_CAM,
                                  false};

const struct guard guard_quote_alive = {
    "rule.quote_expired",
    "5.3.2",
    "A29",
    quote_alive,
    {"报价已过有效期,请按现行标准重新报价", "The quote has expired; quote again from the book in force"},
    BY_CAM,
    false};

const struct guard guard_not_consented = {
    "rule.already_consented",
    "5.3.2",
    "R5.3.2-2",
    not_consented,
    {"这一版报价客户已经同意", "The customer has agreed to this quote already"},
    BY_CAM,
    false};

const struct guard guard_explained = {
    "rule.not_explained",
    "5.3.2",
    "R5.3.2-1",
    explained,
    {"尚未向客户说明收费标准", "The tariff has not been explained to the customer"},
    BY_CAM,
    false};

const struct guard guard_prices_answered = {
    "rule.price_pending",
    "5.2.4",
    "R5.2.4-2",
    prices_answered,
    {"有待区域批价的项目,批价前不能报价同意或派工",
     "A price is still asked of the region; until it answers nothing can be agreed or dispatched"},
    BY_APPROVER,
    false};

const struct guard guard_prices_approved = {
    "rule.price_deviation",
    "5.2.3",
    "R5.2.3-3",
    prices_approved,
    {"有与收费标准不同的价格,未经权限人批准不得提高或降低",
     "A price differs from the book; it may not be raised or lowered without approval"},
    BY_APPROVER,
    false};

const struct guard guard_newer_quote = {
    "rule.nothing_to_keep",
    "5.3.2",
    "R5.3.2-3",
    newer_quote,
    {"没有待客户同意的变更", "There is no changed quote waiting for consent"},
    BY_CAM,
    false};

const struct guard guard_department = {
    "rule.to_department",
    "5.4.1",
    "R5.4.1-1",
    picked_department,
    {"派工须派给本项目的实施部门(由其主管接单),不能直接派给个人",
     "Dispatch goes to a department of the site (its supervisor), not to a person"},
    BY_CAM,
    true};

const struct guard guard_able = {"rule.department_class",
                                 "5.4.1",
                                 "R5.4.1-1",
                                 department_able,
                                 {"该部门不承接这一类别", "That department does not do this class"},
                                 BY_CAM,
                                 true};

const struct guard guard_number = {
    "rule.no_form",
    "5.3.2",
    "R5.3.2-8",
    has_number,
    {"尚未取得客户同意,没有处理单号", "There is no form number: the customer has not agreed"},
    BY_CAM,
    false};

const struct guard guard_class_active = {"rule.class",
                                         "5.1",
                                         "R5.3.2-8",
                                         class_still_active,
                                         {"服务类别已停用或不派工", "The class is retired or not dispatched"},
                                         BY_CAM,
                                         false};

const struct guard guard_e1 = {
    "rule.e1_first",
    "5.4.1",
    "A54",
    e1_entered,
    {"本项目规定先录入数字家园再派工", "This site enters into 数字家园 before dispatch"},
    BY_CAM,
    false};

const struct guard guard_before_start = {
    "rule.started",
    "5.3.2",
    "RX-10",
    not_started_or_manager,
    {"已经开工,只有项目经理可以取消", "Work has started: only the project manager may cancel"},
    BY_PM,
    false};

const struct guard guard_deadline = {"rule.deadline_over",
                                     "5.7.2",
                                     "R5.7.2-5",
                                     deadline_open,
                                     {"该时限已不再有效", "That deadline no longer stands"},
                                     0,
                                     true};
