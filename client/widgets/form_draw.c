/* How a form looks: labels left, fields right, the error under its field, a last row that says what is
 * missing. Called through form_draw(). */
#include "client/widgets/field.h"
#include "client/widgets/form_parts.h"
#include "client/widgets/note.h"
#include "client/widgets/when.h"
#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

#define NOTE_ROWS 3
#define LABEL_SHARE 3 /* labels get at most a third of the width */
#define FIELD_COLS_MIN 14
#define LIST_COLS_MIN 40

static int label_columns(const struct form *form, enum lang lang, int cols)
{
    int widest = 0;
    for (int i = 0; i < form->count; i++) {
        const char *word = label_in(form->fields[i].spec->label, lang);
        int columns = cell_columns(word ? word : "") + 1;
        widest = columns > widest ? columns : widest;
    }
    int limit = cols / LABEL_SHARE;
    return (widest > limit ? limit : widest) + 2;
}

static bool has_error(const struct form_field *field)
{
    return field->refusal || field->error.zh;
}

static int widget_rows(const struct form_field *field, enum lang lang, int cols)
{
    int rows = 1;
    if (field->note)
        rows = NOTE_ROWS;
    else if (field->choice)
        rows = choice_rows(field->choice, lang, cols);
    else if (field->lines)
        rows = lines_rows(field->lines);
    else if (field->answers)
        rows = answers_height(field->answers);
    else if (field->spec->kind == FORM_FACT)
        rows = cell_wrap_lines(field_text(field->field), cols);
    return rows;
}

static int said_rows(const struct form_field *field, int cols)
{
    return field->said ? cell_wrap_lines(field->said, cols) : 0;
}

/* The widget, the error, what is said about it. */
static int field_rows(const struct form_field *field, enum lang lang, int cols)
{
    return widget_rows(field, lang, cols) + has_error(field) + said_rows(field, cols);
}

int form_rows(struct form *form, enum lang lang, int cols)
{
    int rows = 1, labels = label_columns(form, lang, cols);
    for (int i = 0; i < form->count; i++)
        rows += field_rows(&form->fields[i], lang, cols - labels);
    return rows;
}

/* Columns for a one-line field: as wide as its text may get, as far as there is room. */
static int field_columns(const struct form_field *field, int room)
{
    int chars = field->spec->max_chars > 0 ? field->spec->max_chars : 30, wanted = chars * 2 + 3;
    enum form_kind kind = field->spec->kind;
    if (kind == FORM_NUMBER || kind == FORM_MONEY || kind == FORM_SECRET)
        wanted = FIELD_COLS_MIN;
    else if (kind == FORM_PHONE || kind == FORM_CODE)
        wanted = 24;
    else if (kind == FORM_DATE || kind == FORM_MOMENT)
        wanted = 24;
    else if (kind == FORM_WINDOW)
        wanted = 36;
    wanted = wanted < FIELD_COLS_MIN ? FIELD_COLS_MIN : wanted;
    return wanted > room ? room : wanted;
}

/* Beside a moment that is still being typed: how it will be understood. */
static void draw_meaning(const struct form_field *field, struct canvas *canvas, struct span span)
{
    struct buf value = {0}, text = {0};
    struct label why;
    enum form_kind kind = field->spec->kind;
    if (kind != FORM_DATE && kind != FORM_MOMENT && kind != FORM_WINDOW)
        return;
    bool filled = form_field_value(field, &value, &why) == FORM_FILLED;
    if (filled && strcmp(value.data, field_text(field->field)) != 0) {
        buf_str(&text, "= ");
        when_show(value.data, &text);
        canvas_put(canvas, span, text.data, ROLE_DIM);
    }
    buf_free(&value);
    buf_free(&text);
}

static void draw_tick(const struct form_field *field, struct canvas *canvas, struct span span, bool here)
{
    canvas_put(canvas, span_at(span.row, span.col, 3), field->ticked ? "[x]" : "[ ]",
               here ? ROLE_FOCUS : ROLE_TEXT);
    if (here)
        canvas_cursor(canvas, span.row, span.col + 1, true);
}

static void draw_wrapped(struct canvas *canvas, struct area area, const char *text, enum role role)
{
    size_t len;
    for (int row = 0; row < area.rows && text; row++) {
        const char *next = cell_wrap(text, area.cols, &len);
        char *line = len ? xstrndup(text, len) : xstrdup("");
        canvas_put(canvas, area_row(area, row), line, role);
        free(line);
        text = next;
    }
}

static void draw_widget(const struct form_field *field, struct canvas *canvas, struct area area, bool here)
{
    struct span first = area_row(area, 0);
    if (field->note) {
        note_draw(field->note, canvas, area_at(area.row, area.col, NOTE_ROWS, area.cols), here);
    } else if (field->choice) {
        choice_draw(field->choice, canvas, area, here);
    } else if (field->picker) {
        picker_draw(field->picker, canvas, first, here);
    } else if (field->lines) {
        lines_draw(field->lines, canvas, area, here);
    } else if (field->answers) {
        answers_draw(field->answers, canvas, area, here);
    } else if (field->spec->kind == FORM_FACT) {
        draw_wrapped(canvas, area, field_text(field->field), ROLE_TEXT);
    } else if (field->field) {
        int columns = field_columns(field, area.cols), rest = area.cols - columns - 1;
        field_draw(field->field, canvas, span_at(first.row, first.col, columns), here);
        if (here && rest > 12)
            draw_meaning(field, canvas, span_at(first.row, first.col + columns + 1, rest));
    } else {
        draw_tick(field, canvas, first, here);
    }
}

static void draw_error(const struct form_field *field, struct canvas *canvas, struct span span)
{
    struct buf text = {0};
    buf_printf(&text, "! %s", field->refusal ? field->refusal : canvas_word(canvas, field->error));
    canvas_put(canvas, span, text.data, ROLE_ERROR);
    buf_free(&text);
}

static void draw_label(const struct form_field *field, struct canvas *canvas, struct span span, bool here)
{
    struct buf text = {0};
    buf_printf(&text, "%s%s", canvas_word(canvas, field->spec->label), field->spec->required ? "*" : "");
    canvas_put(canvas, span, text.data, here ? ROLE_STRONG : ROLE_LABEL);
    buf_free(&text);
}

static void draw_field_block(const struct form_field *field, struct canvas *page, struct area area, bool here)
{
    int rows = widget_rows(field, canvas_lang(page), area.cols), error = has_error(field);
    draw_widget(field, page, area_at(area.row, area.col, rows, area.cols), here);
    if (error)
        draw_error(field, page, span_at(area.row + rows, area.col, area.cols));
    if (field->said)
        draw_wrapped(page, area_at(area.row + rows + error, area.col, area.rows - rows - error, area.cols),
                     field->said, ROLE_DIM);
}

/* Draws all fields onto a page of their own height, so that a field cut by the edge needs no special case. */
static void draw_fields(struct form *form, struct canvas *page, int labels)
{
    int row = 0, cols = canvas_cols(page) - labels;
    for (int i = 0; i < form->count; i++) {
        struct form_field *field = &form->fields[i];
        bool here = i == form->focus;
        int rows = field_rows(field, canvas_lang(page), cols);
        draw_label(field, page, span_at(row, 1, labels - 2), here);
        draw_field_block(field, page, area_at(row, labels, rows, cols), here);
        row += rows;
    }
}

/* First row and rows of the focused field. */
static int focus_row(const struct form *form, enum lang lang, int cols, int *rows)
{
    int row = 0;
    for (int i = 0; i < form->focus; i++)
        row += field_rows(&form->fields[i], lang, cols);
    *rows = form->count ? field_rows(&form->fields[form->focus], lang, cols) : 1;
    return row;
}

static void scroll(struct form *form, int row, int rows, int page)
{
    if (row + rows > form->top + page)
        form->top = row + rows - page;
    if (row < form->top)
        form->top = row;
}

static void draw_summary(struct form *form, struct canvas *canvas, struct span span)
{
    static const struct label keys = {"[F2 保存]  [Esc 离开,留草稿]", "[F2 save]  [Esc leave, keep draft]"};
    struct buf missing = {0}, left = {0};
    int count = form_missing(form);
    bool zh = canvas_lang(canvas) == LANG_ZH;
    if (count)
        buf_printf(&missing, zh ? "必填 * 还差 %d 项" : "* mandatory, %d missing", count);
    else
        buf_str(&missing, zh ? "必填 * 已齐" : "* mandatory: complete");
    if (form->refusal)
        buf_printf(&left, "! %s", form->refusal);
    else
        buf_str(&left, canvas_word(canvas, keys));
    int columns = cell_columns(missing.data);
    canvas_put(canvas, span_at(span.row, span.col, span.width), "", ROLE_TEXT);
    canvas_put(canvas, span_at(span.row, span.col + 1, span.width - columns - 3), left.data,
               form->refusal ? ROLE_ERROR : ROLE_HINT);
    canvas_put(canvas, span_at(span.row, span.col + span.width - columns - 1, columns), missing.data,
               count ? ROLE_WARN : ROLE_OK);
    buf_free(&missing);
    buf_free(&left);
}

/* The open list of a picker: under its field, or above it if there is more room. */
static void draw_list(struct form *form, struct canvas *canvas, struct area area, int row, int labels)
{
    struct picker *picker = form->count ? form_field_picker(&form->fields[form->focus]) : NULL;
    if (!picker || !picker_open(picker))
        return;
    int below = area.rows - row - 1, cols = area.cols - labels;
    int left = cols < LIST_COLS_MIN ? area.col : area.col + labels;
    struct area list = area_at(area.row + row + 1, left, below, area.col + area.cols - left);
    int wanted = PICKER_SHOWN + 2;
    if (below < wanted && row > below)
        list = area_at(area.row + (row > wanted ? row - wanted : 0), left, row > wanted ? wanted : row,
                       list.cols);
    else if (below > wanted)
        list.rows = below > 2 * wanted ? 2 * wanted : wanted;
    picker_draw_list(picker, canvas, list);
}

void form_draw(struct form *form, struct canvas *canvas, struct area area)
{
    enum lang lang = canvas_lang(canvas);
    int labels = label_columns(form, lang, area.cols), page_rows = form_rows(form, lang, area.cols), rows,
        col;
    bool shown;
    int row = focus_row(form, lang, area.cols - labels, &rows);
    struct area view = area_at(area.row, area.col, area.rows - 1, area.cols);
    struct canvas *page = canvas_new(page_rows, area.cols, lang);
    draw_fields(form, page, labels);
    scroll(form, row, rows, view.rows);
    if (canvas_cursor_get(page, &row, &col, &shown))
        scroll(form, row, 1, view.rows);
    canvas_copy(canvas, view, page, form->top);
    canvas_free(page);
    draw_summary(form, canvas, area_row(area, area.rows - 1));
    draw_list(form, canvas, view, row - form->top, labels);
}
