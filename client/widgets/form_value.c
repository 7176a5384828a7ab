/* Values of a form: from widgets to what is sent and back. Called by form.c and form_draft.c. */
#include "client/widgets/field.h"
#include "client/widgets/form_parts.h"
#include "client/widgets/note.h"
#include "client/widgets/when.h"
#include "common/mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct label not_picked = {"请从列表中选定一项", "pick one from the list"};
static const struct label zero_quantity = {"数量不能是 0", "a quantity is 0"};
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

/* "30.5" is 3050 fen. */
static enum form_state money_value(const char *text, struct buf *out, struct label *why)
{
    const char *point = strchr(text, '.');
    int64_t fen = strtoll(text, NULL, 10) * 100;
    if (!*text)
        return FORM_EMPTY;
    if (text[strspn(text, "0123456789.")] || text[0] == '.' || (point && strlen(point + 1) > 2)) {
        *why = bad_money;
        return FORM_BAD;
    }
    if (point && point[1])
        fen += (point[1] - '0') * 10 + (point[2] ? point[2] - '0' : 0);
    buf_printf(out, "%" PRId64, fen);
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

static enum form_state lines_state(struct lines *lines, struct buf *out, struct label *why)
{
    for (int i = 0; i < lines_count(lines); i++)
        if (lines_quantity(lines, i) == 0) {
            *why = zero_quantity;
            return FORM_BAD;
        }
    if (*picker_text(lines_picker(lines))) {
        *why = not_picked;
        return FORM_BAD;
    }
    lines_value(lines, out);
    return lines_count(lines) ? FORM_FILLED : FORM_EMPTY;
}

static enum form_state tick_value(const struct form_field *field, struct buf *out)
{
    buf_str(out, field->ticked ? "true" : "false");
    return field->ticked || !field->spec->required ? FORM_FILLED : FORM_EMPTY;
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
    case FORM_LINES:
        return lines_state(field->lines, out, why);
    default:
        return text_value(field_text(field->field), out);
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
        for (int i = 0; i < lines_count(field->lines); i++)
            buf_printf(out, "%s*%d\n", lines_id(field->lines, i), lines_quantity(field->lines, i));
    else
        buf_str(out, field->ticked ? "true" : "false");
}

static void show_money(const char *fen, struct buf *out)
{
    char *end;
    long long amount = strtoll(fen, &end, 10);
    if (*fen == '\0' || *end || amount < 0)
        buf_str(out, fen);
    else if (amount % 100)
        buf_printf(out, "%lld.%02lld", amount / 100, amount % 100);
    else
        buf_printf(out, "%lld", amount / 100);
}

static void set_text(struct form_field *field, const char *value)
{
    struct buf text = {0};
    buf_str(&text, "");
    if (field->spec->kind == FORM_MONEY)
        show_money(value, &text);
    else if (field->spec->kind == FORM_WINDOW)
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
    else
        field->ticked = strcmp(value, "true") == 0;
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
