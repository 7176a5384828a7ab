/* The screens a person has, by role: the client knows none of them and draws what this table says.
 * Each column names a member of the view's JSON rows; every row also has id and label, perhaps role and mark.
 */
#include "server/screens.h"

#include "common/buf.h"
#include "common/mem.h"
#include "server/reply.h"

#include <stdio.h>
#include <string.h>

#define SCREEN_COLUMNS_MAX 12
#define SCREEN_CREATES_MAX 3

#define ROLE_BIT(role) (1u << (role))
#define AT_SITE                                                                                              \
    (ROLE_BIT(ROLE_CAM) | ROLE_BIT(ROLE_SUP) | ROLE_BIT(ROLE_TEC) | ROLE_BIT(ROLE_PM) | ROLE_BIT(ROLE_STF))
#define ABOVE_SITE (ROLE_BIT(ROLE_TAR) | ROLE_BIT(ROLE_TAD) | ROLE_BIT(ROLE_FIN))

struct column {
    const char *name;
    struct label title;
    int width, weight; /* weight: share of what is left of the line, 0: none */
    const char *kind;  /* NULL is text */
    bool wide;         /* only at 110 columns and more */
};

struct screen {
    const char *name;
    struct label title;
    const char *kind, *view, *detail;
    unsigned roles;
    bool count; /* the client shows how many rows it has beside its title */
    const char *create[SCREEN_CREATES_MAX + 1];
    struct column column[SCREEN_COLUMNS_MAX + 1];
};

#define MARK                                                                                                 \
    {                                                                                                        \
        "mark", {"", ""}, 1, 0, "mark", false                                                                \
    }
#define NO                                                                                                   \
    {                                                                                                        \
        "no", {"单号", "Number"}, 13, 0, NULL, false                                                         \
    }
#define UNIT                                                                                                 \
    {                                                                                                        \
        "unit", {"房号", "Unit"}, 10, 0, NULL, false                                                         \
    }
#define ITEM                                                                                                 \
    {                                                                                                        \
        "item", {"项目", "Item"}, 10, 3, NULL, false                                                         \
    }
#define STATE                                                                                                \
    {                                                                                                        \
        "state_label", {"状态", "State"}, 10, 0, NULL, false                                                 \
    }
#define MONEY                                                                                                \
    {                                                                                                        \
        "fen", {"金额", "Amount"}, 9, 0, "fen", false                                                        \
    }
#define DUE                                                                                                  \
    {                                                                                                        \
        "due", {"时限", "Left"}, 7, 0, "countdown", false                                                    \
    }
#define CONTACT                                                                                              \
    {                                                                                                        \
        "contact", {"客户", "Customer"}, 8, 1, NULL, false                                                   \
    }
#define TEC                                                                                                  \
    {                                                                                                        \
        "tec", {"实施人", "Technician"}, 8, 0, NULL, false                                                   \
    }
#define WIDE(name, zh, en, width, kind)                                                                      \
    {                                                                                                        \
        name, {zh, en}, width, 0, kind, true                                                                 \
    }

static const struct screen table[] = {
    {"queue",
     {"队列", "Queue"},
     "list",
     "order.queue",
     "order.show",
     ROLE_BIT(ROLE_CAM),
     true,
     {"order.create"},
     {MARK, NO, UNIT, CONTACT, ITEM, STATE, MONEY, DUE, WIDE("tec", "实施人", "Technician", 8, NULL),
      WIDE("wanted", "预约", "Wanted", 18, NULL), WIDE("at", "登记", "Taken", 11, "time")}},
    {"relays",
     {"转告", "Relays"},
     "list",
     "relay.list",
     "relay.show",
     ROLE_BIT(ROLE_CAM) | ROLE_BIT(ROLE_PM),
     true,
     {"relay.create"},
     {MARK,
      UNIT,
      {"caller", {"来电人", "Caller"}, 8, 0, NULL, false},
      {"wish", {"需求", "Wish"}, 14, 3, NULL, false},
      {"by", {"转告人", "Taken by"}, 8, 0, NULL, false},
      STATE,
      DUE,
      WIDE("phone", "电话", "Phone", 13, NULL),
      WIDE("heard", "接听", "Heard", 11, "time")}},
    {"jobs",
     {"今日任务", "Today"},
     "jobs",
     "job.list",
     "order.show",
     ROLE_BIT(ROLE_TEC),
     true,
     {NULL},
     {MARK,
      {"from", {"约定", "From"}, 11, 0, "time", false},
      UNIT,
      CONTACT,
      ITEM,
      STATE,
      NO,
      WIDE("to", "至", "To", 11, "time"),
      WIDE("materials", "自备材料", "Materials", 16, NULL)}},
    {"department",
     {"部门派工", "Department"},
     "list",
     "dispatch.list",
     "order.show",
     ROLE_BIT(ROLE_SUP),
     true,
     {NULL},
     {MARK,
      NO,
      UNIT,
      ITEM,
      STATE,
      TEC,
      {"window", {"时间", "Window"}, 17, 0, NULL, false},
      DUE,
      WIDE("contact", "客户", "Customer", 8, NULL),
      WIDE("cam", "客户经理", "Manager", 8, NULL)}},
    {"day",
     {"日程", "Day"},
     "list",
     "technician.day",
     "order.show",
     ROLE_BIT(ROLE_SUP),
     false,
     {NULL},
     {MARK,
      TEC,
      {"from", {"从", "From"}, 11, 0, "time", false},
      {"to", {"至", "To"}, 11, 0, "time", false},
      UNIT,
      ITEM,
      STATE,
      WIDE("no", "单号", "Number", 13, NULL)}},
    {"followups",
     {"看板", "Board"},
     "board",
     "followup.board",
     "order.show",
     ROLE_BIT(ROLE_CAM),
     true,
     {NULL},
     {MARK,
      DUE,
      {"what", {"待办", "To do"}, 10, 2, NULL, false},
      NO,
      UNIT,
      CONTACT,
      {"phone", {"电话", "Phone"}, 13, 0, NULL, false},
      WIDE("signed", "签字", "Signed", 11, "time"),
      WIDE("tec", "实施人", "Technician", 8, NULL)}},
    {"entries",
     {"外部录入", "Entries"},
     "list",
     "entry.list",
     "order.show",
     ROLE_BIT(ROLE_CAM),
     true,
     {NULL},
     {MARK,
      NO,
      {"what", {"录入", "Entry"}, 16, 2, NULL, false},
      UNIT,
      STATE,
      DUE,
      WIDE("signed", "签字", "Signed", 11, "time")}},
    {"cases",
     {"事项", "Cases"},
     "list",
     "case.list",
     "subject.show",
     ROLE_BIT(ROLE_PM),
     true,
     {"incident.report"},
     {MARK,
      {"what", {"事项", "Matter"}, 12, 2, NULL, false},
      NO,
      UNIT,
      CONTACT,
      STATE,
      DUE,
      WIDE("at", "开始", "Since", 11, "time"),
      WIDE("cam", "客户经理", "Manager", 8, NULL)}},
    {"prices",
     {"批价", "Prices"},
     "list",
     "price.list",
     "order.show",
     ROLE_BIT(ROLE_TAR) | ROLE_BIT(ROLE_TAD),
     true,
     {NULL},
     {MARK,
      {"site", {"项目", "Site"}, 10, 1, NULL, false},
      {"what", {"内容", "Matter"}, 14, 3, NULL, false},
      {"kind", {"类别", "Kind"}, 8, 0, NULL, false},
      {"by", {"申请人", "Asked by"}, 8, 0, NULL, false},
      STATE,
      DUE,
      WIDE("no", "单号", "Number", 13, NULL),
      WIDE("fen", "价格", "Price", 9, "fen")}},
    {"deputies",
     {"代理", "Deputies"},
     "list",
     "deputy.list",
     "deputy.show",
     ROLE_BIT(ROLE_PM),
     false,
     {"deputy.appoint"},
     {MARK,
      {"principal", {"本人", "For"}, 8, 1, NULL, false},
      {"acting", {"代理人", "Deputy"}, 8, 1, NULL, false},
      {"what", {"岗位", "Role"}, 14, 2, NULL, false},
      {"from", {"从", "From"}, 11, 0, "time", false},
      {"to", {"至", "To"}, 11, 0, "time", false},
      STATE}},
    {"units",
     {"房号", "Units"},
     "list",
     "unit.list",
     "unit.show",
     ROLE_BIT(ROLE_PM),
     false,
     {NULL},
     {MARK,
      UNIT,
      CONTACT,
      {"cam", {"客户经理", "Manager"}, 8, 1, NULL, false},
      {"open", {"在办", "Open"}, 6, 0, NULL, false}}},
    {"orders",
     {"全部单据", "All orders"},
     "list",
     "order.list",
     "order.show",
     ROLE_BIT(ROLE_CAM) | ROLE_BIT(ROLE_SUP) | ROLE_BIT(ROLE_PM) | ABOVE_SITE,
     false,
     {NULL},
     {MARK,
      NO,
      {"site", {"项目", "Site"}, 8, 0, NULL, true},
      UNIT,
      ITEM,
      STATE,
      {"cam", {"客户经理", "Manager"}, 8, 0, NULL, false},
      MONEY,
      {"at", {"登记", "Taken"}, 11, 0, "time", false},
      WIDE("contact", "客户", "Customer", 8, NULL),
      WIDE("department", "实施部门", "Department", 10, NULL)}},
    {"relay",
     {"我的转告", "My relays"},
     "list",
     "relay.mine",
     "relay.show",
     AT_SITE,
     false,
     {"relay.create", "incident.report"},
     {MARK,
      UNIT,
      {"caller", {"来电人", "Caller"}, 8, 0, NULL, false},
      {"wish", {"需求", "Wish"}, 14, 3, NULL, false},
      STATE,
      {"heard", {"接听", "Heard"}, 11, 0, "time", false},
      WIDE("cam", "客户经理", "Manager", 8, NULL)}},
    {"rings",
     {"提醒", "Rings"},
     "list",
     "ring.list",
     "subject.show",
     AT_SITE | ABOVE_SITE,
     true,
     {NULL},
     {MARK,
      {"at", {"时间", "At"}, 11, 0, "time", false},
      NO,
      UNIT,
      {"text", {"提醒", "Ring"}, 20, 3, NULL, false}}},
};
