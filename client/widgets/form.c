/* The form engine: fields from a table, focus, keys, saving. Used by every screen that asks for something.
 * Drawing is in form_draw.c, values in form_value.c. */
#include "client/widgets/form.h"

#include "client/widgets/field.h"
#include "client/widgets/form_parts.h"
#include "client/widgets/note.h"
#include "common/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_CHARS 200
#define NOTE_CHARS 1000
#define NUMBER_CHARS 9
#define MONEY_CHARS 12
#define PHONE_CHARS 20
#define SECRET_CHARS 128
#define WHEN_CHARS 60

static const struct label missing = {"必填", "mandatory"};

static void ask_owner(void *arg, struct picker *picker, const char *text)
{
    struct form_field *field = arg;
    (void)picker;
    if (field->form->owner.ask)
        field->form->owner.ask(field->form->owner.owner, field->form, field->spec->name, text);
}

/* What may be typed into a field of this kind; an owner's max_chars goes before. */
static struct edit_rules rules_of(enum form_kind kind, int max_chars)
{
    struct edit_rules rules = {.chars = TEXT_CHARS};
    if (kind == FORM_NUMBER)
        rules = (struct edit_rules){.chars = NUMBER_CHARS, .filter = EDIT_DIGITS};
    else if (kind == FORM_MONEY)
        rules = (struct edit_rules){.chars = MONEY_CHARS, .filter = EDIT_MONEY};
    else if (kind == FORM_PHONE)
        rules = (struct edit_rules){.chars = PHONE_CHARS, .filter = EDIT_PHONE};
    else if (kind == FORM_CODE)
        rules = (struct edit_rules){.chars = TEXT_CHARS, .filter = EDIT_CODE};
    else if (kind == FORM_SECRET)
        rules = (struct edit_rules){.chars = SECRET_CHARS, .bytes = SECRET_CHARS};
    else if (kind == FORM_DATE || kind == FORM_MOMENT || kind == FORM_WINDOW)
        rules = (struct edit_rules){.chars = WHEN_CHARS, .fold = true};
    if (max_chars > 0)
        rules.chars = max_chars;
    return rules;
}

static struct label placeholder_of(enum form_kind kind)
{
    static const struct label moment = {"例: 明天 9:00", "e.g. tomorrow 9:00"};
    static const struct label window = {"例: 明天 9:00-10:00", "e.g. tomorrow 9-10"};
    static const struct label date = {"例: 明天", "e.g. tomorrow"};
    return kind == FORM_MOMENT   ? moment
           : kind == FORM_WINDOW ? window
           : kind == FORM_DATE   ? date
                                 : (struct label){NULL, NULL};
}

static void make_widget(struct form_field *field)
{
    static const struct label named = {"名称,Enter 加入", "name, Enter adds it"};
    static const struct label search = {"编号/中文/拼音首字母", "code, name or initials"};
    const struct form_spec *spec = field->spec;
    struct picker_owner owner = {field, ask_owner};
    switch (spec->kind) {
    case FORM_NOTE:
        field->note = note_new(spec->max_chars > 0 ? spec->max_chars : NOTE_CHARS);
        return;
    case FORM_CHOICE:
        field->choice = choice_new(spec->options, spec->option_count);
        return;
    case FORM_PICK:
        field->picker = picker_new(owner, search);
        return;
    case FORM_LINES:
        field->lines = lines_new(LINES_PICKED, owner, search);
        return;
    case FORM_THINGS:
        field->lines = lines_new(LINES_NAMED, owner, named);
        return;
    case FORM_ANSWERS:
        field->answers = answers_new();
        return;
    case FORM_CHECK:
        return;
    default:
        field->field = field_new(&(struct field_spec){.rules = rules_of(spec->kind, spec->max_chars),
                                                      .mask = spec->kind == FORM_SECRET,
                                                      .read_only = spec->kind == FORM_FACT,
                                                      .placeholder = placeholder_of(spec->kind)});
    }
}

static bool takes_focus(const struct form *form, int n)
{
    return form->fields[n].spec->kind != FORM_FACT;
}

static int next_focus(const struct form *form, int from, int by)
{
    for (int i = 1; i <= form->count; i++) {
        int n = ((from + by * i) % form->count + form->count) % form->count;
        if (takes_focus(form, n))
            return n;
    }
    return from;
}

struct form *form_new(const struct form_spec *specs, int count, struct form_owner owner)
{
    struct form *form = xcalloc(1, sizeof *form);
    form->owner = owner;
    form->count = count > FORM_FIELDS_MAX ? FORM_FIELDS_MAX : count;
    for (int i = 0; i < form->count; i++) {
        struct form_field *field = &form->fields[i];
        field->spec = &specs[i];
        field->form = form;
        make_widget(field);
        if (specs[i].initial)
            form_field_set(field, specs[i].initial);
    }
    form->focus = form->count ? next_focus(form, form->count - 1, 1) : 0;
    return form;
}

void form_free(struct form *form)
{
    if (!form)
        return;
    for (int i = 0; i < form->count; i++) {
        struct form_field *field = &form->fields[i];
        field_free(field->field);
        note_free(field->note);
        choice_free(field->choice);
        picker_free(field->picker);
        lines_free(field->lines);
        answers_free(field->answers);
        free(field->said);
        free(field->refusal);
    }
    free(form->refusal);
    free(form);
}

void form_now(struct form *form, const char *now)
{
    snprintf(form->now, sizeof form->now, "%s", now);
}

struct form_field *form_find(struct form *form, const char *name)
{
    for (int i = 0; i < form->count; i++)
        if (strcmp(form->fields[i].spec->name, name) == 0)
            return &form->fields[i];
    return NULL;
}

bool form_value(struct form *form, const char *name, struct buf *out)
{
    struct form_field *field = form_find(form, name);
    struct label why;
    if (!field)
        return false;
    buf_str(out, "");
    form_field_value(field, out, &why);
    return true;
}

bool form_set(struct form *form, const char *name, const char *value)
{
    struct form_field *field = form_find(form, name);
    if (field)
        form_field_set(field, value);
    return field != NULL;
}

bool form_set_row(struct form *form, const char *name, const struct picker_row *row, const char *amount)
{
    struct form_field *field = form_find(form, name);
    if (field && field->picker) {
        picker_set_row(field->picker, row);
        return true;
    }
    return field && field->lines && lines_add(field->lines, row, amount);
}

void form_answer(struct form *form, const char *name, const char *text, const struct picker_row *rows,
                 int count)
{
    struct form_field *field = form_find(form, name);
    struct picker *picker = field ? form_field_picker(field) : NULL;
    if (picker)
        picker_answer(picker, text, rows, count);
}

void form_options(struct form *form, const char *name, const struct choice_option *options, int count)
{
    struct form_field *field = form_find(form, name);
    if (field && field->choice)
        choice_options(field->choice, options, count);
}

void form_questions(struct form *form, const char *name, const struct answers_row *rows, int count)
{
    struct form_field *field = form_find(form, name);
    if (field && field->answers)
        answers_rows_set(field->answers, rows, count);
}

static void replace(char **text, const char *by)
{
    char *kept = by ? xstrdup(by) : NULL;
    free(*text);
    *text = kept;
}

void form_say(struct form *form, const char *name, const char *text)
{
    struct form_field *field = form_find(form, name);
    if (field)
        replace(&field->said, text);
}

void form_each(struct form *form, void (*each)(void *arg, const char *name, const char *value), void *arg)
{
    for (int i = 0; i < form->count; i++) {
        struct form_field *field = &form->fields[i];
        struct buf value = {0};
        struct label why;
        buf_str(&value, "");
        if (field->spec->kind != FORM_FACT && form_field_value(field, &value, &why) == FORM_FILLED)
            each(arg, field->spec->name, value.data);
        explicit_bzero(value.data, value.len);
        buf_free(&value);
    }
}

bool form_dirty(const struct form *form)
{
    return form->dirty;
}

void form_clean(struct form *form)
{
    form->dirty = false;
}

void form_refuse(struct form *form, const char *name, const char *text)
{
    struct form_field *field = name && *name ? form_find(form, name) : NULL;
    replace(field ? &field->refusal : &form->refusal, text);
    if (field)
        form_go(form, name);
}

int form_missing(struct form *form)
{
    int count = 0;
    for (int i = 0; i < form->count; i++) {
        struct buf value = {0};
        struct label why;
        enum form_state state = form_field_value(&form->fields[i], &value, &why);
        count += form->fields[i].spec->required && state == FORM_EMPTY;
        buf_free(&value);
    }
    return count;
}

const char *form_focus(const struct form *form)
{
    return form->count ? form->fields[form->focus].spec->name : "";
}

bool form_go(struct form *form, const char *name)
{
    struct form_field *field = form_find(form, name);
    if (field && takes_focus(form, (int)(field - form->fields)))
        form->focus = (int)(field - form->fields);
    return field != NULL;
}

struct label form_help(const struct form *form)
{
    return form->count ? form->fields[form->focus].spec->help : (struct label){NULL, NULL};
}

/* Says what is wrong with each field; the first bad one gets the focus. */
static enum heard save(struct form *form)
{
    int first = -1;
    for (int i = 0; i < form->count; i++) {
        struct form_field *field = &form->fields[i];
        struct buf value = {0};
        struct label why = {NULL, NULL};
        enum form_state state = form_field_value(field, &value, &why);
        bool lacks = state == FORM_EMPTY && field->spec->required;
        field->error = lacks ? missing : state == FORM_BAD ? why : (struct label){NULL, NULL};
        if ((lacks || state == FORM_BAD) && first < 0)
            first = i;
        if (value.data)
            explicit_bzero(value.data, value.len);
        buf_free(&value);
    }
    replace(&form->refusal, NULL);
    if (first >= 0)
        form->focus = first;
    return first < 0 ? HEARD_DONE : HEARD;
}

static enum heard widget_key(struct form_field *field, const struct key *key)
{
    if (field->field)
        return field_key(field->field, key);
    if (field->note)
        return note_key(field->note, key);
    if (field->choice)
        return choice_key(field->choice, key);
    if (field->picker)
        return picker_key(field->picker, key);
    if (field->lines)
        return lines_key(field->lines, key);
    if (field->answers)
        return answers_key(field->answers, key);
    struct key meant = key_command(*key);
    if (!key_is_char(&meant, ' ') && !key_is_char(&meant, 'x'))
        return HEARD_NOT;
    field->ticked = !field->ticked;
    return HEARD;
}

static enum heard move(struct form *form, int by)
{
    form_field_settle(&form->fields[form->focus]);
    form->focus = next_focus(form, form->focus, by);
    return HEARD;
}

/* What the focused field did not want. */
static enum heard form_own_key(struct form *form, const struct key *key)
{
    switch (key->kind) {
    case K_TAB:
    case K_DOWN:
    case K_ENTER:
        return move(form, 1);
    case K_BACKTAB:
    case K_UP:
        return move(form, -1);
    case K_ESC:
        form_field_settle(&form->fields[form->focus]);
        return HEARD_LEFT;
    default:
        return HEARD_NOT;
    }
}

static void note_change(struct form *form, struct form_field *field, const char *before)
{
    struct buf after = {0};
    form_field_raw(field, &after);
    if (strcmp(before, after.data) != 0) {
        form->dirty = true;
        field->error = (struct label){NULL, NULL};
        replace(&field->refusal, NULL);
    }
    explicit_bzero(after.data, after.len);
    buf_free(&after);
}

enum heard form_key(struct form *form, const struct key *key)
{
    if (key_is_f(key, 2) || key_is_ctrl(key, 's'))
        return save(form);
    if (form->count == 0)
        return key->kind == K_ESC ? HEARD_LEFT : HEARD_NOT;
    struct form_field *field = &form->fields[form->focus];
    struct buf before = {0};
    form_field_raw(field, &before);
    enum heard heard = widget_key(field, key);
    note_change(form, field, before.data);
    explicit_bzero(before.data, before.len);
    buf_free(&before);
    if (heard == HEARD_DONE) {
        if (form->owner.picked && field->picker)
            form->owner.picked(form->owner.owner, form, field->spec->name, picker_id(field->picker));
        return move(form, 1);
    }
    return heard == HEARD_NOT ? form_own_key(form, key) : heard;
}
