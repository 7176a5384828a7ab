/* Message and question popups. A question starts on "no"; what cannot be undone has to be typed out. */
#include "client/widgets/dialog.h"

#include "client/widgets/field.h"
#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

#define MIN_COLS 40
#define MAX_COLS 72
#define REASON_CHARS 200

enum part { PART_REASON, PART_TYPE, PART_BUTTONS };

struct dialog {
    char *title, *text, *yes, *type;
    enum role role;
    struct field *reason, *typed; /* NULL if not asked for */
    enum part part;
    bool on_yes, complain;
    int top, hidden; /* first text line in view, lines out of view below */
};

static char *copy(const char *text)
{
    return text ? xstrdup(text) : NULL;
}

struct dialog *dialog_new(const struct dialog_spec *spec)
{
    struct dialog *dialog = xcalloc(1, sizeof *dialog);
    dialog->title = xstrdup(spec->title);
    dialog->text = xstrdup(spec->text);
    dialog->yes = copy(spec->yes);
    dialog->type = copy(spec->type);
    dialog->role = spec->role;
    if (spec->yes && spec->reason)
        dialog->reason = field_new(&(struct field_spec){.rules = {.chars = REASON_CHARS}});
    if (spec->yes && spec->type)
        dialog->typed = field_new(&(struct field_spec){.rules = {.chars = 20, .fold = true}});
    dialog->part = dialog->reason ? PART_REASON : dialog->typed ? PART_TYPE : PART_BUTTONS;
    return dialog;
}

void dialog_free(struct dialog *dialog)
{
    if (!dialog)
        return;
    field_free(dialog->reason);
    field_free(dialog->typed);
    free(dialog->title);
    free(dialog->text);
    free(dialog->yes);
    free(dialog->type);
    free(dialog);
}

const char *dialog_reason(const struct dialog *dialog)
{
    return dialog->reason ? field_text(dialog->reason) : "";
}

static bool has_part(const struct dialog *dialog, enum part part)
{
    return part == PART_REASON ? dialog->reason != NULL : part == PART_TYPE ? dialog->typed != NULL : true;
}

static enum heard go(struct dialog *dialog, int by)
{
    int part = (int)dialog->part;
    do
        part = (part + by + 3) % 3;
    while (!has_part(dialog, (enum part)part));
    dialog->part = (enum part)part;
    return HEARD;
}

static bool may_confirm(const struct dialog *dialog)
{
    return !(dialog->reason && field_empty(dialog->reason)) &&
           !(dialog->typed && strcmp(field_text(dialog->typed), dialog->type) != 0);
}

static enum heard confirm(struct dialog *dialog)
{
    dialog->complain = !may_confirm(dialog);
    if (dialog->complain)
        dialog->part = dialog->reason && field_empty(dialog->reason) ? PART_REASON : PART_TYPE;
    return dialog->complain ? HEARD : HEARD_DONE;
}

static enum heard scroll(struct dialog *dialog, int by)
{
    if (by > 0 && dialog->hidden <= 0)
        return HEARD;
    dialog->top = dialog->top + by < 0 ? 0 : dialog->top + by;
    return HEARD;
}

static enum heard message_key(struct dialog *dialog, const struct key *key)
{
    if (key->kind == K_UP || key->kind == K_PAGE_UP)
        return scroll(dialog, -1);
    if (key->kind == K_DOWN || key->kind == K_PAGE_DOWN)
        return scroll(dialog, 1);
    bool read = key->kind == K_ENTER || key->kind == K_ESC || key_is_char(key, ' ');
    return read ? HEARD_DONE : HEARD;
}

static enum heard button_key(struct dialog *dialog, const struct key *key)
{
    struct key meant = key_command(*key);
    if (meant.kind == K_LEFT || meant.kind == K_RIGHT) {
        dialog->on_yes = meant.kind == K_RIGHT;
        return HEARD;
    }
    if (meant.kind == K_ENTER)
        return dialog->on_yes ? confirm(dialog) : HEARD_LEFT;
    if (key_is_char(&meant, 'n'))
        return HEARD_LEFT;
    if (key_is_char(&meant, 'y'))
        return confirm(dialog);
    return HEARD;
}

static enum heard question_key(struct dialog *dialog, const struct key *key)
{
    struct field *field = dialog->part == PART_REASON ? dialog->reason : dialog->typed;
    switch (key->kind) {
    case K_ESC:
        return HEARD_LEFT;
    case K_TAB:
    case K_DOWN:
        return go(dialog, 1);
    case K_BACKTAB:
    case K_UP:
        return go(dialog, -1);
    case K_ENTER:
        return dialog->part == PART_BUTTONS ? button_key(dialog, key) : go(dialog, 1);
    default:
        break;
    }
    if (dialog->part == PART_BUTTONS)
        return button_key(dialog, key);
    dialog->complain = false;
    field_key(field, key);
    return HEARD;
}

enum heard dialog_key(struct dialog *dialog, const struct key *key)
{
    return dialog->yes ? question_key(dialog, key) : message_key(dialog, key);
}

/* Rows under the text: fields, complaint, buttons. */
static int foot_rows(const struct dialog *dialog)
{
    if (!dialog->yes)
        return 0;
    return 2 + (dialog->reason ? 1 : 0) + (dialog->typed ? 1 : 0);
}

static int at_least(int value, int low)
{
    return value < low ? low : value;
}

static int at_most(int value, int high)
{
    return value > high ? high : value;
}

struct area dialog_area(const struct dialog *dialog, int rows, int cols)
{
    int wanted = at_least(cell_columns(dialog->text) + 4, cell_columns(dialog->title) + 8);
    int width = at_most(at_most(at_least(wanted, MIN_COLS), MAX_COLS), cols - 4);
    int height = cell_wrap_lines(dialog->text, width - 4) + foot_rows(dialog) + 2;
    return area_at(-1, -1, at_most(height, rows - 2), width);
}

/* The text, scrolled; returns the lines out of view below. */
static int draw_text(const struct dialog *dialog, struct canvas *canvas, struct area area)
{
    const char *text = dialog->text;
    size_t len;
    int row = -dialog->top;
    for (; text; row++) {
        const char *next = cell_wrap(text, area.cols, &len);
        if (row >= 0 && row < area.rows) {
            char *part = len ? xstrndup(text, len) : xstrdup("");
            canvas_put(canvas, area_row(area, row), part, ROLE_TEXT);
            free(part);
        }
        text = next;
    }
    return row - area.rows;
}

static void draw_button(struct canvas *canvas, struct span span, const char *text, bool here)
{
    struct buf label = {0};
    buf_printf(&label, "%s[ %s ]", here ? ">" : " ", text);
    canvas_put(canvas, span, label.data, here ? ROLE_CURSOR : ROLE_TEXT);
    if (here)
        canvas_cursor(canvas, span.row, span.col, false);
    buf_free(&label);
}

static void draw_buttons(const struct dialog *dialog, struct canvas *canvas, struct span span)
{
    static const struct label no = {"不,返回", "No, go back"};
    const char *back = canvas_word(canvas, no);
    bool here = dialog->part == PART_BUTTONS;
    int left = cell_columns(back) + 5, right = cell_columns(dialog->yes) + 5;
    if (left + right + 2 > span.width)
        right = span.width - left - 2;
    draw_button(canvas, span_at(span.row, span.col, left), back, here && !dialog->on_yes);
    if (right > 6)
        draw_button(canvas, span_at(span.row, span.col + left + 2, right), dialog->yes,
                    here && dialog->on_yes);
}

static void draw_field(struct canvas *canvas, struct span span, const char *name, struct field *field,
                       bool here)
{
    int used = canvas_write(canvas, span, name, ROLE_LABEL) + 1;
    field_draw(field, canvas, span_at(span.row, span.col + used, span.width - used), here);
}

static void draw_type_field(const struct dialog *dialog, struct canvas *canvas, struct span span)
{
    struct buf name = {0};
    bool zh = canvas_lang(canvas) == LANG_ZH;
    buf_printf(&name, zh ? "确认请输入 %s" : "to confirm type %s", dialog->type);
    draw_field(canvas, span, name.data, dialog->typed, dialog->part == PART_TYPE);
    buf_free(&name);
}

static void draw_foot(struct dialog *dialog, struct canvas *canvas, struct area area)
{
    static const struct label reason = {"原因*", "Reason*"};
    static const struct label complaint = {"! 还缺必填的内容", "! something mandatory is missing"};
    int row = 0;
    if (dialog->reason)
        draw_field(canvas, area_row(area, row++), canvas_word(canvas, reason), dialog->reason,
                   dialog->part == PART_REASON);
    if (dialog->typed)
        draw_type_field(dialog, canvas, area_row(area, row++));
    if (dialog->complain)
        canvas_put(canvas, area_row(area, row), canvas_word(canvas, complaint), ROLE_ERROR);
    draw_buttons(dialog, canvas, area_row(area, row + 1));
}

void dialog_draw(struct dialog *dialog, struct canvas *canvas)
{
    static const struct label read = {"Enter 关闭", "Enter closes"};
    static const struct label asked = {"Enter 选当前按钮  Esc 返回", "Enter takes the button  Esc goes back"};
    const char *hint = canvas_word(canvas, dialog->yes ? asked : read);
    struct area inside = canvas_frame(canvas, canvas_area(canvas), NULL, hint);
    canvas_caption(canvas, span_at(0, 2, canvas_cols(canvas) - 4), dialog->title, dialog->role);
    inside = area_at(inside.row, inside.col + 1, inside.rows, inside.cols - 2);
    int foot = foot_rows(dialog), room = inside.rows - foot;
    struct area text = area_at(inside.row, inside.col, room < 0 ? 0 : room, inside.cols);
    dialog->hidden = draw_text(dialog, canvas, text);
    if (dialog->yes)
        draw_foot(dialog, canvas, area_at(inside.row + text.rows, inside.col, foot, inside.cols));
    else
        canvas_cursor(canvas, inside.row, inside.col, false);
}
