/* Text field with a list of candidates. Used by forms, lines and screens. It looks nothing up itself. */
#include "client/widgets/picker.h"

#include "client/widgets/field.h"
#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_CHARS 60

struct row {
    char *id, *label, *detail, *why, *unit;
    enum picker_ask ask;
};

struct picker {
    struct picker_owner owner;
    struct field *field;
    struct row rows[PICKER_ROWS_MAX];
    int count, cursor, top, page;
    struct row picked; /* id NULL: nothing is */
    bool open, waiting;
};

static char *copy(const char *text)
{
    return text ? xstrdup(text) : NULL;
}

static struct row copy_row(const struct picker_row *row)
{
    return (struct row){xstrdup(row->id), xstrdup(row->label), copy(row->detail),
                        copy(row->why),   copy(row->unit),     row->ask};
}

static struct picker_row lend_row(const struct row *row)
{
    return (struct picker_row){row->id, row->label, row->detail, row->why, row->unit, row->ask};
}

static void drop_row(struct row *row)
{
    free(row->id);
    free(row->label);
    free(row->detail);
    free(row->why);
    free(row->unit);
    *row = (struct row){.id = NULL};
}

static void drop_rows(struct picker *picker)
{
    for (int i = 0; i < picker->count; i++)
        drop_row(&picker->rows[i]);
    picker->count = picker->cursor = picker->top = 0;
}

struct picker *picker_new(struct picker_owner owner, struct label placeholder)
{
    struct picker *picker = xcalloc(1, sizeof *picker);
    picker->owner = owner;
    picker->field =
        field_new(&(struct field_spec){.rules = {.chars = TEXT_CHARS}, .placeholder = placeholder});
    picker->page = PICKER_SHOWN;
    return picker;
}

void picker_free(struct picker *picker)
{
    if (!picker)
        return;
    drop_rows(picker);
    field_free(picker->field);
    drop_row(&picker->picked);
    free(picker);
}

const char *picker_text(const struct picker *picker)
{
    return field_text(picker->field);
}

void picker_answer(struct picker *picker, const char *text, const struct picker_row *rows, int count)
{
    if (strcmp(text, picker_text(picker)) != 0)
        return;
    drop_rows(picker);
    picker->waiting = false;
    picker->count = count > PICKER_ROWS_MAX ? PICKER_ROWS_MAX : count;
    for (int i = 0; i < picker->count; i++)
        picker->rows[i] = copy_row(&rows[i]);
}

void picker_ask(struct picker *picker)
{
    picker->waiting = true;
    if (picker->owner.ask)
        picker->owner.ask(picker->owner.owner, picker, picker_text(picker));
}

const char *picker_id(const struct picker *picker)
{
    return picker->picked.id ? picker->picked.id : "";
}

const char *picker_label(const struct picker *picker)
{
    return picker->picked.id ? picker_text(picker) : "";
}

struct picker_row picker_row(const struct picker *picker)
{
    if (!picker->picked.id)
        return (struct picker_row){.id = "", .label = ""};
    return lend_row(&picker->picked);
}

void picker_set_row(struct picker *picker, const struct picker_row *row)
{
    struct row kept = copy_row(row);
    drop_row(&picker->picked);
    drop_rows(picker);
    picker->picked = kept;
    picker->open = picker->waiting = false;
    field_set(picker->field, kept.label);
    if (!*kept.id)
        drop_row(&picker->picked);
}

void picker_set(struct picker *picker, const char *id, const char *label)
{
    picker_set_row(picker, &(struct picker_row){.id = id, .label = label});
}

bool picker_open(const struct picker *picker)
{
    return picker->open;
}

static void reopen(struct picker *picker)
{
    drop_row(&picker->picked);
    picker->open = true;
    picker_ask(picker);
}

static enum heard edited(struct picker *picker, const struct key *key)
{
    char *before = xstrdup(picker_text(picker));
    enum heard heard = field_key(picker->field, key);
    if (strcmp(before, picker_text(picker)) != 0)
        reopen(picker);
    free(before);
    return heard;
}

static enum heard pick(struct picker *picker)
{
    if (picker->count == 0 || picker->rows[picker->cursor].why)
        return HEARD;
    struct picker_row row = lend_row(&picker->rows[picker->cursor]);
    picker_set_row(picker, &row); /* copies before it drops the list */
    return HEARD_DONE;
}

static enum heard move(struct picker *picker, int by)
{
    int to = picker->cursor + by;
    picker->cursor = to < 0 || picker->count == 0 ? 0 : to >= picker->count ? picker->count - 1 : to;
    return HEARD;
}

static enum heard list_key(struct picker *picker, const struct key *key)
{
    switch (key->kind) {
    case K_UP:
        return move(picker, -1);
    case K_DOWN:
        return move(picker, 1);
    case K_PAGE_UP:
        return move(picker, -picker->page);
    case K_PAGE_DOWN:
        return move(picker, picker->page);
    case K_ENTER:
    case K_TAB:
        if (key->kind == K_TAB && picker->count == 0)
            return HEARD_NOT;
        return pick(picker);
    case K_ESC:
        picker->open = false;
        return HEARD;
    default:
        return edited(picker, key);
    }
}

enum heard picker_key(struct picker *picker, const struct key *key)
{
    if (picker->open)
        return list_key(picker, key);
    bool down = key->kind == K_DOWN && (key->mods & KEY_ALT);
    if (key->kind == K_ENTER || down) {
        reopen(picker);
        return HEARD;
    }
    return edited(picker, key);
}

void picker_draw(struct picker *picker, struct canvas *canvas, struct span span, bool focused)
{
    field_draw(picker->field, canvas, span, focused);
    if (!focused)
        picker->open = false;
}

static void draw_row(const struct picker *picker, struct canvas *canvas, struct span span, int n)
{
    const struct row *row = &picker->rows[n];
    bool here = n == picker->cursor;
    enum role role = here ? ROLE_CURSOR : row->why ? ROLE_DIM : ROLE_TEXT;
    struct buf text = {0};
    buf_str(&text, here ? ">" : " ");
    buf_str(&text, row->label);
    canvas_put(canvas, span, text.data, role);
    const char *right = row->why ? row->why : row->detail;
    int used = cell_columns(text.data) + 2, wanted = right ? cell_columns(right) : 0;
    int room = span.width - used > wanted ? wanted : span.width - used;
    if (room > 3)
        canvas_put(canvas, span_at(span.row, span.col + span.width - room, room), right, role);
    buf_free(&text);
}

static void draw_caption(const struct picker *picker, struct canvas *canvas, struct area area)
{
    static const struct label hints = {"Enter 选定  Esc 关闭", "Enter picks  Esc closes"};
    struct buf title = {0};
    buf_printf(&title, "%d/%d", picker->count ? picker->cursor + 1 : 0, picker->count);
    canvas_frame(canvas, area, title.data, canvas_word(canvas, hints));
    buf_free(&title);
}

static void draw_nothing(const struct picker *picker, struct canvas *canvas, struct span span)
{
    static const struct label waiting = {" 正在查找...", " looking up..."};
    static const struct label none = {" 没有匹配的", " nothing matches"};
    canvas_put(canvas, span, canvas_word(canvas, picker->waiting ? waiting : none), ROLE_DIM);
}

int picker_draw_list(struct picker *picker, struct canvas *canvas, struct area area)
{
    if (!picker->open || area.rows < 3)
        return 0;
    int wanted = picker->count ? picker->count : 1;
    picker->page = wanted < area.rows - 2 ? wanted : area.rows - 2;
    area.rows = picker->page + 2;
    if (picker->cursor < picker->top)
        picker->top = picker->cursor;
    if (picker->cursor >= picker->top + picker->page)
        picker->top = picker->cursor - picker->page + 1;
    draw_caption(picker, canvas, area);
    for (int i = 0; i < picker->page; i++) {
        struct span span = span_at(area.row + 1 + i, area.col + 1, area.cols - 2);
        if (picker->top + i < picker->count)
            draw_row(picker, canvas, span, picker->top + i);
        else
            draw_nothing(picker, canvas, span);
    }
    return area.rows;
}
