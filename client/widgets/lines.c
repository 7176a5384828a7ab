/* Rows with amounts. Used by forms for the items and the materials of an order. Each number is a small text
 * field, so that it is edited like everything else. */
#include "client/widgets/lines.h"

#include "client/widgets/field.h"
#include "common/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_COLS 9 /* "[      ]" and a sign before it */
#define WORD_COLS 14
#define UNIT_COLS 4

enum part { QUANTITY, SECOND, PRICE, PARTS };

struct item {
    char *id, *label, *detail, *unit;
    enum picker_ask ask;
    struct field *part[PARTS]; /* NULL: not asked for */
};

struct lines {
    enum lines_kind kind;
    struct picker *picker; /* LINES_PICKED */
    struct field *name;    /* LINES_NAMED */
    struct item items[LINES_MAX];
    int count;
    int cursor; /* -1: the entry */
    enum part part;
    bool fresh;   /* the next character starts the number anew */
    bool focused; /* as last drawn */
};

struct lines *lines_new(enum lines_kind kind, struct picker_owner owner, struct label placeholder)
{
    struct lines *lines = xcalloc(1, sizeof *lines);
    lines->kind = kind;
    lines->cursor = -1;
    if (kind == LINES_PICKED)
        lines->picker = picker_new(owner, placeholder);
    else
        lines->name =
            field_new(&(struct field_spec){.rules = {.chars = LINES_NAME_MAX}, .placeholder = placeholder});
    return lines;
}

static void drop_item(struct item *item)
{
    free(item->id);
    free(item->label);
    free(item->detail);
    free(item->unit);
    for (int i = 0; i < PARTS; i++)
        field_free(item->part[i]);
}

static void clear(struct lines *lines)
{
    for (int i = 0; i < lines->count; i++)
        drop_item(&lines->items[i]);
    lines->count = 0;
    lines->cursor = -1;
}

void lines_free(struct lines *lines)
{
    if (!lines)
        return;
    clear(lines);
    picker_free(lines->picker);
    field_free(lines->name);
    free(lines);
}

struct picker *lines_picker(struct lines *lines)
{
    return lines->picker;
}

int lines_count(const struct lines *lines)
{
    return lines->count;
}

struct picker_row lines_row(const struct lines *lines, int n)
{
    const struct item *item = &lines->items[n];
    return (struct picker_row){
        .id = item->id, .label = item->label, .detail = item->detail, .unit = item->unit, .ask = item->ask};
}

static const char *part_text(const struct item *item, enum part part)
{
    return item->part[part] ? field_text(item->part[part]) : "";
}

void lines_amount(const struct lines *lines, int n, struct buf *out)
{
    const struct item *item = &lines->items[n];
    buf_str(out, part_text(item, QUANTITY));
    if (*part_text(item, SECOND))
        buf_printf(out, "*%s", part_text(item, SECOND));
    if (*part_text(item, PRICE))
        buf_printf(out, "@%s", part_text(item, PRICE));
}

static struct item *find(struct lines *lines, const char *id)
{
    for (int i = 0; i < lines->count; i++)
        if (strcmp(lines->items[i].id, id) == 0)
            return &lines->items[i];
    return NULL;
}

static struct field *new_number(void)
{
    return field_new(&(struct field_spec){.rules = {.chars = LINES_NUMBER_MAX, .filter = EDIT_MONEY}});
}

static char *copy(const char *text)
{
    return text ? xstrdup(text) : NULL;
}

static struct item make_item(const struct lines *lines, const struct picker_row *row)
{
    struct item item = {
        xstrdup(row->id), xstrdup(row->label), copy(row->detail), copy(row->unit), row->ask, {NULL}};
    if (lines->kind == LINES_NAMED) {
        item.part[QUANTITY] = field_new(&(struct field_spec){.rules = {.chars = LINES_QUANTITY_MAX}});
        return item;
    }
    item.part[QUANTITY] = new_number();
    item.part[SECOND] = row->ask == PICKER_ASK_SECOND ? new_number() : NULL;
    item.part[PRICE] = row->ask == PICKER_ASK_PRICE ? new_number() : NULL;
    return item;
}

/* A part of an amount goes to its field, which comes into being if the value has one that nobody asked for.
 */
static void set_part(struct item *item, enum part part, const char *text, size_t len)
{
    if (len == 0)
        return;
    if (!item->part[part])
        item->part[part] = new_number();
    char *piece = xstrndup(text, len);
    field_set(item->part[part], piece);
    free(piece);
}

static void set_amount(const struct lines *lines, struct item *item, const char *amount)
{
    size_t len = lines->kind == LINES_NAMED ? strlen(amount) : strcspn(amount, "*@");
    set_part(item, QUANTITY, *amount ? amount : "1", *amount ? len : 1);
    if (amount[len] == '*') {
        amount += len + 1;
        len = strcspn(amount, "@");
        set_part(item, SECOND, amount, len);
    }
    if (amount[len] == '@')
        set_part(item, PRICE, amount + len + 1, strlen(amount + len + 1));
}

bool lines_add(struct lines *lines, const struct picker_row *row, const char *amount)
{
    struct item *item = find(lines, row->id), new;
    if (!item && lines->count == LINES_MAX)
        return false;
    new = make_item(lines, row);
    set_amount(lines, &new, amount);
    if (item)
        drop_item(item);
    else
        item = &lines->items[lines->count++];
    *item = new;
    return true;
}

void lines_value(const struct lines *lines, struct buf *out)
{
    for (int i = 0; i < lines->count; i++) {
        buf_printf(out, "%s%s*", i ? ";" : "", lines->items[i].id);
        lines_amount(lines, i, out);
    }
}

/* A code has no "*"; a name may, so there the last one parts it from its quantity. */
static void add_from_text(struct lines *lines, char *entry)
{
    char *star = lines->kind == LINES_NAMED ? strrchr(entry, '*') : strchr(entry, '*');
    if (star)
        *star = '\0';
    if (*entry)
        lines_add(lines, &(struct picker_row){.id = entry, .label = entry}, star ? star + 1 : "");
}

void lines_set(struct lines *lines, const char *value)
{
    clear(lines);
    while (*value) {
        size_t len = strcspn(value, ";");
        if (len > 0) {
            char *entry = xstrndup(value, len);
            add_from_text(lines, entry);
            free(entry);
        }
        value += len + (value[len] == ';');
    }
}

static bool is_filled(const struct lines *lines, const struct item *item)
{
    for (int i = 0; i < PARTS; i++) {
        if (!item->part[i])
            continue;
        if (field_empty(item->part[i]))
            return false;
        if (lines->kind == LINES_PICKED && strtod(field_text(item->part[i]), NULL) <= 0)
            return false;
    }
    return true;
}

bool lines_complete(const struct lines *lines, struct label *why)
{
    static const struct label number = {"有一行的数量或单价没填", "a quantity or price is missing"};
    static const struct label entry = {"上面输入的还没有选定或加入", "what was typed above was not added"};
    for (int i = 0; i < lines->count; i++)
        if (!is_filled(lines, &lines->items[i])) {
            *why = number;
            return false;
        }
    *why = entry;
    return lines->picker ? !*picker_text(lines->picker) : field_empty(lines->name);
}

static enum heard go(struct lines *lines, int row, enum part part)
{
    lines->cursor = row;
    lines->part = part;
    lines->fresh = true;
    return HEARD;
}

/* To the next number of the row or the first of the next row; not heard at the end. */
static enum heard go_on(struct lines *lines)
{
    const struct item *item = &lines->items[lines->cursor];
    for (int part = (int)lines->part + 1; part < PARTS; part++)
        if (item->part[part])
            return go(lines, lines->cursor, (enum part)part);
    return lines->cursor + 1 < lines->count ? go(lines, lines->cursor + 1, QUANTITY) : HEARD_NOT;
}

static enum heard go_back(struct lines *lines)
{
    const struct item *item = &lines->items[lines->cursor];
    for (int part = (int)lines->part - 1; part >= 0; part--)
        if (item->part[part])
            return go(lines, lines->cursor, (enum part)part);
    return go(lines, lines->cursor - 1, QUANTITY);
}

static enum heard remove_item(struct lines *lines)
{
    int n = lines->cursor;
    drop_item(&lines->items[n]);
    memmove(&lines->items[n], &lines->items[n + 1], (size_t)(lines->count - n - 1) * sizeof lines->items[0]);
    lines->count--;
    return go(lines, n < lines->count ? n : lines->count - 1, QUANTITY);
}

static void count_up(struct field *field, int by)
{
    char text[24];
    long number = strtol(field_text(field), NULL, 10) + by;
    snprintf(text, sizeof text, "%ld", number < 1 ? 1 : number);
    field_set(field, text);
}

static enum heard take_picked(struct lines *lines)
{
    struct picker_row row = picker_row(lines->picker);
    struct item *known = find(lines, row.id);
    if (known)
        count_up(known->part[QUANTITY], 1);
    else
        lines_add(lines, &row, "");
    picker_set(lines->picker, "", "");
    return HEARD;
}

/* ";" parts entries on the wire: in a name it becomes the Chinese one. */
static enum heard take_named(struct lines *lines)
{
    struct buf name = {0};
    for (const char *at = field_text(lines->name); *at; at++)
        *at == ';' ? buf_str(&name, "\xef\xbc\x9b") : buf_char(&name, *at);
    if (lines_add(lines, &(struct picker_row){.id = name.data, .label = name.data}, ""))
        field_set(lines->name, "");
    buf_free(&name);
    return HEARD;
}

static enum heard entry_key(struct lines *lines, const struct key *key)
{
    bool list = lines->picker && picker_open(lines->picker);
    if (!list && key->kind == K_DOWN && lines->count > 0)
        return go(lines, 0, QUANTITY);
    if (lines->picker) {
        enum heard heard = picker_key(lines->picker, key);
        return heard == HEARD_DONE ? take_picked(lines) : heard;
    }
    if (key->kind == K_ENTER && !field_empty(lines->name))
        return take_named(lines);
    return field_key(lines->name, key);
}

static enum heard type(struct lines *lines, struct field *field, const struct key *key)
{
    struct key meant = key_command(*key);
    bool number = lines->kind == LINES_PICKED && lines->part == QUANTITY;
    if (number && (key_is_char(&meant, '+') || key_is_char(&meant, '='))) {
        count_up(field, 1);
        return HEARD;
    }
    if (number && key_is_char(&meant, '-')) {
        count_up(field, -1);
        return HEARD;
    }
    if (lines->fresh && key->kind == K_CHAR)
        field_set(field, "");
    lines->fresh = false;
    return field_key(field, key);
}

enum heard lines_key(struct lines *lines, const struct key *key)
{
    if (lines->cursor < 0)
        return entry_key(lines, key);
    switch (key->kind) {
    case K_UP:
        return go(lines, lines->cursor - 1, QUANTITY);
    case K_DOWN:
        return lines->cursor + 1 < lines->count ? go(lines, lines->cursor + 1, QUANTITY) : HEARD_NOT;
    case K_TAB:
    case K_ENTER:
        return go_on(lines);
    case K_BACKTAB:
        return go_back(lines);
    case K_DELETE:
        return remove_item(lines);
    default:
        return type(lines, lines->items[lines->cursor].part[lines->part], key);
    }
}

int lines_rows(const struct lines *lines)
{
    return 1 + lines->count;
}

static int part_columns(const struct lines *lines, const struct item *item, enum part part)
{
    if (!item->part[part])
        return 0;
    int columns = lines->kind == LINES_NAMED ? WORD_COLS : NUMBER_COLS;
    return part == QUANTITY && item->unit ? columns + UNIT_COLS + 1 : columns;
}

/* The amounts at the right end of the row; returns the columns they take. */
static int draw_parts(const struct lines *lines, struct canvas *canvas, struct span span, int n)
{
    const struct item *item = &lines->items[n];
    int columns = 0, col = span.col + span.width;
    for (int part = 0; part < PARTS; part++)
        columns += part_columns(lines, item, (enum part)part);
    col -= columns;
    for (int part = 0; part < PARTS; part++) {
        int width = lines->kind == LINES_NAMED ? WORD_COLS : NUMBER_COLS;
        bool here = lines->focused && n == lines->cursor && lines->part == (enum part)part;
        if (!item->part[part])
            continue;
        canvas_put(canvas, span_at(span.row, col, 1), part == PRICE ? "@" : "x", ROLE_TEXT);
        field_draw(item->part[part], canvas, span_at(span.row, col + 1, width - 1), here);
        if (part == QUANTITY && item->unit)
            canvas_put(canvas, span_at(span.row, col + width + 1, UNIT_COLS), item->unit, ROLE_TEXT);
        col += part_columns(lines, item, (enum part)part);
    }
    return columns;
}

static void draw_item(const struct lines *lines, struct canvas *canvas, struct span span, int n, bool here)
{
    const struct item *item = &lines->items[n];
    canvas_put(canvas, span, here ? ">" : " ", ROLE_TEXT);
    int room = span.width - draw_parts(lines, canvas, span, n) - 2;
    int detail = item->detail ? cell_columns(item->detail) : 0;
    if (cell_columns(item->label) + detail + 2 > room)
        detail = 0;
    canvas_put(canvas, span_at(span.row, span.col + 1, room - detail), item->label,
               here ? ROLE_STRONG : ROLE_TEXT);
    if (detail)
        canvas_put(canvas, span_at(span.row, span.col + 1 + room - detail, detail), item->detail, ROLE_DIM);
}

void lines_draw(struct lines *lines, struct canvas *canvas, struct area area, bool focused)
{
    bool entry = focused && lines->cursor < 0;
    lines->focused = focused;
    if (lines->picker)
        picker_draw(lines->picker, canvas, area_row(area, 0), entry);
    else
        field_draw(lines->name, canvas, area_row(area, 0), entry);
    for (int i = 0; i < lines->count && i + 1 < area.rows; i++)
        draw_item(lines, canvas, area_row(area, i + 1), i, focused && i == lines->cursor);
}
