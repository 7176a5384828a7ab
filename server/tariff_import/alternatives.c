/* See alternatives.h. Works on bytes: every boundary is ASCII or a whole bracket of three bytes. */
#include "server/tariff_import/alternatives.h"

#include "common/mem.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool word_byte(char c)
{
    return (unsigned char)c < 0x80 && (isalnum((unsigned char)c) || c == '.' || c == '/');
}

/* Where a run of hanzi ends: brackets, commas, blanks, in both widths. */
static const char *const bounds[] = {"(",      ")",      ",",      " ",  "\uff08",
                                     "\uff09", "\uff0c", "\uff1a", "、", "\uff1b"};

static size_t bound_at(const char *text)
{
    for (size_t i = 0; i < array_length(bounds); i++) {
        size_t len = strlen(bounds[i]);

        if (strncmp(text, bounds[i], len) == 0)
            return len;
    }
    return 0;
}

/* The run around the slash at text[slash]: [*from, *to). */
static void find_run(const char *text, size_t slash, size_t *from, size_t *to)
{
    bool ascii = slash > 0 && word_byte(text[slash - 1]);

    *from = 0;
    if (ascii) {
        for (*from = slash; *from > 0 && word_byte(text[*from - 1]);)
            (*from)--;
    } else {
        for (size_t i = 0; i < slash; i++) {
            if (bound_at(text + i) > 0)
                *from = i + bound_at(text + i);
        }
    }
    for (*to = slash + 1; text[*to] != '\0' && (ascii ? word_byte(text[*to]) : bound_at(text + *to) == 0);)
        (*to)++;
}

int alternatives_split(const char *text, struct buf *out, int max)
{
    const char *slash = strchr(text, '/');
    size_t from, to;
    int count = 0;

    if (slash == NULL || max < 2) {
        buf_str(&out[0], text);
        return 1;
    }
    find_run(text, (size_t)(slash - text), &from, &to);
    for (size_t start = from; start <= to && count < max; count++) {
        size_t len = strcspn(text + start, "/");

        if (start + len > to)
            len = to - start;
        buf_add(&out[count], text, from);
        buf_add(&out[count], text + start, len);
        buf_str(&out[count], text + to);
        start += len + 1;
    }
    return count;
}
