/* Locale and language at the start. Called by main before anything is measured. */
#include "client/term/screen.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static bool is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* The name of the C locale's charset: set by nobody, or the locale is not installed here. */
static bool is_plain(const char *charset)
{
    return strcmp(charset, "ANSI_X3.4-1968") == 0 || strcmp(charset, "US-ASCII") == 0;
}

bool screen_locale(struct buf *why)
{
    setlocale(LC_ALL, "");
    if (is_utf8())
        return true;
    const char *charset = nl_langinfo(CODESET);
    if (is_plain(charset) && setlocale(LC_ALL, "C.UTF-8") && is_utf8())
        return true;
    buf_printf(why, "终端字符集是 %s,本程序需要 UTF-8。请设置 LANG=zh_CN.UTF-8 或 LANG=C.UTF-8。\n", charset);
    buf_printf(
        why, "The terminal's charset is %s, this program needs UTF-8. Set LANG=zh_CN.UTF-8 or LANG=C.UTF-8.",
        charset);
    return false;
}

static const char *wished_language(const char *wanted)
{
    static const char *const names[] = {"TEYUE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    if (wanted)
        return wanted;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return NULL;
}

enum lang screen_language(const char *wanted, bool *notice)
{
    const char *term = getenv("TERM");
    enum lang lang = lang_of(wished_language(wanted));
    *notice = lang == LANG_ZH && term && strcmp(term, "linux") == 0;
    return *notice ? LANG_EN : lang;
}
