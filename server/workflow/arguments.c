/* Reads name=value pairs by the specs of a row. Called by server/perform.c before anything else is asked;
 * knows no verb, no person and no clock. Lists inside one value are read by argument_lists.c. */
#include "server/workflow/arguments.h"

#include "common/mem.h"
#include "common/text.h"
#include "server/workflow/argument_lists.h"

#include <stdlib.h>
#include <string.h>

static const char *const reserved[] = {"id", "part", "version", "idem"};

static const struct label why_missing = {"必填", "must be given"};
static const struct label why_kind = {"格式不对", "is malformed"};
static const struct label why_long = {"太长", "is too long"};
static const struct label why_text = {"含有不允许的字符", "holds characters that are not allowed"};
static const struct label why_option = {"不是可选项", "is none of the options"};
static const struct label why_unknown = {"没有这个参数", "is no argument of this action"};
static const struct label why_price = {"价格由收费标准决定,不能由请求给出",
                                       "the book sets the price, never the request"};
static const struct label why_twice = {"同一项出现两次", "names the same thing twice"};

static const struct kind_fault {
    const char *code;
    const struct label *why;
} kind_faults[] = {
    [ARGUMENT_MISSING] = {"arg.missing", &why_missing}, [ARGUMENT_KIND] = {"arg.kind", &why_kind},
    [ARGUMENT_LONG] = {"arg.long", &why_long},          [ARGUMENT_TEXT] = {"arg.text", &why_text},
    [ARGUMENT_OPTION] = {"arg.option", &why_option},    [ARGUMENT_TWICE] = {"arg.twice", &why_twice},
};

/* ---- what the input points into ---- */

const char *arguments_keep(struct arguments *a, const char *text)
{
    if (a->owned == a->room) {
        a->room = a->room ? a->room * 2 : 16;
        a->own = xrealloc(a->own, (size_t)a->room * sizeof *a->own);
    }
    a->own[a->owned] = xstrdup(text);
    return a->own[a->owned++];
}

void arguments_free(struct arguments *a)
{
    for (int i = 0; i < a->owned; i++) {
        if (a->own[i] == a->secret)
            explicit_bzero(a->own[i], strlen(a->own[i]));
        free(a->own[i]);
    }
    free(a->own);
    buf_free(&a->data);
    buf_free(&a->canon);
    memset(a, 0, sizeof *a);
}

/* ---- numbers ---- */

bool arguments_integer(const char *text, int64_t max, int64_t *out)
{
    int64_t value = 0;
    if (!*text)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return false;
        if (value > (max - (*text - '0')) / 10)
            return false;
        value = value * 10 + (*text - '0');
    }
    *out = value;
    return true;
}

bool arguments_hundredths(const char *text, int64_t max, int64_t *out)
{
    char whole[24];
    size_t length = strcspn(text, ".");
    int64_t value, fraction = 0;
    if (length >= sizeof whole)
        return false;
    memcpy(whole, text, length);
    whole[length] = 0;
    if (!arguments_integer(whole, max / 100, &value))
        return false;
    if (text[length]) {
        const char *digits = text + length + 1;
        if (strlen(digits) > 2 || !arguments_integer(digits, 99, &fraction))
            return false;
        fraction *= digits[1] ? 1 : 10;
    }
    if (value * 100 + fraction > max)
        return false;
    *out = value * 100 + fraction;
    return true;
}

/* ---- one value by its kind ---- */

static enum argument_fault of_text(enum text_fault fault)
{
    return fault == TEXT_OK ? ARGUMENT_OK : fault == TEXT_TOO_LONG ? ARGUMENT_LONG : ARGUMENT_TEXT;
}

static int limit_of(const struct arg *spec)
{
    if (spec->kind == ARG_LINES || spec->kind == ARG_THINGS || spec->kind == ARG_ANSWERS)
        return ARGUMENT_LIST_MAX;
    if (spec->max)
        return spec->max;
    return spec->kind == ARG_NOTE ? ARGUMENT_NOTE_MAX : ARGUMENT_TEXT_MAX;
}

static enum argument_fault read_choice(const struct arg *spec, const char *text)
{
    for (const struct option *option = spec->options; option && option->value; option++)
        if (strcmp(option->value, text) == 0)
            return ARGUMENT_OK;
    if (spec->options || strlen(text) > ARGUMENT_WORD_MAX)
        return ARGUMENT_OPTION;
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyz_")] ? ARGUMENT_OPTION : ARGUMENT_OK;
}

static enum argument_fault read_window(const char *text, const char *zone, struct value *value)
{
    char from[64];
    size_t length = strcspn(text, "/");
    value->n = value->n2 = MOMENT_NONE;
    if (strcmp(text, "any") == 0)
        return ARGUMENT_OK;
    if (!text[length] || length >= sizeof from)
        return ARGUMENT_KIND;
    memcpy(from, text, length);
    from[length] = 0;
    bool good = moment_parse(from, zone, &value->n) && moment_parse(text + length + 1, zone, &value->n2);
    return good ? ARGUMENT_OK : ARGUMENT_KIND;
}

static enum argument_fault when(bool good)
{
    return good ? ARGUMENT_OK : ARGUMENT_KIND;
}

static enum argument_fault read_plain(const struct arg *spec, const char *zone, struct value *value)
{
    const char *text = value->text;
    switch (spec->kind) {
    case ARG_CHOICE:
        return read_choice(spec, text);
    case ARG_TICK:
        return strcmp(text, "yes") == 0 ? ARGUMENT_OK : ARGUMENT_OPTION;
    case ARG_TIME:
        return when(moment_parse(text, zone, &value->n));
    case ARG_WINDOW:
        return read_window(text, zone, value);
    case ARG_DAY:
        return when(moment_parse_day(text, zone, &value->n));
    case ARG_INT:
        return when(arguments_integer(text, ARGUMENT_INT_MAX, &value->n));
    case ARG_FEN:
        return when(arguments_hundredths(text, ARGUMENT_FEN_MAX, &value->n));
    case ARG_PICK:
        return when(arguments_integer(text, INT64_MAX, &value->n));
    default:
        return ARGUMENT_OK;
    }
}

static enum argument_fault read_secret(struct arguments *a, const char *text, struct value *value)
{
    if (strlen(text) > ARGUMENT_SECRET_MAX)
        return ARGUMENT_LONG;
    a->secret = arguments_keep(a, text);
    value->given = *text != 0;
    return ARGUMENT_OK;
}

/* An empty value is one that was not given: forms send every field they have. */
static enum argument_fault read_value(struct arguments *a, const struct arg *spec, const char *text,
                                      const char *zone)
{
    struct value *value = &a->input.value[spec - a->input.row->args];
    if (spec->kind == ARG_SECRET)
        return read_secret(a, text, value);
    struct buf clean = {0};
    enum argument_fault fault =
        of_text(text_clean(text, (size_t)limit_of(spec), spec->kind == ARG_NOTE, &clean));
    if (fault == ARGUMENT_OK && clean.len) {
        value->text = arguments_keep(a, clean.data);
        value->given = true;
        fault = spec->kind == ARG_LINES || spec->kind == ARG_THINGS || spec->kind == ARG_ANSWERS
                    ? argument_list_read(a, spec->kind, value->text)
                    : read_plain(spec, zone, value);
    }
    if (spec->kind == ARG_PICK && !value->n)
        value->given = false;
    buf_free(&clean);
    return fault;
}

/* ---- all of them ---- */

static bool is_reserved(const char *name)
{
    for (size_t i = 0; i < array_length(reserved); i++)
        if (strcmp(reserved[i], name) == 0)
            return true;
    return false;
}

static const struct arg *spec_of(const struct row *row, const char *name)
{
    for (const struct arg *spec = row->args; spec && spec->name; spec++)
        if (strcmp(spec->name, name) == 0)
            return spec;
    return NULL;
}

static bool fault_set(struct arguments_fault *out, enum argument_fault fault, const struct arg *spec)
{
    *out = (struct arguments_fault){kind_faults[fault].code, spec->name, spec->label, *kind_faults[fault].why,
                                    NULL};
    return false;
}

/* R5.2.3-2: a price that comes with a request is refused, never ignored. */
static bool fault_unknown(struct arguments_fault *out, const struct word *word)
{
    bool price = word->name && strcmp(word->name, "price") == 0;
    *out = (struct arguments_fault){"arg.unknown",
                                    word->name ? word->name : word->value,
                                    {NULL, NULL},
                                    price ? why_price : why_unknown,
                                    price ? "5.2.3" : NULL};
    return false;
}

static bool read_words(struct arguments *a, const struct words *words, const char *zone,
                       struct arguments_fault *fault)
{
    for (int i = 0; i < words->count; i++) {
        const struct word *word = &words->arg[i];
        if (word->name && is_reserved(word->name))
            continue;
        const struct arg *spec = word->name ? spec_of(a->input.row, word->name) : NULL;
        if (!spec)
            return fault_unknown(fault, word);
        enum argument_fault wrong = read_value(a, spec, word->value, zone);
        if (wrong)
            return fault_set(fault, wrong, spec);
    }
    return true;
}

static bool read_part(struct arguments *a, const struct words *words, struct arguments_fault *fault)
{
    const char *part = words_get(words, "part");
    if (!part || !*part || arguments_integer(part, INT64_MAX, &a->input.part))
        return true;
    *fault = (struct arguments_fault){"arg.kind", "part", {NULL, NULL}, why_kind, NULL};
    return false;
}

static bool all_there(const struct arguments *a, struct arguments_fault *fault)
{
    const struct row *row = a->input.row;
    for (int i = 0; row->args && row->args[i].name; i++)
        if (row->args[i].required && !a->input.value[i].given)
            return fault_set(fault, ARGUMENT_MISSING, &row->args[i]);
    return true;
}

/* ---- what is kept of them ---- */

static void canon_pair(struct buf *out, const char *name, const char *text)
{
    buf_printf(out, "%s=%zu:%s\n", name, strlen(text), text);
}

static int by_name(const void *a, const void *b)
{
    const struct arg *const *left = a, *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

/* Lengths stand before the texts, so that no text can pass for another pair. */
static void write_canon(struct arguments *a, const struct words *words)
{
    const struct arg *sorted[ROW_ARGS_MAX];
    const struct row *row = a->input.row;
    const char *id = words_get(words, "id");
    int count = 0;
    for (int i = 0; row->args && row->args[i].name; i++)
        if (a->input.value[i].given && row->args[i].kind != ARG_SECRET)
            sorted[count++] = &row->args[i];
    qsort(sorted, (size_t)count, sizeof *sorted, by_name);
    canon_pair(&a->canon, "action", row->action);
    canon_pair(&a->canon, "id", id ? id : "");
    buf_printf(&a->canon, "part=%lld\n", (long long)a->input.part);
    for (int i = 0; i < count; i++)
        canon_pair(&a->canon, sorted[i]->name, a->input.value[sorted[i] - row->args].text);
}

static void write_data(struct arguments *a)
{
    const struct row *row = a->input.row;
    buf_char(&a->data, '{');
    for (int i = 0; row->args && row->args[i].name; i++)
        if (a->input.value[i].given && row->args[i].kind != ARG_SECRET)
            json_member(&a->data, row->args[i].name, a->input.value[i].text);
    buf_char(&a->data, '}');
    a->input.data = a->data.data;
}

bool arguments_parse(struct arguments *a, const struct row *row, const struct words *words, const char *zone,
                     struct arguments_fault *fault)
{
    memset(a, 0, sizeof *a);
    a->input.row = row;
    for (int i = 0; i < ROW_ARGS_MAX; i++)
        a->input.value[i].text = "";
    if (!read_part(a, words, fault) || !read_words(a, words, zone, fault) || !all_there(a, fault))
        return false;
    write_canon(a, words);
    write_data(a);
    return true;
}

const struct value *arguments_value(const struct arguments *a, const char *name)
{
    const struct arg *spec = spec_of(a->input.row, name);
    const struct value *value = spec ? &a->input.value[spec - a->input.row->args] : NULL;
    return value && value->given ? value : NULL;
}
