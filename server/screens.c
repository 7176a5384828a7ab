/* The screens a person has, by role: the client knows none of them and draws what this table says.
 * Each column names a member of the view's JSON rows; every row also has id and label, perhaps role and mark.
 */
#include "server/screens.h"

#include "common/buf.h"
#include "common/log.h"
#include "common/mem.h"
#include "server/reply.h"
#include "server/server.h"
#include "server/views.h"

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

/* ---- as JSON ---- */

static void column_json(struct buf *out, const struct column *column, enum lang lang)
{
    json_comma(out);
    buf_char(out, '{');
    json_member(out, "name", column->name);
    json_member(out, "title", label_in(column->title, lang));
    json_member_int(out, "width", column->width);
    if (column->weight)
        json_member_int(out, "weight", column->weight);
    if (column->kind)
        json_member(out, "kind", column->kind);
    if (column->kind && strcmp(column->kind, "fen") == 0)
        json_member(out, "align", "right");
    if (column->wide)
        json_member_bool(out, "wide", true);
    buf_char(out, '}');
}

/* What can be made there: label and key are the action's own. */
static void create_json(struct buf *out, const char *action, enum lang lang)
{
    const struct row *row = row_first(action);
    char key[2] = {row ? row->key : 0, 0};
    if (!row)
        return;
    json_comma(out);
    buf_char(out, '{');
    json_member(out, "action", action);
    json_member(out, "label", label_in(row->label, lang));
    if (*key)
        json_member(out, "key", key);
    buf_char(out, '}');
}

static void screen_json(struct buf *out, const struct screen *screen, int number, enum lang lang)
{
    char key[2] = {(char)('0' + number % 10), 0};
    buf_char(out, '{');
    json_member(out, "screen", screen->name);
    json_member(out, "title", label_in(screen->title, lang));
    json_member(out, "kind", screen->kind);
    json_member(out, "view", screen->view);
    json_member_raw(out, "args", "{}");
    json_member(out, "detail", screen->detail);
    if (number <= 10)
        json_member(out, "key", key);
    json_key(out, "columns");
    buf_char(out, '[');
    for (const struct column *column = screen->column; column->name; column++)
        column_json(out, column, lang);
    buf_char(out, ']');
    json_key(out, "create");
    buf_char(out, '[');
    for (int i = 0; screen->create[i]; i++)
        create_json(out, screen->create[i], lang);
    buf_char(out, ']');
    json_member_bool(out, "count", screen->count);
    buf_char(out, '}');
}

void screens_handle(struct reply *reply, const struct words *words)
{
    const struct actor *actor = reply_actor(reply);
    moment now = db_now(reply_server(reply)->db);
    struct buf json = {0};
    int number = 0;
    (void)words;
    for (size_t i = 0; i < array_length(table); i++) {
        if (!roles_held(actor, table[i].roles, now))
            continue;
        buf_clear(&json);
        screen_json(&json, &table[i], ++number, reply_lang(reply));
        reply_row(reply, json.data);
    }
    buf_clear(&json);
    buf_printf(&json, "{\"rows\":%d}", number);
    reply_ok(reply, json.data);
    buf_free(&json);
}

static void check_view(const char *screen, const char *view)
{
    if (!view_find(view) && strcmp(view, "subject.show") != 0)
        log_line(LOG_LEVEL_ERROR, "screen.view", "screen=%s view=%s", screen, view);
}

void screens_check(void)
{
    for (size_t i = 0; i < array_length(table); i++) {
        check_view(table[i].name, table[i].view);
        check_view(table[i].name, table[i].detail);
        for (int c = 0; table[i].create[c]; c++)
            if (!row_first(table[i].create[c]))
                log_line(LOG_LEVEL_ERROR, "screen.create", "screen=%s action=%s", table[i].name,
                         table[i].create[c]);
    }
}
