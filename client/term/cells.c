/* Columns of text. Called by the canvas and by widgets that lay out; knows no terminal, only wcwidth(3),
 * which is what the terminal library uses to place characters: any other width table would make rows drift.
 */
#include "client/term/cells.h"

#include "common/text.h"

#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#define REPLACEMENT 0xfffd /* a broken byte; terminals do not agree about its width */
#define MARKS_MAX 2        /* combining marks kept on one letter */

struct range {
    uint32_t first, last;
};

static bool in_ranges(uint32_t code, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

bool cell_invisible(uint32_t code)
{
    static const struct range ranges[] = {
        {0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x061c, 0x061c},  {0x115f, 0x1160}, {0x180b, 0x180f},
        {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},  {0x3164, 0x3164}, {0xfe00, 0xfe0f},
        {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe0fff}};
    return in_ranges(code, ranges, sizeof ranges / sizeof ranges[0]);
}

/* Terminals disagree about the width of these, so none is sent to one. */
static bool is_emoji(uint32_t code)
{
    return (code >= 0x1f000 && code <= 0x1faff) ||
           (code >= 0x2300 && code <= 0x2bff && wcwidth((wchar_t)code) == 2);
}

static int code_columns(uint32_t code)
{
    if (code == '\t')
        return 1;
    if (cell_invisible(code))
        return 0;
    int columns = wcwidth((wchar_t)code);
    return columns < 0 || is_emoji(code) ? 1 : columns;
}

static uint32_t painted_code(uint32_t code)
{
    if (code == '\t')
        return ' ';
    return wcwidth((wchar_t)code) < 0 || is_emoji(code) || code == REPLACEMENT ? '?' : code;
}

static size_t encode(uint32_t code, char *out)
{
    utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)out);
    return len > 0 ? (size_t)len : 0;
}

static int marks_in(const char *text)
{
    int codes = 0;
    while (*text) {
        text_next(&text);
        codes++;
    }
    return codes - 1;
}

/* Marks that combine with a base of one column are kept; after a hanzi the terminal library misplaces them,
 * and alone they would fall on the neighbour. */
static void paint_code(struct cell *cell, uint32_t code)
{
    int columns = code_columns(code);
    size_t used = strlen(cell->text);
    bool base = cell->columns == 0 && columns > 0;
    bool mark =
        cell->columns == 1 && columns == 0 && !cell_invisible(code) && marks_in(cell->text) < MARKS_MAX;
    if (!base && !mark)
        return;
    size_t len = encode(painted_code(code), cell->text + used);
    cell->text[used + len] = '\0';
    if (base)
        cell->columns = columns;
}

/* Whether next still belongs to the cluster that ends with code. */
static bool joins(uint32_t code, uint32_t next, utf8proc_int32_t *state, const struct cell *cell)
{
    if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)code, (utf8proc_int32_t)next, state))
        return false;
    return cell->columns == 0 || code_columns(next) == 0 || is_emoji(next);
}

size_t cell_next(const char *text, struct cell *out)
{
    *out = (struct cell){.columns = 0};
    const char *at = text;
    uint32_t code = *at ? text_next(&at) : 0;
    utf8proc_int32_t state = 0;
    while (code) {
        paint_code(out, code);
        const char *ahead = at;
        uint32_t next = *ahead ? text_next(&ahead) : 0;
        if (!next || !joins(code, next, &state, out))
            break;
        code = next;
        at = ahead;
    }
    return (size_t)(at - text);
}

size_t cell_before(const char *text, size_t at)
{
    size_t start = at;
    while (start > 0 && text[start - 1] != '\n')
        start--;
    if (start == at)
        return at ? 1 : 0;
    struct cell cell;
    size_t here = start, last = 0;
    while (here < at) {
        last = cell_next(text + here, &cell);
        if (last == 0)
            break;
        here += last;
    }
    return here > at ? last - (here - at) : last;
}

int cell_columns_of(const char *text, size_t len)
{
    struct cell cell;
    int columns = 0;
    for (size_t at = 0, step; at < len && (step = cell_next(text + at, &cell)) > 0; at += step)
        columns += cell.columns;
    return columns;
}

int cell_columns(const char *text)
{
    return cell_columns_of(text, strlen(text));
}

static void blanks(struct buf *out, int count)
{
    for (int i = 0; i < count; i++)
        buf_char(out, ' ');
}

/* Appends clusters as painted while they fit; returns the columns used. */
static int add_painted(struct buf *out, const char *text, int columns)
{
    struct cell cell;
    int used = 0;
    for (size_t step; (step = cell_next(text, &cell)) > 0 && used + cell.columns <= columns; text += step) {
        buf_str(out, cell.text);
        used += cell.columns;
    }
    return used;
}

static void add_cut(struct buf *out, const char *text, int columns)
{
    int used = add_painted(out, text, columns - 1);
    blanks(out, columns - 1 - used);
    buf_char(out, CELL_MARK);
}

void cell_fit(struct buf *out, const char *text, int columns, enum cell_align align)
{
    if (columns <= 0)
        return;
    int wanted = cell_columns(text);
    if (wanted > columns) {
        add_cut(out, text, columns);
        return;
    }
    int rest = columns - wanted;
    int before = align == CELL_RIGHT ? rest : align == CELL_CENTRE ? rest / 2 : 0;
    blanks(out, before);
    add_painted(out, text, columns);
    blanks(out, rest - before);
}

/* Where a tail of at most columns columns starts. */
static const char *tail_of(const char *text, int columns)
{
    struct cell cell;
    int left = cell_columns(text);
    while (left > columns) {
        size_t step = cell_next(text, &cell);
        if (step == 0)
            break;
        left -= cell.columns;
        text += step;
    }
    return text;
}

void cell_fit_middle(struct buf *out, const char *text, int columns)
{
    if (columns < 5 || cell_columns(text) <= columns) {
        cell_fit(out, text, columns, CELL_LEFT);
        return;
    }
    const char *tail = tail_of(text, columns * 2 / 3);
    int head = columns - 1 - cell_columns(tail);
    int used = add_painted(out, text, head);
    buf_char(out, CELL_MARK);
    add_painted(out, tail, columns);
    blanks(out, head - used);
}
