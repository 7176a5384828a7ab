/* Line breaking for Chinese and Latin text. Called by notes, details, dialogs. */
#include "client/term/cells.h"
#include "common/text.h"

#include <string.h>
#include <wchar.h>

static bool is_one_of(uint32_t code, const char *set)
{
    for (uint32_t other; (other = *set ? text_next(&set) : 0);)
        if (other == code)
            return true;
    return false;
}

static bool is_closing(uint32_t code)
{
    return is_one_of(code, ",.!?;:)]}%，。！？；：、）］｝》〉」』】〕”’…·％～ー");
}

static bool is_opening(uint32_t code)
{
    return is_one_of(code, "([{（［｛《〈「『【〔“‘¥￥$");
}

static bool is_blank(uint32_t code)
{
    return code == ' ' || code == '\t' || code == 0x3000;
}

/* A line may end between these two characters. */
static bool may_break(uint32_t before, uint32_t after)
{
    if (is_blank(before))
        return !is_blank(after);
    if (is_closing(after) || is_opening(before) || is_blank(after))
        return false;
    return wcwidth((wchar_t)before) == 2 || wcwidth((wchar_t)after) == 2;
}

static uint32_t code_at(const char *text)
{
    return *text ? text_next(&text) : 0;
}

static size_t trimmed(const char *text, size_t len)
{
    for (;;) {
        if (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
            len--;
        else if (len >= 3 && memcmp(text + len - 3, "\u3000", 3) == 0)
            len -= 3;
        else
            return len;
    }
}

const char *cell_wrap(const char *text, int columns, size_t *len)
{
    struct cell cell;
    int width = columns < 2 ? 2 : columns, used = 0;
    size_t at = 0, step, possible = 0;
    uint32_t before = 0;
    while (text[at] && text[at] != '\n') {
        uint32_t code = code_at(text + at);
        if (at > 0 && may_break(before, code))
            possible = at;
        step = cell_next(text + at, &cell);
        if (used + cell.columns > width && !is_blank(code)) {
            size_t cut = possible ? possible : at;
            *len = trimmed(text, cut);
            return text + cut;
        }
        used += cell.columns;
        at += step;
        before = code;
    }
    *len = trimmed(text, at);
    return text[at] == '\n' ? text + at + 1 : NULL;
}

int cell_wrap_lines(const char *text, int columns)
{
    int lines = 1;
    size_t len;
    while ((text = cell_wrap(text, columns, &len)))
        lines++;
    return lines;
}
