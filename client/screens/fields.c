/* Fields as the daemon describes them. Called by formview.c. A field that picks asks its source for what was
 * typed, one question at a time: what is typed meanwhile is asked when the answer is there. */
#include "client/screens/fields.h"

#include "common/mem.h"
#include "common/text.h"

#include <stdlib.h>
#include <string.h>

struct lookup {
    struct fields *fields;
    const json_t *field;
    char *text;                     /* asked for, NULL: nothing is under way */
    char *next;                     /* typed since, or NULL */
    json_t *coming, *rows, *before; /* answers: on its way, the last one, the one before */
    bool whole; /* the view takes no text: all rows are asked for and looked through here */
};

struct fields {
    struct app *app;
    json_t *description, *list; /* list: borrowed array of fields */
    int count;
    struct form_spec specs[FORM_FIELDS_MAX];
    struct choice_option *options[FORM_FIELDS_MAX];
    struct lookup lookups[FORM_FIELDS_MAX];
    struct form *form;
    bool secret;
};

static enum form_kind kind_of(const char *name)
{
    static const struct {
        const char *name;
        enum form_kind kind;
    } kinds[] = {{"text", FORM_TEXT},       {"note", FORM_NOTE},    {"choice", FORM_CHOICE},
                 {"tick", FORM_CHECK},      {"time", FORM_MOMENT},  {"window", FORM_WINDOW},
                 {"day", FORM_DATE},        {"int", FORM_NUMBER},   {"fen", FORM_MONEY},
                 {"pick", FORM_PICK},       {"lines", FORM_LINES},  {"things", FORM_THINGS},
                 {"answers", FORM_ANSWERS}, {"secret", FORM_SECRET}};
    for (size_t i = 0; i < array_length(kinds); i++)
        if (strcmp(kinds[i].name, name) == 0)
            return kinds[i].kind;
    return FORM_TEXT;
}

/* ---- lookups ---- */

static void ask_source(struct lookup *lookup);

static struct picker_row picker_row_of(const json_t *row, struct buf *label)
{
    const char *value = reply_text(row, "value"), *ask = reply_text(row, "ask"),
               *hint = reply_text(row, "hint");
    bool code = value[strspn(value, "0123456789")] != '\0';
    if (code && strcmp(value, reply_text(row, "label")) != 0)
        buf_printf(label, "%s ", value);
    buf_str(label, reply_text(row, "label"));
    return (struct picker_row){.id = value,
                               .label = label->data,
                               .detail = *hint ? hint : NULL,
                               .unit = *reply_text(row, "unit") ? reply_text(row, "unit") : NULL,
                               .ask = strcmp(ask, "price") == 0    ? PICKER_ASK_PRICE
                                      : strcmp(ask, "second") == 0 ? PICKER_ASK_SECOND
                                                                   : PICKER_ASK_NOTHING};
}

/* By a part of its label, or by the initials of its hanzi. */
static bool fits(const struct lookup *lookup, const json_t *row)
{
    const char *label = reply_text(row, "label");
    struct buf initials = {0};
    if (!lookup->whole || strstr(label, lookup->text))
        return true;
    text_initials(&initials, label);
    bool found = initials.data && strstr(initials.data, lookup->text);
    buf_free(&initials);
    return found;
}

static void answer_picker(struct lookup *lookup)
{
    struct picker_row *rows = xcalloc(PICKER_ROWS_MAX, sizeof *rows);
    struct buf *labels = xcalloc(PICKER_ROWS_MAX, sizeof *labels);
    int count = 0;
    size_t n;
    json_t *row;
    json_array_foreach(lookup->coming, n, row) if (count < PICKER_ROWS_MAX && fits(lookup, row))
    {
        rows[count] = picker_row_of(row, &labels[count]);
        count++;
    }
    form_answer(lookup->fields->form, reply_text(lookup->field, "name"), lookup->text, rows, count);
    for (int i = 0; i < count; i++)
        buf_free(&labels[i]);
    free(labels);
    free(rows);
}

static void answer_choice(struct lookup *lookup)
{
    int n = (int)(lookup - lookup->fields->lookups), count = 0;
    size_t i;
    json_t *row;
    struct choice_option *options = xcalloc(CHOICE_MAX, sizeof *options);
    json_array_foreach(lookup->coming, i, row) if (count < CHOICE_MAX) options[count++] =
        (struct choice_option){reply_text(row, "value"),
                               {reply_text(row, "label"), reply_text(row, "label")}};
    form_options(lookup->fields->form, reply_text(lookup->field, "name"), options, count);
    free(lookup->fields->options[n]);
    lookup->fields->options[n] = options;
}

static void answer_questions(struct lookup *lookup)
{
    struct answers_row *rows = xcalloc(ANSWERS_MAX, sizeof *rows);
    int count = 0;
    size_t i;
    json_t *row;
    json_array_foreach(lookup->coming, i, row) if (count < ANSWERS_MAX) rows[count++] =
        (struct answers_row){reply_text(row, "value"), reply_text(row, "label"), reply_text(row, "answer"),
                             reply_text(row, "word")};
    form_questions(lookup->fields->form, reply_text(lookup->field, "name"), rows, count);
    free(rows);
}

static enum form_kind lookup_kind(const struct lookup *lookup)
{
    return lookup->fields->specs[lookup - lookup->fields->lookups].kind;
}

static void on_row(void *arg, const json_t *row)
{
    struct lookup *lookup = arg;
    json_array_append(lookup->coming, (json_t *)row);
}

static void take_answer(struct lookup *lookup)
{
    enum form_kind kind = lookup_kind(lookup);
    if (kind == FORM_CHOICE)
        answer_choice(lookup);
    else if (kind == FORM_ANSWERS)
        answer_questions(lookup);
    else
        answer_picker(lookup);
    json_decref(lookup->before);
    lookup->before = lookup->rows;
    lookup->rows = lookup->coming;
    lookup->coming = NULL;
}

static void on_done(void *arg, const struct reply *final)
{
    struct lookup *lookup = arg;
    bool refused = final->kind == REPLY_NO || final->kind == REPLY_BAD;
    if (refused && !lookup->whole && strcmp(reply_text(final->json, "field"), "q") == 0) {
        lookup->whole = true;
        ask_source(lookup);
        return;
    }
    take_answer(lookup); /* of a refusal: nothing, so that nobody waits for it */
    if (refused)
        app_tell(lookup->fields->app, ROLE_ERROR, reply_text(final->json, "msg"));
    free(lookup->text);
    lookup->text = lookup->next;
    lookup->next = NULL;
    if (lookup->text)
        ask_source(lookup);
    app_redraw(lookup->fields->app);
}

/* For lookup->text. The rows shown stay known until others are. */
static void ask_source(struct lookup *lookup)
{
    enum form_kind kind = lookup_kind(lookup);
    struct buf line = {0};
    const char *name;
    json_t *value;
    request_begin(&line, reply_text(lookup->field, "source"));
    json_object_foreach(json_object_get(lookup->field, "source_args"), name, value)
    {
        struct buf text = {0};
        reply_show(value, &text);
        request_word(&line, name, text.data);
        buf_free(&text);
    }
    if (kind != FORM_CHOICE && kind != FORM_ANSWERS && *lookup->text && !lookup->whole)
        request_word(&line, "q", lookup->text);
    json_decref(lookup->coming);
    lookup->coming = json_array();
    if (!app_online(lookup->fields->app) ||
        !app_ask(lookup->fields->app, line.data, (struct answer){lookup, on_row, on_done})) {
        free(lookup->text);
        lookup->text = NULL;
    }
    buf_free(&line);
}

static void look_up(struct lookup *lookup, const char *text)
{
    free(lookup->next);
    lookup->next = NULL;
    if (lookup->text) {
        lookup->next = xstrdup(text);
        return;
    }
    lookup->text = xstrdup(text);
    ask_source(lookup);
}

static struct lookup *find_lookup(struct fields *fields, const char *name)
{
    for (int i = 0; i < fields->count; i++)
        if (strcmp(reply_text(fields->lookups[i].field, "name"), name) == 0)
            return &fields->lookups[i];
    return NULL;
}

static void on_ask(void *owner, struct form *form, const char *name, const char *text)
{
    struct lookup *lookup = find_lookup(owner, name);
    (void)form;
    if (lookup)
        look_up(lookup, text);
}

/* ---- what a picked row brings ---- */

static void fill_others(struct form *form, const json_t *row)
{
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(row, "fill"), name, value)
    {
        struct buf text = {0};
        reply_show(value, &text);
        form_set(form, name, text.data);
        buf_free(&text);
    }
}

static void show_record(struct form *form, const char *name, const json_t *row)
{
    struct buf text = {0};
    size_t n;
    json_t *line;
    json_array_foreach(reply_list(row, "show"), n, line)
    {
        if (text.len)
            buf_char(&text, '\n');
        reply_show(line, &text);
    }
    form_say(form, name, text.len ? text.data : NULL);
    buf_free(&text);
}

static const json_t *find_row(const json_t *rows, const char *id)
{
    size_t n;
    json_t *row;
    json_array_foreach((json_t *)rows, n, row) if (strcmp(reply_text(row, "value"), id) == 0) return row;
    return NULL;
}

static void on_picked(void *owner, struct form *form, const char *name, const char *id)
{
    struct lookup *lookup = find_lookup(owner, name);
    const json_t *row = lookup ? find_row(lookup->rows, id) : NULL;
    if (lookup && !row)
        row = find_row(lookup->before, id);
    if (!row)
        return;
    fill_others(form, row);
    show_record(form, name, row);
}

/* ---- from the description ---- */

static int read_options(struct fields *fields, int n, const json_t *field)
{
    json_t *list = reply_list(field, "options"), *option;
    int count = 0;
    size_t i;
    if (!list)
        return 0;
    fields->options[n] = xcalloc(CHOICE_MAX, sizeof *fields->options[n]);
    json_array_foreach(list, i, option) if (count < CHOICE_MAX) fields->options[n][count++] =
        (struct choice_option){reply_text(option, "value"),
                               {reply_text(option, "label"), reply_text(option, "label")}};
    return count;
}

static void add_field(struct fields *fields, const json_t *field)
{
    int n = fields->count++, options = read_options(fields, n, field);
    const char *label = reply_text(field, "label"), *value = reply_text(field, "value");
    fields->lookups[n] = (struct lookup){.fields = fields, .field = field};
    fields->specs[n] = (struct form_spec){.name = reply_text(field, "name"),
                                          .label = {label, label},
                                          .kind = kind_of(reply_text(field, "kind")),
                                          .required = reply_true(field, "required"),
                                          .initial = *value ? value : NULL,
                                          .max_chars = (int)reply_int(field, "max"),
                                          .options = fields->options[n],
                                          .option_count = options};
    fields->secret |= fields->specs[n].kind == FORM_SECRET;
}

struct fields *fields_new(struct app *app, json_t *form)
{
    struct fields *fields = xcalloc(1, sizeof *fields);
    size_t n;
    json_t *field;
    char now[17];
    fields->app = app;
    fields->description = json_incref(form);
    fields->list = reply_list(form, "fields");
    json_array_foreach(fields->list, n, field) if (fields->count < FORM_FIELDS_MAX) add_field(fields, field);
    fields->form = form_new(fields->specs, fields->count, (struct form_owner){fields, on_ask, on_picked});
    app_clock(app, now);
    form_now(fields->form, now);
    fields_load(fields);
    return fields;
}

void fields_free(struct fields *fields)
{
    if (!fields)
        return;
    for (int i = 0; i < fields->count; i++) {
        app_forget(fields->app, &fields->lookups[i]);
        free(fields->lookups[i].text);
        free(fields->lookups[i].next);
        json_decref(fields->lookups[i].coming);
        json_decref(fields->lookups[i].rows);
        json_decref(fields->lookups[i].before);
    }
    form_free(fields->form);
    for (int i = 0; i < fields->count; i++)
        free(fields->options[i]);
    json_decref(fields->description);
    free(fields);
}

struct form *fields_form(struct fields *fields)
{
    return fields->form;
}

int fields_count(const struct fields *fields)
{
    return fields->count;
}

bool fields_secret(const struct fields *fields)
{
    return fields->secret;
}

void fields_load(struct fields *fields)
{
    for (int i = 0; i < fields->count; i++) {
        struct lookup *lookup = &fields->lookups[i];
        enum form_kind kind = lookup_kind(lookup);
        if ((kind == FORM_CHOICE || kind == FORM_ANSWERS) && *reply_text(lookup->field, "source"))
            look_up(lookup, "");
    }
}

static void add_word(void *arg, const char *name, const char *value)
{
    request_word(arg, name, value);
}

void fields_words(struct fields *fields, struct buf *line)
{
    form_each(fields->form, add_word, line);
}
