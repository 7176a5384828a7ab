/* The one-line text field. Used by forms, pickers, dialogs, the lock screen and the command line. */
#include "client/widgets/field.h"

#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

struct field {
    struct edit *edit;
    bool mask, read_only;
    struct label placeholder;
    size_t first; /* byte offset of the first cluster in view */
};

struct field *field_new(const struct field_spec *spec)
{
    struct field *field = xcalloc(1, sizeof *field);
    struct edit_rules rules = spec->rules;
    rules.lines = false;
    field->edit = edit_new(&rules);
    field->mask = spec->mask;
    field->read_only = spec->read_only;
    field->placeholder = spec->placeholder;
    return field;
}

void field_free(struct field *field)
{
    if (!field)
        return;
    edit_free(field->edit);
    free(field);
}

const char *field_text(const struct field *field)
{
    return edit_text(field->edit);
}

void field_set(struct field *field, const char *text)
{
    edit_set(field->edit, text);
    field->first = 0;
}

bool field_empty(const struct field *field)
{
    return field_text(field)[strspn(field_text(field), " ")] == '\0';
}

void field_wipe(struct field *field)
{
    field_set(field, "");
}

enum heard field_key(struct field *field, const struct key *key)
{
    if (field->read_only)
        return HEARD_NOT;
    return edit_key(field->edit, key) ? HEARD : HEARD_NOT;
}

static int columns_between(const struct field *field, size_t from, size_t to)
{
    const char *text = field_text(field);
    struct cell cell;
    int columns = 0;
    for (size_t step; from < to && (step = cell_next(text + from, &cell)) > 0; from += step)
        columns += field->mask ? 1 : cell.columns;
    return columns;
}

/* Columns the cursor needs: those of the cluster it stands on. */
static int cursor_width(const struct field *field)
{
    struct cell cell;
    cell_next(field_text(field) + edit_cursor(field->edit), &cell);
    return cell.columns == 2 && !field->mask ? 2 : 1;
}

/* Moves the view so that the cursor is in it, and not further than that. */
static void scroll(struct field *field, int inside)
{
    const char *text = field_text(field);
    size_t cursor = edit_cursor(field->edit), len = strlen(text);
    struct cell cell;
    if (field->first > cursor)
        field->first = cursor;
    while (field->first < cursor &&
           columns_between(field, field->first, cursor) + cursor_width(field) > inside)
        field->first += cell_next(text + field->first, &cell);
    for (size_t step; field->first > 0; field->first -= step) {
        step = cell_before(text, field->first);
        if (step == 0 || columns_between(field, field->first - step, len) + 1 > inside)
            return;
    }
}

/* The text in view, as painted. */
static void visible(const struct field *field, int inside, struct buf *out)
{
    const char *text = field_text(field);
    struct cell cell;
    int used = 0;
    for (size_t at = field->first, step; (step = cell_next(text + at, &cell)) > 0; at += step) {
        int columns = field->mask ? 1 : cell.columns;
        if (used + columns > inside)
            return;
        buf_str(out, field->mask ? "*" : cell.text);
        used += columns;
    }
}

static void draw_inside(struct field *field, struct canvas *canvas, struct span span, enum role role)
{
    struct buf text = {0};
    const char *hint = canvas_word(canvas, field->placeholder);
    buf_str(&text, "");
    if (*field_text(field))
        visible(field, span.width, &text);
    canvas_put(canvas, span, text.len ? text.data : hint, text.len ? role : ROLE_DIM);
    buf_free(&text);
}

void field_draw(struct field *field, struct canvas *canvas, struct span span, bool focused)
{
    if (field->read_only) {
        canvas_put(canvas, span, field_text(field), focused ? ROLE_FOCUS : ROLE_TEXT);
        if (focused)
            canvas_cursor(canvas, span.row, span.col, false);
        return;
    }
    if (span.width < 4)
        return;
    int inside = span.width - 2;
    scroll(field, inside);
    size_t cursor = edit_cursor(field->edit);
    bool more = columns_between(field, field->first, strlen(field_text(field))) > inside;
    canvas_put(canvas, span_at(span.row, span.col, 1), field->first > 0 ? "<" : "[", ROLE_TEXT);
    canvas_put(canvas, span_at(span.row, span.col + span.width - 1, 1), more ? ">" : "]", ROLE_TEXT);
    draw_inside(field, canvas, span_at(span.row, span.col + 1, inside), focused ? ROLE_FOCUS : ROLE_FIELD);
    if (focused)
        canvas_cursor(canvas, span.row, span.col + 1 + columns_between(field, field->first, cursor), true);
}
