/* Values of a form: from widgets to what is sent and back. Called by form.c and form_draft.c. */
#include "client/widgets/field.h"
#include "client/widgets/form_parts.h"
#include "client/widgets/note.h"
#include "client/widgets/when.h"
#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

static const struct label not_picked = {"请从列表中选定一项", "pick one from the list"};
static const struct label bad_money = {"金额看不懂,例: 30 或 30.50", "not an amount; try: 30 or 30.50"};

/* Without outer blanks. */
static void add_trimmed(struct buf *out, const char *text)
{
    size_t skip = strspn(text, " \n"), len = strlen(text + skip);
    while (len > 0 && strchr(" \n", text[skip + len - 1]))
        len--;
    buf_add(out, text + skip, len);
}

static enum form_state text_value(const char *text, struct buf *out)
{
    size_t before = out->len;
    add_trimmed(out, text);
    return out->len > before ? FORM_FILLED : FORM_EMPTY;
}

/* "30" and "30.5" are as good as "30.50", which is what is sent. */
static enum form_state money_value(const char *text, struct buf *out, struct label *why)
{
    const char *point = strchr(text, '.');
    size_t yuan = strspn(text, "0123456789"), decimals = point ? strlen(point + 1) : 0;
    if (!*text)
        return FORM_EMPTY;
    if (yuan == 0 || text[strspn(text, "0123456789.")] || decimals > 2) {
        *why = bad_money;
        return FORM_BAD;
    }
    buf_add(out, text, yuan);
    buf_printf(out, ".%s%s", decimals ? point + 1 : "", decimals == 0 ? "00" : decimals == 1 ? "0" : "");
    return FORM_FILLED;
}

static enum when_kind when_of(enum form_kind kind)
{
    return kind == FORM_DATE ? WHEN_DATE : kind == FORM_MOMENT ? WHEN_MOMENT : WHEN_WINDOW;
}

static enum form_state when_value(const struct form_field *field, struct buf *out, struct label *why)
{
    if (field_empty(field->field))
        return FORM_EMPTY;
    bool ok = when_parse(field_text(field->field), when_of(field->spec->kind), field->form->now, out, why);
    return ok ? FORM_FILLED : FORM_BAD;
}

static enum form_state pick_value(const struct picker *picker, struct buf *out, struct label *why)
{
    if (*picker_id(picker)) {
        buf_str(out, picker_id(picker));
        return FORM_FILLED;
    }
    if (!*picker_text(picker))
        return FORM_EMPTY;
    *why = not_picked;
    return FORM_BAD;
}

static enum form_state lines_state(const struct lines *lines, struct buf *out, struct label *why)
{
    if (!lines_complete(lines, why))
        return FORM_BAD;
    lines_value(lines, out);
    return lines_count(lines) ? FORM_FILLED : FORM_EMPTY;
}

static enum form_state answers_state(const struct answers *answers, struct buf *out)
{
    size_t before = out->len;
    answers_value(answers, out);
    return out->len > before ? FORM_FILLED : FORM_EMPTY;
}

static enum form_state tick_value(const struct form_field *field, struct buf *out)
{
    if (field->ticked)
        buf_str(out, "yes");
    return field->ticked ? FORM_FILLED : FORM_EMPTY;
}

enum form_state form_field_value(const struct form_field *field, struct buf *out, struct label *why)
{
    switch (field->spec->kind) {
    case FORM_NOTE:
        return text_value(note_text(field->note), out);
    case FORM_MONEY:
        return money_value(field_text(field->field), out, why);
    case FORM_DATE:
    case FORM_MOMENT:
    case FORM_WINDOW:
        return when_value(field, out, why);
    case FORM_CHOICE:
        return text_value(choice_value(field->choice), out);
    case FORM_CHECK:
        return tick_value(field, out);
    case FORM_PICK:
        return pick_value(field->picker, out, why);
    case FORM_ANSWERS:
        return answers_state(field->answers, out);
    case FORM_LINES:
    case FORM_THINGS:
        return lines_state(field->lines, out, why);
    default:
        return text_value(field_text(field->field), out);
    }
}

static void raw_lines(const struct lines *lines, struct buf *out)
{
    for (int i = 0; i < lines_count(lines); i++) {
        buf_printf(out, "%s*", lines_row(lines, i).id);
        lines_amount(lines, i, out);
        buf_char(out, ';');
    }
}

void form_field_raw(const struct form_field *field, struct buf *out)
{
    buf_str(out, "");
    if (field->field)
        buf_str(out, field_text(field->field));
    else if (field->note)
        buf_str(out, note_text(field->note));
    else if (field->choice)
        buf_str(out, choice_value(field->choice));
    else if (field->picker)
        buf_printf(out, "%s\n%s", picker_id(field->picker), picker_text(field->picker));
    else if (field->lines)
        raw_lines(field->lines, out);
    else if (field->answers)
        answers_value(field->answers, out);
    else
        buf_str(out, field->ticked ? "yes" : "");
}

static void set_text(struct form_field *field, const char *value)
{
    struct buf text = {0};
    buf_str(&text, "");
    if (field->spec->kind == FORM_WINDOW)
        when_show(value, &text);
    else
        buf_str(&text, value);
    field_set(field->field, text.data);
    buf_free(&text);
}

void form_field_set(struct form_field *field, const char *value)
{
    if (field->field)
        set_text(field, value);
    else if (field->note)
        note_set(field->note, value);
    else if (field->choice)
        choice_set(field->choice, value);
    else if (field->picker)
        picker_set(field->picker, value, value);
    else if (field->lines)
        lines_set(field->lines, value);
    else if (field->answers)
        answers_set(field->answers, value);
    else
        field->ticked = strcmp(value, "yes") == 0;
}

void form_field_settle(struct form_field *field)
{
    struct buf value = {0};
    struct label why = {NULL, NULL};
    buf_str(&value, "");
    enum form_state state = form_field_value(field, &value, &why);
    enum form_kind kind = field->spec->kind;
    field->error = state == FORM_BAD ? why : (struct label){NULL, NULL};
    if (state == FORM_FILLED && (kind == FORM_DATE || kind == FORM_MOMENT || kind == FORM_WINDOW))
        set_text(field, value.data);
    explicit_bzero(value.data, value.len);
    buf_free(&value);
}

struct picker *form_field_picker(const struct form_field *field)
{
    return field->picker ? field->picker : field->lines ? lines_picker(field->lines) : NULL;
}
