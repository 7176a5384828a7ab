/* Rows to items: by themselves where they are plain, by their settlement where a person decided. See
 * import.h. */
#include "common/mem.h"
#include "server/tariff_import/import.h"

#include <stdlib.h>
#include <string.h>

#define BAR " | "
#define VARIANT_PARTS 3

static char *copy_of(const struct buf *text)
{
    return xstrdup(text->len > 0 ? text->data : "");
}

static struct tariff_item *add_item(struct import *import, struct import_row *row)
{
    struct tariff_list *list = &import->list;

    if (list->count == import->item_cap) {
        import->item_cap = import->item_cap == 0 ? 64 : import->item_cap * 2;
        list->item = xrealloc(list->item, import->item_cap * sizeof(*list->item));
    }
    row->item_count++;
    list->item[list->count] = (struct tariff_item){.line = row->said.line};
    return &list->item[list->count++];
}

/* ---- a row without a settlement ---- */

static void make_plain(struct import *import, struct import_row *row)
{
    struct understood *said = &row->said;
    struct buf name = {0}, price = {0};
    const char *class_code;

    buf_str(&name, said->text[MAP_NAME].data);
    if (said->shared_name || !said->suffix_shared)
        buf_add(&name, said->suffix, said->suffix_len);
    class_code = understand_class(&import->map, name.data, &said->questions);
    if (said->questions == 0) {
        struct tariff_item *item = add_item(import, row);

        price_print(&said->form, &price);
        item->code = xstrdup(said->code);
        item->class_code = xstrdup(class_code);
        item->name = copy_of(&name);
        item->unit = copy_of(&said->unit);
        item->price = copy_of(&price);
        item->material = copy_of(&said->text[MAP_MATERIAL]);
        item->remark = copy_of(&said->text[MAP_NOTE]);
    }
    buf_free(&name);
    buf_free(&price);
}

/* ---- a settled row ---- */

/* What a settlement says of one item; material NULL keeps the row's. */
struct decision {
    const char *name, *notation, *material;
};

static char *settled_text(struct understood *said, const char *text)
{
    struct buf clean = {0};

    if (!understand_text(text, false, &clean))
        said->questions |= ASK(ASK_TEXT);
    return buf_take(&clean);
}

static char *settled_price(struct understood *said, const char *notation)
{
    struct price_form form;
    struct buf text = {0}, error = {0};

    if (price_parse(notation, &form, &error))
        price_print(&form, &text);
    else
        said->questions |= ASK(ASK_NOTATION);
    buf_free(&error);
    return buf_take(&text);
}

static char *settled_class(const struct import *import, struct import_row *row, const char *name)
{
    const char *code = row->settlement->class_code;

    if (code == NULL)
        code = understand_class(&import->map, name, &row->said.questions);
    else if (map_entry(&import->map.classes, code) == NULL)
        row->said.questions |= ASK(ASK_CLASS_NONE);
    return xstrdup(code != NULL ? code : "");
}

static void make_settled(struct import *import, struct import_row *row, const struct decision *decision,
                         int variant)
{
    struct understood *said = &row->said;
    const struct map_settlement *settlement = row->settlement;
    struct tariff_item *item = add_item(import, row);

    item->code = variant > 0 ? xasprintf("%s-%d", said->code, variant) : xstrdup(said->code);
    item->name = settled_text(said, decision->name);
    item->class_code = settled_class(import, row, item->name);
    item->unit = settled_text(said, settlement->unit != NULL ? settlement->unit : said->text[MAP_UNIT].data);
    item->price = settled_price(said, decision->notation);
    item->material =
        settled_text(said, decision->material != NULL ? decision->material : said->text[MAP_MATERIAL].data);
    item->remark =
        settled_text(said, settlement->remark != NULL ? settlement->remark : said->text[MAP_NOTE].data);
    if (*item->name == '\0')
        said->questions |= ASK(ASK_NAME);
    if (*item->unit == '\0')
        said->questions |= ASK(ASK_UNIT);
}

/* Cuts text in place at its bars; returns how many parts, at most max. */
static int split_bars(char *text, char **part, int max)
{
    int count = 0;

    while (text != NULL && count < max) {
        char *bar = strstr(text, BAR);

        part[count++] = text;
        if (bar != NULL)
            *bar = '\0';
        text = bar != NULL ? bar + strlen(BAR) : NULL;
    }
    return text == NULL ? count : max + 1;
}

static void make_variant(struct import *import, struct import_row *row, int variant)
{
    char *text = xstrdup(row->settlement->variant[variant]), *part[VARIANT_PARTS];
    int parts = split_bars(text, part, VARIANT_PARTS);

    if (parts == 2 || parts == VARIANT_PARTS) {
        const struct decision decision = {part[0], part[1], parts == VARIANT_PARTS ? part[2] : NULL};

        make_settled(import, row, &decision, variant + 1);
    } else {
        row->said.questions |= ASK(ASK_VARIANT_FORM);
    }
    free(text);
}

static void make_decided(struct import *import, struct import_row *row)
{
    const struct map_settlement *settlement = row->settlement;
    const char *name = settlement->name != NULL ? settlement->name : row->said.text[MAP_NAME].data;
    const struct decision decision = {name, settlement->price, NULL};

    row->said.questions &= ASK_MEND;
    if (row->said.questions != 0)
        return;
    if (settlement->variant_count == 0)
        make_settled(import, row, &decision, 0);
    for (int variant = 0; variant < settlement->variant_count; variant++)
        make_variant(import, row, variant);
}

static void settle_row(struct import *import, struct import_row *row)
{
    struct map_settlement *settlement =
        row->said.code != NULL ? map_settlement(&import->map, row->said.code) : NULL;

    row->first_item = import->list.count;
    if (settlement != NULL) {
        settlement->used = true;
        if (strcmp(settlement->printed, row->said.printed.data) == 0) {
            row->settlement = settlement;
            make_decided(import, row);
            return;
        }
        row->said.questions |= ASK(ASK_STALE);
    }
    make_plain(import, row);
}

/* ---- what spans rows ---- */

static int by_printed_name(const void *a, const void *b)
{
    const struct import_row *const *x = a, *const *y = b;
    int order = strcmp((*x)->said.text[MAP_NAME].data, (*y)->said.text[MAP_NAME].data);

    return order != 0 ? order : (*x)->said.line - (*y)->said.line;
}

static int by_number(const void *a, const void *b)
{
    const struct import_row *const *x = a, *const *y = b;
    int order = strcmp((*x)->said.code != NULL ? (*x)->said.code : "",
                       (*y)->said.code != NULL ? (*y)->said.code : "");

    return order != 0 ? order : (*x)->said.line - (*y)->said.line;
}

static void mark_shared_names(struct import_row **rows, size_t count)
{
    qsort(rows, count, sizeof(*rows), by_printed_name);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(rows[i - 1]->said.text[MAP_NAME].data, rows[i]->said.text[MAP_NAME].data) == 0)
            rows[i - 1]->said.shared_name = rows[i]->said.shared_name = true;
    }
}

static void ask_same_numbers(struct import_row **rows, size_t count)
{
    qsort(rows, count, sizeof(*rows), by_number);
    for (size_t i = 1; i < count; i++) {
        const char *code = rows[i]->said.code;

        if (code != NULL && rows[i - 1]->said.code != NULL && strcmp(rows[i - 1]->said.code, code) == 0)
            rows[i]->said.questions |= ASK(ASK_SAME_NUMBER);
    }
}

struct named {
    const char *name;
    struct import_row *row;
};

static int by_item_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int order = strcmp(x->name, y->name);

    return order != 0 ? order : x->row->said.line - y->row->said.line;
}

/* A picker that shows two items of one name makes the account manager guess which price was meant. */
static void ask_same_names(struct import *import)
{
    struct named *named = xcalloc(import->list.count + 1, sizeof(*named));
    size_t count = 0;

    for (size_t i = 0; i < import->row_count; i++) {
        struct import_row *row = &import->row[i];

        for (size_t k = 0; k < row->item_count; k++)
            named[count++] = (struct named){import->list.item[row->first_item + k].name, row};
    }
    qsort(named, count, sizeof(*named), by_item_name);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(named[i - 1].name, named[i].name) == 0)
            named[i].row->said.questions |= ASK(ASK_SAME_NAME);
    }
    free(named);
}

void settle_rows(struct import *import)
{
    struct import_row **rows = xcalloc(import->row_count + 1, sizeof(struct import_row *));

    for (size_t i = 0; i < import->row_count; i++)
        rows[i] = &import->row[i];
    mark_shared_names(rows, import->row_count);
    ask_same_numbers(rows, import->row_count);
    free(rows);
    for (size_t i = 0; i < import->row_count; i++)
        settle_row(import, &import->row[i]);
    ask_same_names(import);
}
