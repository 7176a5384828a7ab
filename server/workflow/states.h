/* Every state of every lifecycle: name on the wire and in the database, words for people, who answers for it,
 * and whether it is final. States of one lifecycle start at 1; 0 is "not there yet". (R4.1.1-1) */
#ifndef TEYUE_WORKFLOW_STATES_H
#define TEYUE_WORKFLOW_STATES_H

#include "common/label.h"

#include <stdbool.h>

enum role {
    ROLE_NONE,
    ROLE_CAM, /* 专属客户经理: the unit's account manager */
    ROLE_SUP, /* 实施部门主管 */
    ROLE_TEC, /* 实施人 */
    ROLE_PM,  /* 项目经理 */
    ROLE_TAR, /* 区域公司品质管理中心 */
    ROLE_FIN, /* 区域公司财务中心 */
    ROLE_TAD, /* 物业事业部物业管理中心 */
    ROLE_STF, /* any other employee of the site: may only relay */
    ROLE_ADM, /* the site's system administrator: no business actions */
    ROLE_SYSTEM,
    ROLE_COUNT
};

/* X(LIFECYCLE, name) in the order of enum lifecycle_id */
#define LIFECYCLES(X)                                                                                        \
    X(ORDER, order)                                                                                          \
    X(PRICE, price)                                                                                          \
    X(TIME, time)                                                                                            \
    X(VISIT, visit)                                                                                          \
    X(CHECKLIST, checklist)                                                                                  \
    X(ROUND, round)                                                                                          \
    X(CASE, case)                                                                                            \
    X(CLAIM, claim)                                                                                          \
    X(FORM, form)                                                                                            \
    X(ENTRY, entry)                                                                                          \
    X(FOLLOWUP, followup)                                                                                    \
    X(RELAY, relay)                                                                                          \
    X(DEPUTY, deputy)                                                                                        \
    X(INCIDENT, incident)                                                                                    \
    X(UNIT, unit)

/* X(LIFECYCLE, STATE, name, zh, en, owner role, final) */
#define ORDER_STATES(X)                                                                                      \
    X(ORDER, DRAFT, "draft", "登记中", "Draft", CAM, 0)                                                      \
    X(ORDER, DECLINED, "declined", "客户未同意", "Declined", CAM, 1)                                         \
    X(ORDER, READY, "ready", "待派工", "To dispatch", CAM, 0)                                                \
    X(ORDER, DISPATCHED, "dispatched", "待接单", "Dispatched", SUP, 0)                                       \
    X(ORDER, PLANNING, "planning", "待安排", "To assign", SUP, 0)                                            \
    X(ORDER, AGREEING, "agreeing", "待约时间", "Time to agree", CAM, 0)                                      \
    X(ORDER, SCHEDULED, "scheduled", "已安排", "Scheduled", TEC, 0)                                          \
    X(ORDER, SERVING, "serving", "服务中", "In service", TEC, 0)                                             \
    X(ORDER, ESCALATED, "escalated", "经理处理", "With manager", PM, 0)                                      \
    X(ORDER, ACCEPTED, "accepted", "已验收", "Accepted", CAM, 0)                                             \
    X(ORDER, CLOSED, "closed", "已关闭", "Closed", CAM, 1)                                                   \
    X(ORDER, CANCELLED, "cancelled", "已取消", "Cancelled", CAM, 1)                                          \
    X(ORDER, ENDED, "ended", "未验收结束", "Ended unaccepted", PM, 1)

#define PRICE_STATES(X)                                                                                      \
    X(PRICE, OPEN, "open", "待批价", "Price asked", TAR, 0)                                                  \
    X(PRICE, APPROVED, "approved", "已批价", "Price approved", CAM, 1)                                       \
    X(PRICE, REFUSED, "refused", "不予批价", "Price refused", CAM, 1)                                        \
    X(PRICE, WITHDRAWN, "withdrawn", "已撤回", "Withdrawn", CAM, 1)

#define TIME_STATES(X)                                                                                       \
    X(TIME, PROPOSED, "proposed", "待客户确认", "Proposed", CAM, 0)                                          \
    X(TIME, AGREED, "agreed", "已约定", "Agreed", SUP, 1)                                                    \
    X(TIME, REJECTED, "rejected", "客户不同意", "Rejected", SUP, 1)                                          \
    X(TIME, DROPPED, "dropped", "已作废", "Dropped", SUP, 1)

#define VISIT_STATES(X)                                                                                      \
    X(VISIT, PLANNED, "planned", "待上门", "Planned", TEC, 0)                                                \
    X(VISIT, LEFT, "left", "已出发", "On the way", TEC, 0)                                                   \
    X(VISIT, ARRIVED, "arrived", "已上门", "Arrived", TEC, 0)                                                \
    X(VISIT, WORKING, "working", "作业中", "Working", TEC, 0)                                                \
    X(VISIT, PAUSED, "paused", "暂停", "Paused", TEC, 0)                                                     \
    X(VISIT, FINISHED, "finished", "待验收", "Finished", TEC, 0)                                             \
    X(VISIT, DEPARTED, "departed", "已离开", "Departed", TEC, 1)                                             \
    X(VISIT, FAILED, "failed", "上门未成", "Failed", CAM, 1)                                                 \
    X(VISIT, STOPPING, "stopping", "停工卡待确认", "Stop card", TEC, 0)                                      \
    X(VISIT, STOPPED, "stopped", "已停工", "Stopped", TEC, 1)

#define CHECKLIST_STATES(X)                                                                                  \
    X(CHECKLIST, OPEN, "open", "未完成", "Open", TEC, 0)                                                     \
    X(CHECKLIST, COMPLETE, "complete", "已完成", "Complete", TEC, 1)                                         \
    X(CHECKLIST, DROPPED, "dropped", "已作废", "Dropped", TEC, 1)

#define ROUND_STATES(X)                                                                                      \
    X(ROUND, TRIAL, "trial", "客户试用", "Customer's trial", TEC, 0)                                         \
    X(ROUND, ACCEPTED, "accepted", "验收合格", "Accepted", CAM, 1)                                           \
    X(ROUND, REFUSED, "refused", "验收不合格", "Refused", TEC, 1)                                            \
    X(ROUND, UNSIGNED, "unsigned", "客户未签字", "Unsigned", PM, 1)                                          \
    X(ROUND, DROPPED, "dropped", "已作废", "Dropped", PM, 1)

#define CASE_STATES(X)                                                                                       \
    X(CASE, OPEN, "open", "待处理", "Open", PM, 0)                                                           \
    X(CASE, ACTING, "acting", "处理中", "Acting", PM, 0)                                                     \
    X(CASE, CLOSED, "closed", "已了结", "Closed", PM, 1)

#define CLAIM_STATES(X)                                                                                      \
    X(CLAIM, OPEN, "open", "待协商", "Open", PM, 0)                                                          \
    X(CLAIM, TALKS, "talks", "协商中", "In talks", PM, 0)                                                    \
    X(CLAIM, SETTLED, "settled", "已赔偿", "Settled", PM, 1)                                                 \
    X(CLAIM, DROPPED, "dropped", "客户撤回", "Withdrawn", PM, 1)

#define FORM_STATES(X)                                                                                       \
    X(FORM, OUT, "out", "已开单", "Out", TEC, 0)                                                             \
    X(FORM, SIGNED, "signed", "已签待返单", "Signed", TEC, 0)                                                \
    X(FORM, BACK, "back", "已返单", "Back", CAM, 1)                                                          \
    X(FORM, LOST, "lost", "遗失", "Lost", CAM, 0)                                                            \
    X(FORM, REPRINTED, "reprinted", "补打待签", "Reprinted", CAM, 0)                                         \
    X(FORM, WAIVED, "waived", "经理豁免", "Waived", PM, 1)                                                   \
    X(FORM, VOID, "void", "作废留号", "Void", CAM, 1)

#define ENTRY_STATES(X)                                                                                      \
    X(ENTRY, OPEN, "open", "待录入", "To enter", CAM, 0)                                                     \
    X(ENTRY, ENTERED, "entered", "已录入", "Entered", CAM, 1)                                                \
    X(ENTRY, VERIFIED, "verified", "已核对", "Verified", CAM, 1)                                             \
    X(ENTRY, FAILED, "failed", "录入失败", "Failed", CAM, 0)                                                 \
    X(ENTRY, CORRECT, "to_correct", "待更正", "To correct", CAM, 0)

#define FOLLOWUP_STATES(X)                                                                                   \
    X(FOLLOWUP, RUNNING, "running", "待回访", "To follow up", CAM, 0)                                        \
    X(FOLLOWUP, SATISFIED, "satisfied", "回访满意", "Satisfied", CAM, 1)                                     \
    X(FOLLOWUP, UNSATISFIED, "unsatisfied", "回访不满意", "Not satisfied", PM, 1)                            \
    X(FOLLOWUP, SETTLED, "settled", "已整改确认", "Put right", PM, 1)                                        \
    X(FOLLOWUP, SUPERSEDED, "superseded", "重新验收", "Superseded", CAM, 1)

#define RELAY_STATES(X)                                                                                      \
    X(RELAY, UNPLACED, "unplaced", "待认房号", "Unit unknown", PM, 0)                                        \
    X(RELAY, NEW, "new", "待受理", "New", CAM, 0)                                                            \
    X(RELAY, CONVERTED, "converted", "已受理", "Converted", CAM, 1)                                          \
    X(RELAY, CLOSED, "closed", "已结", "Closed", CAM, 1)

#define DEPUTY_STATES(X)                                                                                     \
    X(DEPUTY, ACTIVE, "active", "有效", "Active", PM, 0)                                                     \
    X(DEPUTY, ENDED, "ended", "已终止", "Ended", PM, 1)

#define INCIDENT_STATES(X)                                                                                   \
    X(INCIDENT, OPEN, "open", "待处理", "Open", PM, 0)                                                       \
    X(INCIDENT, ACTING, "acting", "处理中", "Acting", PM, 0)                                                 \
    X(INCIDENT, CLOSED, "closed", "已了结", "Closed", PM, 1)

#define UNIT_STATES(X) X(UNIT, HELD, "held", "在管", "In care", PM, 0)

#define STATES(X)                                                                                            \
    ORDER_STATES(X)                                                                                          \
    PRICE_STATES(X)                                                                                          \
    TIME_STATES(X)                                                                                           \
    VISIT_STATES(X)                                                                                          \
    CHECKLIST_STATES(X)                                                                                      \
    ROUND_STATES(X)                                                                                          \
    CASE_STATES(X)                                                                                           \
    CLAIM_STATES(X)                                                                                          \
    FORM_STATES(X)                                                                                           \
    ENTRY_STATES(X)                                                                                          \
    FOLLOWUP_STATES(X)                                                                                       \
    RELAY_STATES(X)                                                                                          \
    DEPUTY_STATES(X)                                                                                         \
    INCIDENT_STATES(X)                                                                                       \
    UNIT_STATES(X)

#define STATE_ENUM(L, S, name, zh, en, owner, final) L##_##S,
#define LIFECYCLE_ENUM(L, name) LIFECYCLE_##L,

enum lifecycle_id { LIFECYCLE_NONE, LIFECYCLES(LIFECYCLE_ENUM) LIFECYCLE_COUNT };

enum order_state { ORDER_NONE, ORDER_STATES(STATE_ENUM) ORDER_COUNT };
enum price_state { PRICE_NONE, PRICE_STATES(STATE_ENUM) PRICE_COUNT };
enum time_state { TIME_NONE, TIME_STATES(STATE_ENUM) TIME_COUNT };
enum visit_state { VISIT_NONE, VISIT_STATES(STATE_ENUM) VISIT_COUNT };
enum checklist_state { CHECKLIST_NONE, CHECKLIST_STATES(STATE_ENUM) CHECKLIST_COUNT };
enum round_state { ROUND_NONE, ROUND_STATES(STATE_ENUM) ROUND_COUNT };
enum case_state { CASE_NONE, CASE_STATES(STATE_ENUM) CASE_COUNT };
enum claim_state { CLAIM_NONE, CLAIM_STATES(STATE_ENUM) CLAIM_COUNT };
enum form_state { FORM_NONE, FORM_STATES(STATE_ENUM) FORM_COUNT };
enum entry_state { ENTRY_NONE, ENTRY_STATES(STATE_ENUM) ENTRY_COUNT };
enum followup_state { FOLLOWUP_NONE, FOLLOWUP_STATES(STATE_ENUM) FOLLOWUP_COUNT };
enum relay_state { RELAY_NONE, RELAY_STATES(STATE_ENUM) RELAY_COUNT };
enum deputy_state { DEPUTY_NONE, DEPUTY_STATES(STATE_ENUM) DEPUTY_COUNT };
enum incident_state { INCIDENT_NONE, INCIDENT_STATES(STATE_ENUM) INCIDENT_COUNT };
enum unit_state { UNIT_NONE, UNIT_STATES(STATE_ENUM) UNIT_COUNT };

#define STATE_MAX 16 /* no lifecycle has more, counting 0 */

struct state {
    const char *name;
    struct label label;
    enum role owner;
    bool final;
};

/* NULL for a number the lifecycle does not have. */
const struct state *state_of(enum lifecycle_id, int state);
/* 0 if the lifecycle has no state of that name. */
int state_find(enum lifecycle_id, const char *name);
const char *lifecycle_name(enum lifecycle_id);
enum lifecycle_id lifecycle_find(const char *name);

const char *role_name(enum role); /* "cam", "sup", … */
enum role role_find(const char *name);
struct label role_label(enum role);

#endif
