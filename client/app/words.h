/* Every word of the client's own (widgets have theirs beside them); words of the trade come from the daemon.
 */
#ifndef TEYUE_CLIENT_APP_WORDS_H
#define TEYUE_CLIENT_APP_WORDS_H

#include "common/buf.h"
#include "common/label.h"

enum client_word {
    W_PRODUCT,
    W_LOGIN,
    W_USER,
    W_PASSWORD,
    W_LOGIN_KEYS,
    W_LOGGING_IN,
    W_LOCKED_BY,
    W_CONNECTING,
    W_NOT_CONNECTED,
    W_NO_CHINESE,
    W_ONLINE,
    W_OFFLINE,
    W_RETRYING,
    W_DATA_OF,
    W_READ_ONLY,
    W_LINE_LOST,
    W_BACK,
    W_BYE,
    W_LOADING,
    W_EMPTY,
    W_FAILED,
    W_HISTORY,
    W_LEGEND,
    W_ROW_OF,
    W_NEXT_STEPS,
    W_NO_STEPS,
    W_BY_ITSELF,
    W_NO_KEY,
    W_WHO_CAN,
    W_CLAUSE,
    W_SENDING,
    W_DONE,
    W_DONE_STATE,
    W_UNKNOWN,
    W_SENT_BEFORE,
    W_OFFLINE_KEPT,
    W_DRAFT_SAVED,
    W_DRAFT_BACK,
    W_DRAFT_KEPT,
    W_DRAFTS,
    W_NO_DRAFTS,
    W_DRAFTS_WAIT,
    W_DRAFT_LATE,
    W_DRAFT_REFUSED,
    W_CONFLICT,
    W_CONFLICT_ASK,
    W_CONFLICT_YES,
    W_CONFIRM,
    W_IRREVERSIBLE,
    W_FREE_SLOTS,
    W_RINGS,
    W_NO_RINGS,
    W_HELP,
    W_TERMINAL_LOST,
    W_COPIED,
    W_NOT_FULL,
    /* keys */
    K_WORD_HELP,
    K_WORD_WHY,
    K_WORD_OPEN,
    K_WORD_FILTER,
    K_WORD_SORT,
    K_WORD_RINGS,
    K_WORD_DRAFTS,
    K_WORD_LOCK,
    K_WORD_LANGUAGE,
    K_WORD_QUIT,
    K_WORD_RECONNECT,
    K_WORD_TABS,
    K_WORD_TAB_DIGIT,
    K_WORD_PICK_DIGIT,
    K_WORD_DETAIL,
    K_WORD_REPAINT,
    K_WORD_RELOAD,
    K_WORD_RECORD,
    K_WORD_LEAVE,
    K_WORD_NEXT_FIELD,
    K_WORD_SCROLL,
    CLIENT_WORDS
};

struct label word_label(enum client_word);
const char *word_in(enum client_word, enum lang);
/* The word with {1} and {2} replaced, appended; NULL leaves a place as it is. */
void word_fill(struct buf *, enum lang, enum client_word, const char *first, const char *second);

#endif
