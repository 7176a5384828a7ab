/* See price_words.h. What is not surely understood is PRICE_WORDS_UNKNOWN: a person decides, nothing is
 * assumed. */
#include "server/tariff_import/price_words.h"

#include "common/mem.h"
#include "server/workflow/price.h"

#include <string.h>

static const char *const free_words[] = {"免费", "免收", "不收费", "免"};
static const char *const request_words[] = {"面议",       "议价",     "另议",     "市价", "按实际情况定价",
                                            "按实际定价", "按实定价", "现场报价", "协商", "据实"};
static const char *const measures[] = {"米",     "平方米", "㎡",   "平米", "立方米", "延米",
                                       "延长米", "公斤",   "千克", "升",   "m"};
static const char *const hours[] = {"小时", "时", "工时"};
static const char *const persons[] = {"人", "每人"};
static const char *const dashes[] = {"-", "~", "—", "–", "至", "到"};

static bool listed(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0)
            return true;
    }
    return false;
}

bool unit_is_measure(const char *unit)
{
    return listed(unit, measures, array_length(measures));
}

bool unit_is_hour(const char *unit)
{
    return listed(unit, hours, array_length(hours));
}

bool unit_is_person(const char *unit)
{
    return listed(unit, persons, array_length(persons));
}

static bool take(const char **text, const char *word)
{
    size_t len = strlen(word);

    if (strncmp(*text, word, len) != 0)
        return false;
    *text += len;
    return true;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Yuan with at most two decimals, to fen. */
static bool take_yuan(const char **text, int64_t *fen)
{
    const char *p = *text;
    int64_t value = 0;
    int decimals = 0;

    if (!digit(*p))
        return false;
    for (; digit(*p); p++) {
        value = value * 10 + (*p - '0');
        if (value > PRICE_FEN_MAX / 100)
            return false;
    }
    if (*p == '.') {
        for (p++; digit(*p) && decimals < 2; p++, decimals++)
            value = value * 10 + (*p - '0');
        if (decimals == 0 || digit(*p))
            return false;
    }
    *fen = value * (decimals == 0 ? 100 : decimals == 1 ? 10 : 1);
    *text = p;
    return *fen <= PRICE_FEN_MAX;
}

static bool take_dash(const char **text)
{
    for (size_t i = 0; i < array_length(dashes); i++) {
        if (take(text, dashes[i]))
            return true;
    }
    return false;
}

/* What stands behind the amount: nothing, 元, and the unit. */
static void read_unit(const char *text, struct price_words *out)
{
    take(&text, "元");
    if (*text == '\0')
        return;
    if (!take(&text, "/") && !take(&text, "每"))
        out->reading = PRICE_WORDS_UNKNOWN;
    else if (digit(*text))
        out->reading = PRICE_WORDS_SEVERAL;
    else if (*text == '\0' || strpbrk(text, "0123456789") != NULL || strlen(text) >= sizeof(out->unit))
        out->reading = PRICE_WORDS_UNKNOWN;
    else
        memcpy(out->unit, text, strlen(text) + 1);
}

static void read_amount(const char *text, struct price_words *out)
{
    out->reading = PRICE_WORDS_UNKNOWN;
    if (!take(&text, "\u00a5"))
        take(&text, "\uffe5");
    if (!take_yuan(&text, &out->low_fen))
        return;
    out->high_fen = out->low_fen;
    take(&text, "元");
    if (take_dash(&text) && !take_yuan(&text, &out->high_fen))
        return;
    if (out->high_fen < out->low_fen)
        return;
    out->reading = out->low_fen == 0 ? PRICE_WORDS_ZERO : PRICE_WORDS_NUMBER;
    read_unit(text, out);
}

static void drop_blanks(const char *text, char *out, size_t size)
{
    size_t len = 0;

    for (; *text != '\0' && len + 1 < size; text++) {
        if (*text != ' ')
            out[len++] = *text;
    }
    out[len] = '\0';
}

void price_words_read(const char *text, struct price_words *out)
{
    char bare[256];

    *out = (struct price_words){0};
    drop_blanks(text, bare, sizeof(bare));
    if (strlen(text) >= sizeof(bare))
        out->reading = PRICE_WORDS_UNKNOWN;
    else if (*bare == '\0')
        out->reading = PRICE_WORDS_NONE;
    else if (listed(bare, free_words, array_length(free_words)))
        out->reading = PRICE_WORDS_FREE;
    else if (listed(bare, request_words, array_length(request_words)))
        out->reading = PRICE_WORDS_REQUEST;
    else
        read_amount(bare, out);
}
