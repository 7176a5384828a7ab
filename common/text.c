/* Unicode at the door and on the way out: cleaning, width, scrubbing.
 * The server calls text_clean for what people type, the client text_columns for what it paints.
 * It knows no field and no screen. Columns come from wcwidth(3) and not from utf8proc, because ncurses places
 * characters by wcwidth; glibc knows fewer code points than utf8proc, and those must count as ncurses shows
 * them. */
#include "common/text.h"

#include "common/mem.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

struct range {
    uint32_t first, last;
};

/* Reverse the order of what stands around them, so that a reader sees another text than the one stored. */
static const struct range bidi[] = {{0x61c, 0x61c}, {0x200e, 0x200f}, {0x202a, 0x202e}, {0x2066, 0x2069}};

/* Take no ink, so that two names look the same and are not. Beside these every format character (Cf) is
 * refused. Variation selectors are let through: telephones send them with common signs. */
static const struct range invisible[] = {
    {0x34f, 0x34f},   {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200d},
    {0x2060, 0x2065}, {0x3164, 0x3164}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0},
};

static bool within(const struct range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    }
    return false;
}

/* U+2028 and U+2029 are counted as controls: they break a line. */
static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x2028 || code == 0x2029;
}

static enum text_fault character_fault(uint32_t code)
{
    utf8proc_category_t category;

    if (is_control(code))
        return TEXT_CONTROL;
    if (code < 0x7f)
        return TEXT_OK;
    if (within(bidi, array_length(bidi), code))
        return TEXT_BIDI;
    category = utf8proc_category((utf8proc_int32_t)code);
    if (category == UTF8PROC_CATEGORY_CF || within(invisible, array_length(invisible), code))
        return TEXT_INVISIBLE;
    return category == UTF8PROC_CATEGORY_CN ? TEXT_UNASSIGNED : TEXT_OK;
}

static enum text_fault line_fault(const char *text, bool lines)
{
    while (*text != '\0') {
        uint32_t code = text_next(&text);
        enum text_fault fault = character_fault(code);

        if (fault != TEXT_OK && !(lines && code == '\n'))
            return fault;
    }
    return TEXT_OK;
}

static bool is_blank(uint32_t code)
{
    return code == ' ' || code == '\n' || utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_ZS;
}

/* Appends the text without its outer blanks. */
static void add_trimmed(struct buf *out, const char *text)
{
    const char *first = NULL, *end = text;

    while (*text != '\0') {
        const char *start = text;

        if (is_blank(text_next(&text)))
            continue;
        if (first == NULL)
            first = start;
        end = text;
    }
    if (first != NULL)
        buf_add(out, first, (size_t)(end - first));
}

static char *compose(const char *text)
{
    utf8proc_uint8_t *composed = NULL;

    if (utf8proc_map((const utf8proc_uint8_t *)text, 0, &composed,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE) < 0)
        abort(); /* the text is valid: only memory can lack */
    return (char *)composed;
}

enum text_fault text_clean(const char *text, size_t max_chars, bool lines, struct buf *out)
{
    enum text_fault fault;
    char *composed;

    buf_clear(out);
    buf_str(out, "");
    if (!text_valid_utf8(text, strlen(text)))
        return TEXT_NOT_UTF8;
    fault = line_fault(text, lines);
    if (fault != TEXT_OK)
        return fault;
    composed = compose(text);
    add_trimmed(out, composed);
    free(composed);
    if (text_chars(out->data) <= max_chars)
        return TEXT_OK;
    buf_clear(out);
    return TEXT_TOO_LONG;
}

const char *text_fault_name(enum text_fault fault)
{
    static const char *const names[] = {
        [TEXT_OK] = "ok",
        [TEXT_NOT_UTF8] = "not_utf8",
        [TEXT_CONTROL] = "control",
        [TEXT_BIDI] = "bidi",
        [TEXT_INVISIBLE] = "invisible",
        [TEXT_UNASSIGNED] = "unassigned",
        [TEXT_TOO_LONG] = "too_long",
    };

    return names[fault];
}

bool text_valid_utf8(const char *text, size_t len)
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    utf8proc_ssize_t left = (utf8proc_ssize_t)len;

    while (left > 0) {
        utf8proc_int32_t code;
        utf8proc_ssize_t used = utf8proc_iterate(at, left, &code);

        if (used <= 0)
            return false;
        at += used;
        left -= used;
    }
    return true;
}

size_t text_chars(const char *text)
{
    size_t count = 0;

    while (*text != '\0') {
        text_next(&text);
        count++;
    }
    return count;
}

int text_columns(const char *text)
{
    int columns = 0;

    while (*text != '\0') {
        int width = wcwidth((wchar_t)text_next(&text));

        columns += width < 0 ? 1 : width;
    }
    return columns;
}

uint32_t text_next(const char **text)
{
    utf8proc_int32_t code;
    utf8proc_ssize_t used;

    if (**text == '\0')
        return 0;
    used = utf8proc_iterate((const utf8proc_uint8_t *)*text, -1, &code);
    if (used <= 0) {
        (*text)++;
        return 0xfffd;
    }
    *text += used;
    return (uint32_t)code;
}

void text_append(struct buf *b, uint32_t code)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_int32_t valid =
        utf8proc_codepoint_valid((utf8proc_int32_t)code) ? (utf8proc_int32_t)code : 0xfffd;

    buf_add(b, bytes, (size_t)utf8proc_encode_char(valid, bytes));
}

uint32_t text_fold_width(uint32_t code)
{
    if (code == 0x3000)
        return ' ';
    return code >= 0xff01 && code <= 0xff5e ? code - 0xff01 + '!' : code;
}

void text_for_log(struct buf *b, const char *text, size_t max)
{
    while (*text != '\0') {
        const char *start = text;
        uint32_t code = text_next(&text);
        size_t bytes = (size_t)(text - start);
        bool broken = code == 0xfffd && bytes == 1;
        bool plain = !broken && code != '"' && character_fault(code) == TEXT_OK;
        size_t needed = plain ? bytes : bytes * strlen("\\xNN");

        if (needed > max)
            return;
        max -= needed;
        if (plain) {
            buf_add(b, start, bytes);
            continue;
        }
        for (; start < text; start++)
            buf_printf(b, "\\x%02x", (unsigned char)*start);
    }
}
