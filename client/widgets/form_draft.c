/* A form as text, to be kept while the screen is left, the line is down or the computer locked. One line per
 * field in the words of the wire; what was typed is kept even if it is no valid value yet. Secrets are not.
 */
#include "client/widgets/field.h"
#include "client/widgets/form_parts.h"
#include "client/widgets/note.h"
#include "common/mem.h"
#include "common/words.h"

#include <stdlib.h>
#include <string.h>

#define HEADER "draft version=1\n"

static void add_word(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, " %s=", name);
    words_quote(out, value);
}

static void add_row(const struct form_field *field, const struct picker_row *row, const char *amount,
                    struct buf *out)
{
    static const char *const asks[] = {"", "second", "price"};
    buf_str(out, "row");
    add_word(out, "name", field->spec->name);
    add_word(out, "id", row->id);
    add_word(out, "label", row->label);
    if (row->detail)
        add_word(out, "detail", row->detail);
    if (row->unit)
        add_word(out, "unit", row->unit);
    add_word(out, "ask", asks[row->ask]);
    add_word(out, "amount", amount);
    buf_char(out, '\n');
}

static void add_lines(const struct form_field *field, struct buf *out)
{
    for (int i = 0; i < lines_count(field->lines); i++) {
        struct picker_row row = lines_row(field->lines, i);
        struct buf amount = {0};
        buf_str(&amount, "");
        lines_amount(field->lines, i, &amount);
        add_row(field, &row, amount.data, out);
        buf_free(&amount);
    }
}

static void add_picked(const struct form_field *field, struct buf *out)
{
    struct picker_row row = picker_row(field->picker);
    if (*row.id)
        add_row(field, &row, "", out);
}

static void add_text(const struct form_field *field, struct buf *out)
{
    struct buf raw = {0};
    form_field_raw(field, &raw);
    buf_str(out, "text");
    add_word(out, "name", field->spec->name);
    add_word(out, "text", raw.data);
    buf_char(out, '\n');
    buf_free(&raw);
}

void form_draft(struct form *form, struct buf *out)
{
    buf_str(out, HEADER);
    for (int i = 0; i < form->count; i++) {
        const struct form_field *field = &form->fields[i];
        if (field->spec->kind == FORM_SECRET || field->spec->kind == FORM_FACT)
            continue;
        if (field->lines)
            add_lines(field, out);
        else if (field->picker)
            add_picked(field, out);
        else
            add_text(field, out);
    }
}

static void restore_text(struct form_field *field, const char *text)
{
    if (field->field)
        field_set(field->field, text);
    else if (!field->picker && !field->lines)
        form_field_set(field, text);
}

static enum picker_ask ask_of(const char *name)
{
    if (name && strcmp(name, "price") == 0)
        return PICKER_ASK_PRICE;
    return name && strcmp(name, "second") == 0 ? PICKER_ASK_SECOND : PICKER_ASK_NOTHING;
}

static void restore_line(struct form *form, const struct words *words)
{
    const char *name = words_get(words, "name"), *id = words_get(words, "id");
    const char *text = words_get(words, "text"), *amount = words_get(words, "amount");
    struct picker_row row = {.id = id,
                             .label = words_get(words, "label"),
                             .detail = words_get(words, "detail"),
                             .unit = words_get(words, "unit"),
                             .ask = ask_of(words_get(words, "ask"))};
    struct form_field *field = name ? form_find(form, name) : NULL;
    if (!field || field->spec->kind == FORM_SECRET || field->spec->kind == FORM_FACT)
        return;
    if (strcmp(words->verb, "text") == 0 && text)
        restore_text(field, text);
    else if (strcmp(words->verb, "row") == 0 && id && row.label)
        form_set_row(form, name, &row, amount ? amount : "");
}

bool form_restore(struct form *form, const char *draft)
{
    size_t len = strlen(draft);
    if (len > FORM_DRAFT_MAX || strncmp(draft, HEADER, strlen(HEADER)) != 0)
        return false;
    char *text = xstrdup(draft), *at = text;
    while (*at) {
        struct words words;
        int column;
        size_t line = strcspn(at, "\n");
        char *next = at + line + (at[line] == '\n');
        at[line] = '\0';
        if (words_parse(at, line, &words, &column) == WORDS_OK)
            restore_line(form, &words);
        at = next;
    }
    free(text);
    form->dirty = true;
    return true;
}
