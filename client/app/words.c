/* The table of the client's words. Nothing here names an action, a state or a rule. */
#include "client/app/words.h"

static const struct label table[CLIENT_WORDS] = {
    [W_PRODUCT] = {"特约服务", "Home service"},
    [W_LOGIN] = {"登录", "Log in"},
    [W_USER] = {"用户名", "User"},
    [W_PASSWORD] = {"密码", "Password"},
    [W_LOGIN_KEYS] = {"Enter 登录  Tab 下一项  F9 English  F10 退出",
                      "Enter log in  Tab next  F9 中文  F10 quit"},
    [W_LOGGING_IN] = {"正在登录...", "logging in..."},
    [W_LOCKED_BY] = {"已锁定,未提交的内容都在", "Locked; what was typed is kept"},
    [W_CONNECTING] = {"正在连接...", "connecting..."},
    [W_NOT_CONNECTED] = {"连不上服务器", "cannot reach the server"},
    [W_NO_CHINESE] = {"这个终端不能显示汉字,已改用英文",
                      "This terminal cannot show Chinese: English is used"},
    [W_ONLINE] = {"在线", "online"},
    [W_OFFLINE] = {"! 断线 {1}", "! OFFLINE {1}"},
    [W_RETRYING] = {"正在重连(第{1}次,{2}秒后)", "reconnecting (attempt {1}, in {2} s)"},
    [W_DATA_OF] = {"数据截至 {1}", "data as of {1}"},
    [W_READ_ONLY] = {"只读  r 立即重连", "read-only  r reconnects now"},
    [W_LINE_LOST] = {"断线中:只能看,不能办", "offline: you can look, not act"},
    [W_BACK] = {"已重新连上", "connected again"},
    [W_BYE] = {"服务器 {2} 秒后结束连接:{1}", "the server ends in {2} s: {1}"},
    [W_LOADING] = {"正在读取...", "loading..."},
    [W_EMPTY] = {"没有记录", "nothing here"},
    [W_FAILED] = {"读不到数据:{1}", "cannot be read: {1}"},
    [W_HISTORY] = {"记录", "History"},
    [W_LEGEND] = {"!=超时 *=有变化", "!=overdue *=changed"},
    [W_ROW_OF] = {"第{1}/{2}条", "{1}/{2}"},
    [W_NEXT_STEPS] = {"下一步", "Next steps"},
    [W_NO_STEPS] = {"没有您能办的下一步", "there is no next step for you"},
    [W_BY_ITSELF] = {"(自动)", "(by itself)"},
    [W_NO_KEY] = {"现在没有 {1} 这个键,按 ? 看能办什么", "{1} does nothing here; ? shows what can be done"},
    [W_WHO_CAN] = {" — 可由 {1}", " - ask {1}"},
    [W_CLAUSE] = {" ({1})", " ({1})"},
    [W_SENDING] = {"正在提交...", "sending..."},
    [W_DONE] = {"已完成:{1}", "done: {1}"},
    [W_DONE_STATE] = {"已完成:{1},现在是「{2}」", "done: {1}; now it is \"{2}\""},
    [W_UNKNOWN] = {"答复丢失,结果未知;正用同一请求号重发(第{1}次),不会办两遍",
                   "The answer was lost. Sent again with the same key ({1}): nothing is done twice"},
    [W_SENT_BEFORE] = {"这份草稿已经交过、没等到答复;正用同一请求号再问",
                       "This was sent and never answered; it is sent again with the same key"},
    [W_OFFLINE_KEPT] = {"断线中,没有提交;内容保留,连上后再按 F2",
                        "Offline: not sent. What you typed is kept; press F2 again when connected"},
    [W_DRAFT_SAVED] = {"草稿 {1} 已存(本机)", "draft saved {1} (here)"},
    [W_DRAFT_BACK] = {"已恢复 {1} 的草稿", "the draft of {1} is back"},
    [W_DRAFT_KEPT] = {"草稿已保留,F6 可再打开", "the draft is kept; F6 opens it again"},
    [W_DRAFTS] = {"草稿", "Drafts"},
    [W_NO_DRAFTS] = {"没有草稿", "there are no drafts"},
    [W_DRAFTS_WAIT] = {"有 {1} 份草稿,按 F6 打开", "{1} drafts; F6 opens them"},
    [W_DRAFT_LATE] = {"上次没等到答复的「{1}」已完成", "\"{1}\", sent before without an answer, is done"},
    [W_DRAFT_REFUSED] = {"上次没等到答复的「{1}」没有办成:{2};草稿已保留(F6)",
                         "\"{1}\", sent before without an answer, was refused: {2}; the draft is kept (F6)"},
    [W_CONFLICT] = {"期间有变化", "It has changed meanwhile"},
    [W_CONFLICT_ASK] = {"您填写期间有下列变化。看过后仍要按新的情况提交吗?",
                        "These changes came while you were typing. Send it for the new state?"},
    [W_CONFLICT_YES] = {"按新情况提交", "Send it"},
    [W_CONFIRM] = {"确认", "Confirm"},
    [W_IRREVERSIBLE] = {"这一步办了不能撤回。", "This cannot be taken back."},
    [W_FREE_SLOTS] = {"最近的空档:", "Nearest free slots: "},
    [W_RINGS] = {"提醒", "Rings"},
    [W_NO_RINGS] = {"没有未看的提醒", "nothing rang that you have not seen"},
    [W_HELP] = {"帮助", "Help"},
    [W_TERMINAL_LOST] = {"终端没有了", "the terminal is gone"},
    [W_COPIED] = {"已复制", "copied"},
    [W_NOT_FULL] = {"太多请求在等,稍后再试", "too much is waiting; try again in a moment"},
    [K_WORD_HELP] = {"帮助", "help"},
    [K_WORD_WHY] = {"下一步/为何不能", "next steps, why not"},
    [K_WORD_OPEN] = {"下一步", "next steps"},
    [K_WORD_FILTER] = {"筛选", "filter"},
    [K_WORD_SORT] = {"排序列,I 反向", "sort column, I turns round"},
    [K_WORD_RINGS] = {"提醒", "rings"},
    [K_WORD_DRAFTS] = {"草稿", "drafts"},
    [K_WORD_LOCK] = {"锁定", "lock"},
    [K_WORD_LANGUAGE] = {"English", "中文"},
    [K_WORD_QUIT] = {"退出", "quit"},
    [K_WORD_RECONNECT] = {"立即重连", "reconnect now"},
    [K_WORD_TABS] = {"换页", "other screen"},
    [K_WORD_TAB_DIGIT] = {"第几页", "screen by number"},
    [K_WORD_PICK_DIGIT] = {"选单", "pick a job"},
    [K_WORD_DETAIL] = {"看详情", "read details"},
    [K_WORD_REPAINT] = {"重绘", "repaint"},
    [K_WORD_RELOAD] = {"刷新", "reload"},
    [K_WORD_RECORD] = {"保存", "save"},
    [K_WORD_LEAVE] = {"离开,留草稿", "leave, keep the draft"},
    [K_WORD_NEXT_FIELD] = {"下一项", "next field"},
    [K_WORD_SCROLL] = {"翻看上文", "scroll the text"},
};

struct label word_label(enum client_word word)
{
    return table[word];
}

const char *word_in(enum client_word word, enum lang lang)
{
    return label_in(table[word], lang);
}

void word_fill(struct buf *out, enum lang lang, enum client_word word, const char *first, const char *second)
{
    const char *text = word_in(word, lang);
    buf_str(out, "");
    while (*text) {
        bool place = text[0] == '{' && (text[1] == '1' || text[1] == '2') && text[2] == '}';
        const char *value = place ? (text[1] == '1' ? first : second) : NULL;
        if (value)
            buf_str(out, value);
        else
            buf_add(out, text, place ? 3 : 1);
        text += place ? 3 : 1;
    }
}
