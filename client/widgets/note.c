/* The note field: several lines, wrapped by columns. Used by forms. */
#include "client/widgets/note.h"

#include "client/widgets/edit.h"
#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

struct note {
    struct edit *edit;
    int cols; /* of the last drawing: up and down follow the lines as they were shown */
    int top;  /* first line in view */
};

struct note *note_new(int max_chars)
{
    struct note *note = xcalloc(1, sizeof *note);
    note->edit = edit_new(&(struct edit_rules){.chars = max_chars, .lines = true});
    note->cols = 40;
    return note;
}

void note_free(struct note *note)
{
    if (!note)
        return;
    edit_free(note->edit);
    free(note);
}

const char *note_text(const struct note *note)
{
    return edit_text(note->edit);
}

void note_set(struct note *note, const char *text)
{
    edit_set(note->edit, text);
    note->top = 0;
}

/* Line n as shown: where it starts, where the next one starts (or the text ends). */
struct shown {
    size_t start, end;
    int number;
    bool last;
};

/* The line that holds the byte offset: the last one that starts at or before it. */
static struct shown line_at(const struct note *note, size_t at)
{
    const char *text = note_text(note), *start = text;
    size_t len;
    for (int number = 0;; number++) {
        const char *next = cell_wrap(start, note->cols, &len);
        if (!next || (size_t)(next - text) > at)
            return (struct shown){(size_t)(start - text), next ? (size_t)(next - text) : strlen(text), number,
                                  !next};
        start = next;
    }
}

static int column_of(const struct note *note, struct shown line)
{
    size_t cursor = edit_cursor(note->edit);
    return cell_columns_of(note_text(note) + line.start, cursor - line.start);
}

/* The offset in a line nearest to a column, before its end if another line follows. */
static size_t offset_at(const struct note *note, struct shown line, int column)
{
    const char *text = note_text(note);
    struct cell cell;
    size_t at = line.start;
    for (int used = 0; at < line.end && text[at] != '\n';) {
        size_t step = cell_next(text + at, &cell);
        used += cell.columns;
        if (used > column || (at + step >= line.end && !line.last))
            break;
        at += step;
    }
    return at;
}

static enum heard move_up(struct note *note)
{
    struct shown line = line_at(note, edit_cursor(note->edit));
    if (line.number == 0)
        return HEARD_NOT;
    edit_seek(note->edit, offset_at(note, line_at(note, line.start - 1), column_of(note, line)));
    return HEARD;
}

static enum heard move_down(struct note *note)
{
    struct shown line = line_at(note, edit_cursor(note->edit));
    if (line.last)
        return HEARD_NOT;
    edit_seek(note->edit, offset_at(note, line_at(note, line.end), column_of(note, line)));
    return HEARD;
}

enum heard note_key(struct note *note, const struct key *key)
{
    if (key->kind == K_UP)
        return move_up(note);
    if (key->kind == K_DOWN)
        return move_down(note);
    if (key->kind == K_ENTER) {
        edit_insert(note->edit, "\n");
        return HEARD;
    }
    return edit_key(note->edit, key) ? HEARD : HEARD_NOT;
}

static void draw_line(struct canvas *canvas, struct span span, const char *start, size_t len)
{
    char *text = len ? xstrndup(start, len) : xstrdup("");
    canvas_put(canvas, span_at(span.row, span.col, 1), "[", ROLE_TEXT);
    canvas_put(canvas, span_at(span.row, span.col + 1, span.width - 2), text, ROLE_FIELD);
    canvas_put(canvas, span_at(span.row, span.col + span.width - 1, 1), "]", ROLE_TEXT);
    free(text);
}

static void scroll(struct note *note, int cursor_line, int rows)
{
    if (cursor_line < note->top)
        note->top = cursor_line;
    if (cursor_line >= note->top + rows)
        note->top = cursor_line - rows + 1;
    int lines = cell_wrap_lines(note_text(note), note->cols);
    if (note->top > 0 && note->top + rows > lines)
        note->top = lines > rows ? lines - rows : 0;
}

static void draw_lines(const struct note *note, struct canvas *canvas, struct area area)
{
    const char *start = note_text(note);
    int row = -note->top;
    for (size_t len; row < area.rows; row++) {
        const char *next = start ? cell_wrap(start, note->cols, &len) : NULL;
        if (row >= 0)
            draw_line(canvas, area_row(area, row), start, start ? len : 0);
        start = next;
    }
}

void note_draw(struct note *note, struct canvas *canvas, struct area area, bool focused)
{
    note->cols = area.cols - 3; /* brackets, and room for the cursor after the last column */
    struct shown line = line_at(note, edit_cursor(note->edit));
    scroll(note, line.number, area.rows);
    draw_lines(note, canvas, area);
    int column = column_of(note, line);
    if (focused)
        canvas_cursor(canvas, area.row + line.number - note->top,
                      area.col + 1 + (column < area.cols - 2 ? column : area.cols - 3), true);
}
