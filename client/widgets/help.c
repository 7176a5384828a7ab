/* Help popup: the keys of the screen at hand. Made from the table that drives the bindings, so it cannot
 * drift. */
#include "client/widgets/help.h"

#include "client/widgets/field.h"
#include "common/mem.h"
#include "common/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define KEY_COLS 12
#define FILTER_CHARS 20

struct help {
    char *title;
    const struct help_row *rows;
    int count, cursor, top, page;
    struct field *filter;
};

struct help *help_new(const char *title, const struct help_row *rows, int count)
{
    struct help *help = xcalloc(1, sizeof *help);
    help->title = xstrdup(title);
    help->rows = rows;
    help->count = count > HELP_ROWS_MAX ? HELP_ROWS_MAX : count;
    help->page = 1;
    help->filter = field_new(&(struct field_spec){.rules = {.chars = FILTER_CHARS},
                                                  .placeholder = {"输入即筛选", "type to filter"}});
    return help;
}

void help_free(struct help *help)
{
    if (!help)
        return;
    field_free(help->filter);
    free(help->title);
    free(help);
}

static void lower(const char *text, struct buf *out)
{
    while (*text) {
        uint32_t code = text_fold_width(text_next(&text));
        text_append(out, code < 0x80 ? (uint32_t)tolower((int)code) : code);
    }
}

/* Key, words in both languages and the initials of the Chinese ones. */
static bool passes(const struct help *help, const struct help_row *row)
{
    struct buf all = {0}, wanted = {0};
    buf_str(&wanted, "");
    lower(field_text(help->filter), &wanted);
    lower(row->key, &all);
    buf_char(&all, '\n');
    lower(row->text.zh, &all);
    buf_char(&all, '\n');
    lower(row->text.en, &all);
    buf_char(&all, '\n');
    text_initials(&all, row->text.zh);
    bool yes = strstr(all.data, wanted.data) != NULL;
    buf_free(&all);
    buf_free(&wanted);
    return yes;
}

static int shown(const struct help *help)
{
    int count = 0;
    for (int i = 0; i < help->count; i++)
        count += passes(help, &help->rows[i]);
    return count;
}

int help_row(const struct help *help)
{
    int left = help->cursor;
    for (int i = 0; i < help->count; i++)
        if (passes(help, &help->rows[i]) && left-- == 0)
            return i;
    return -1;
}

static enum heard move(struct help *help, int by)
{
    int last = shown(help) - 1, to = help->cursor + by;
    help->cursor = to < 0 || last < 0 ? 0 : to > last ? last : to;
    return HEARD;
}

enum heard help_key(struct help *help, const struct key *key)
{
    int row = help_row(help);
    switch (key->kind) {
    case K_ESC:
        return HEARD_LEFT;
    case K_ENTER:
        return row >= 0 && !help->rows[row].denied ? HEARD_DONE : HEARD;
    case K_UP:
        return move(help, -1);
    case K_DOWN:
        return move(help, 1);
    case K_PAGE_UP:
        return move(help, -help->page);
    case K_PAGE_DOWN:
        return move(help, help->page);
    default:
        if (field_key(help->filter, key) == HEARD_NOT)
            return HEARD_NOT;
        return move(help, -help->count);
    }
}

struct area help_area(const struct help *help, int rows, int cols)
{
    int wanted = 50, height = help->count + 3;
    for (int i = 0; i < help->count; i++) {
        int zh = cell_columns(help->rows[i].text.zh), en = cell_columns(help->rows[i].text.en);
        int columns = KEY_COLS + (zh > en ? zh : en) + 10;
        wanted = columns > wanted ? columns : wanted;
    }
    return area_at(-1, -1, height > rows - 2 ? rows - 2 : height, wanted > cols - 4 ? cols - 4 : wanted);
}

static void draw_row(const struct help_row *row, struct canvas *canvas, struct span span, bool here)
{
    enum role role = here ? ROLE_CURSOR : row->denied ? ROLE_DIM : ROLE_TEXT;
    const char *mark = row->denied ? "(-) " : row->asks ? "(!) " : "    ";
    struct buf text = {0};
    canvas_put(canvas, span, "", role);
    canvas_put(canvas, span_at(span.row, span.col, 1), here ? ">" : " ", role);
    canvas_put(canvas, span_at(span.row, span.col + 1, KEY_COLS), row->key,
               here || row->denied ? role : ROLE_KEY);
    buf_printf(&text, "%s%s", mark, canvas_word(canvas, row->text));
    canvas_put(canvas, span_at(span.row, span.col + 1 + KEY_COLS, span.width - 1 - KEY_COLS), text.data,
               role);
    buf_free(&text);
}

static void draw_rows(struct help *help, struct canvas *canvas, struct area area)
{
    int position = 0;
    help->page = area.rows > 0 ? area.rows : 1;
    if (help->cursor < help->top)
        help->top = help->cursor;
    if (help->cursor >= help->top + help->page)
        help->top = help->cursor - help->page + 1;
    for (int i = 0; i < help->count; i++) {
        if (!passes(help, &help->rows[i]))
            continue;
        int row = position - help->top;
        if (row >= 0 && row < area.rows)
            draw_row(&help->rows[i], canvas, area_row(area, row), position == help->cursor);
        position++;
    }
}

void help_draw(struct help *help, struct canvas *canvas)
{
    static const struct label foot = {"Enter 执行  Esc 关闭  (-)无权限  (!)会先确认",
                                      "Enter runs  Esc closes  (-)no permission  (!)asks first"};
    struct area inside = canvas_frame(canvas, canvas_area(canvas), help->title, canvas_word(canvas, foot));
    draw_rows(help, canvas, area_at(inside.row + 1, inside.col, inside.rows - 1, inside.cols));
    int width = inside.cols > 32 ? 32 : inside.cols;
    field_draw(help->filter, canvas, span_at(inside.row, inside.col, width), true);
}
