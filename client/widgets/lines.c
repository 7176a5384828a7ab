/* Rows with quantities. Used by forms for the items of an order. */
#include "client/widgets/lines.h"

#include "common/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUANTITY_COLS 8 /* "x [   1]" */

struct item {
    char *id, *label, *detail;
    int quantity;
};

struct lines {
    struct picker *picker;
    struct item items[LINES_MAX];
    int count;
    int cursor; /* -1: the picker */
    bool fresh; /* the next digit starts the quantity anew */
};

struct lines *lines_new(struct picker_owner owner, struct label placeholder)
{
    struct lines *lines = xcalloc(1, sizeof *lines);
    lines->picker = picker_new(owner, placeholder);
    lines->cursor = -1;
    return lines;
}

static void drop_item(struct item *item)
{
    free(item->id);
    free(item->label);
    free(item->detail);
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

const char *lines_id(const struct lines *lines, int n)
{
    return n >= 0 && n < lines->count ? lines->items[n].id : "";
}

int lines_quantity(const struct lines *lines, int n)
{
    return n >= 0 && n < lines->count ? lines->items[n].quantity : 0;
}

struct picker_row lines_row(const struct lines *lines, int n)
{
    const struct item *item = &lines->items[n];
    return (struct picker_row){.id = item->id, .label = item->label, .detail = item->detail};
}

static int clamp_quantity(int quantity)
{
    return quantity < 0 ? 0 : quantity > LINES_QUANTITY_MAX ? LINES_QUANTITY_MAX : quantity;
}

static struct item *find(struct lines *lines, const char *id)
{
    for (int i = 0; i < lines->count; i++)
        if (strcmp(lines->items[i].id, id) == 0)
            return &lines->items[i];
    return NULL;
}

bool lines_add(struct lines *lines, const struct picker_row *row, int quantity)
{
    struct item *item = find(lines, row->id);
    if (!item) {
        if (lines->count == LINES_MAX)
            return false;
        item = &lines->items[lines->count++];
    } else {
        drop_item(item);
    }
    *item = (struct item){xstrdup(row->id), xstrdup(row->label), row->detail ? xstrdup(row->detail) : NULL,
                          clamp_quantity(quantity)};
    return true;
}

void lines_value(const struct lines *lines, struct buf *out)
{
    for (int i = 0; i < lines->count; i++)
        if (lines->items[i].quantity > 0)
            buf_printf(out, "%s%s*%d", out->len ? "," : "", lines->items[i].id, lines->items[i].quantity);
}

void lines_set(struct lines *lines, const char *value)
{
    clear(lines);
    while (*value && lines->count < LINES_MAX) {
        size_t len = strcspn(value, ",");
        char *part = xstrndup(value, len ? len : 1);
        char *star = strrchr(part, '*');
        int quantity = star ? atoi(star + 1) : 1;
        if (star)
            *star = '\0';
        if (len && *part)
            lines_add(lines, &(struct picker_row){.id = part, .label = part}, quantity);
        free(part);
        value += len + (value[len] == ',');
    }
}

static void remove_item(struct lines *lines, int n)
{
    drop_item(&lines->items[n]);
    memmove(&lines->items[n], &lines->items[n + 1], (size_t)(lines->count - n - 1) * sizeof lines->items[0]);
    lines->count--;
    lines->cursor = n < lines->count ? n : lines->count - 1;
    lines->fresh = true;
}

static void take_picked(struct lines *lines)
{
    struct item *known = find(lines, picker_id(lines->picker));
    struct picker_row row = {.id = picker_id(lines->picker),
                             .label = picker_label(lines->picker),
                             .detail = picker_detail(lines->picker)};
    if (known)
        known->quantity = clamp_quantity(known->quantity + 1);
    else
        lines_add(lines, &row, 1);
    picker_set(lines->picker, "", "");
}

static enum heard picker_part(struct lines *lines, const struct key *key)
{
    if (!picker_open(lines->picker) && key->kind == K_DOWN && lines->count > 0) {
        lines->cursor = 0;
        lines->fresh = true;
        return HEARD;
    }
    enum heard heard = picker_key(lines->picker, key);
    if (heard == HEARD_DONE) {
        take_picked(lines);
        return HEARD;
    }
    return heard;
}

static enum heard type_quantity(struct lines *lines, struct item *item, uint32_t code)
{
    if (code == '+' || code == '=')
        item->quantity = clamp_quantity(item->quantity + 1);
    else if (code == '-')
        item->quantity = item->quantity > 1 ? item->quantity - 1 : item->quantity;
    else if (code >= '0' && code <= '9')
        item->quantity = clamp_quantity((lines->fresh ? 0 : item->quantity * 10) + (int)(code - '0'));
    else
        return HEARD_NOT;
    lines->fresh = code < '0' || code > '9';
    return HEARD;
}

static enum heard erase(struct lines *lines, struct item *item, bool whole)
{
    if (whole || item->quantity == 0) {
        remove_item(lines, lines->cursor);
    } else {
        item->quantity /= 10;
        lines->fresh = false;
    }
    return HEARD;
}

enum heard lines_key(struct lines *lines, const struct key *key)
{
    struct key meant = key_command(*key);
    if (lines->cursor < 0)
        return picker_part(lines, key);
    struct item *item = &lines->items[lines->cursor];
    switch (meant.kind) {
    case K_UP:
        lines->cursor--;
        lines->fresh = true;
        return HEARD;
    case K_DOWN:
        if (lines->cursor + 1 == lines->count)
            return HEARD_NOT;
        lines->cursor++;
        lines->fresh = true;
        return HEARD;
    case K_DELETE:
    case K_BACKSPACE:
        return erase(lines, item, meant.kind == K_DELETE);
    case K_CHAR:
        return type_quantity(lines, item, meant.code);
    default:
        return HEARD_NOT;
    }
}

int lines_rows(const struct lines *lines)
{
    return 1 + lines->count;
}

static void draw_item(const struct lines *lines, struct canvas *canvas, struct span span, int n)
{
    const struct item *item = &lines->items[n];
    struct buf text = {0};
    int detail = item->detail ? cell_columns(item->detail) : 0;
    int room = span.width - QUANTITY_COLS - 2;
    canvas_put(canvas, span, "", ROLE_TEXT);
    if (cell_columns(item->label) + detail + 2 > room)
        detail = 0;
    canvas_put(canvas, span_at(span.row, span.col + 1, room - detail - 1), item->label, ROLE_TEXT);
    if (detail)
        canvas_put(canvas, span_at(span.row, span.col + 1 + room - detail, detail), item->detail, ROLE_DIM);
    buf_printf(&text, "x [%4d]", item->quantity);
    canvas_put(canvas, span_at(span.row, span.col + span.width - QUANTITY_COLS, QUANTITY_COLS), text.data,
               item->quantity ? ROLE_TEXT : ROLE_ERROR);
    buf_free(&text);
}

void lines_draw(struct lines *lines, struct canvas *canvas, struct area area, bool focused)
{
    picker_draw(lines->picker, canvas, area_row(area, 0), focused && lines->cursor < 0);
    for (int i = 0; i < lines->count && i + 1 < area.rows; i++) {
        struct span span = area_row(area, i + 1);
        draw_item(lines, canvas, span, i);
        if (focused && i == lines->cursor) {
            canvas_put(canvas, span_at(span.row, span.col, 1), ">", ROLE_CURSOR);
            canvas_role(canvas, span, ROLE_CURSOR);
            canvas_cursor(canvas, span.row, span.col + span.width - 3, true);
        }
    }
}
