/* The report of an import, row by row: what was understood, or the questions with a guess that can be pasted
 * into the map. See import.h. */
#include "common/mem.h"
#include "server/tariff_import/alternatives.h"
#include "server/tariff_import/import.h"

#include <inttypes.h>
#include <string.h>

static const char *word(const struct import *import, const char *zh, const char *en)
{
    return report_word(&import->report, (struct label){zh, en});
}

static void say_price(const struct import *import, const struct tariff_item *item)
{
    struct price_form form;
    struct buf error = {0};

    if (price_parse(item->price, &form, &error))
        price_for_people(&form, item->unit, import->report.lang, import->report.out);
    buf_printf(import->report.out, " [%s]", item->price);
    buf_free(&error);
}

static void report_item(const struct import *import, const struct tariff_item *item)
{
    struct buf *out = import->report.out;

    buf_printf(out, "    %s %s %s: ", item->code, item->class_code, item->name);
    say_price(import, item);
    if (*item->material != '\0')
        buf_printf(out, "; %s %s", word(import, "材料", "material"), item->material);
    if (*item->remark != '\0')
        buf_printf(out, "; %s %s", word(import, "备注", "remark"), item->remark);
    buf_char(out, '\n');
}

/* ---- guesses ---- */

static void guess_notation(const struct understood *said, struct buf *out)
{
    if (said->priced)
        price_print(&said->form, out);
    else
        buf_char(out, '?');
}

/* The price of the i-th variant, where the price column holds as many as the name. */
static void guess_variant_price(const struct understood *said, const struct buf *price, struct buf *out)
{
    int64_t yuan = 0;

    if (said->priced || price == NULL) {
        guess_notation(said, out);
        return;
    }
    for (const char *p = price->data; *p >= '0' && *p <= '9' && yuan < 100000; p++)
        yuan = yuan * 10 + (*p - '0');
    if (yuan > 0)
        buf_printf(out, "fixed %" PRId64, yuan * 100);
    else
        buf_char(out, '?');
}

struct split {
    struct buf part[TARIFF_VARIANTS_MAX];
    int count;
};

static struct split split_cell(const struct understood *said, enum map_column column)
{
    struct split split = {0};

    split.count = alternatives_split(said->text[column].data, split.part, TARIFF_VARIANTS_MAX);
    return split;
}

static void free_split(struct split *split)
{
    for (int i = 0; i < split->count; i++)
        buf_free(&split->part[i]);
}

static void guess_variants(const struct understood *said, struct buf *out)
{
    struct split name = split_cell(said, MAP_NAME), price = split_cell(said, MAP_PRICE),
                 material = split_cell(said, MAP_MATERIAL);
    int count = name.count > price.count ? name.count : price.count;

    for (int i = 0; i < count; i++) {
        const char *own = i < name.count ? name.part[i].data : "?";

        buf_printf(out, "        variant = %s | ", own != NULL ? own : "?");
        guess_variant_price(said, i < price.count ? &price.part[i] : NULL, out);
        if (material.count == count && count > 1)
            buf_printf(out, " | %s", material.part[i].data);
        buf_char(out, '\n');
    }
    free_split(&name);
    free_split(&price);
    free_split(&material);
}

static void guess_single(const struct understood *said, struct buf *out)
{
    buf_str(out, "        price = ");
    guess_notation(said, out);
    buf_char(out, '\n');
    if ((said->questions & (ASK(ASK_PRICE_UNIT) | ASK(ASK_UNIT))) != 0)
        buf_printf(out, "        unit = %s\n", said->unit.len > 0 ? said->unit.data : "?");
    if ((said->questions & ASK(ASK_SAME_NAME)) != 0)
        buf_printf(out, "        name = %s %s\n", said->text[MAP_NAME].data,
                   said->text[MAP_NOTE].len > 0 ? said->text[MAP_NOTE].data : "?");
}

static void report_guess(const struct import *import, const struct understood *said)
{
    struct buf *out = import->report.out;

    buf_printf(out, "      %s\n        [row %s]\n        printed = %s\n        because = ?\n",
               word(import, "裁定建议(写入对照文件):", "a guess, for the map:"), said->code,
               said->printed.data);
    if ((said->questions & (ASK(ASK_VARIANTS) | ASK(ASK_PRICE_SEVERAL))) != 0)
        guess_variants(said, out);
    else
        guess_single(said, out);
    if ((said->questions & (ASK(ASK_CLASS_NONE) | ASK(ASK_CLASS_SEVERAL))) != 0)
        buf_str(out, "        class = ?\n");
}

static void report_questions(const struct import *import, const struct import_row *row)
{
    const struct understood *said = &row->said;

    for (int question = 0; question < QUESTIONS; question++) {
        if ((said->questions & ASK(question)) != 0)
            buf_printf(import->report.out, "    ? %s\n",
                       report_word(&import->report, question_label((enum question)question)));
    }
    if ((said->questions & ASK_MEND) == 0 && row->settlement == NULL)
        report_guess(import, said);
}

void report_row(const struct import *import, const struct import_row *row)
{
    const struct understood *said = &row->said;
    struct buf *out = import->report.out;

    buf_printf(out, import->report.lang == LANG_ZH ? "第%d行 " : "line %d ", said->line);
    buf_printf(out, "%s (%s)\n", said->code != NULL ? said->code : "?", said->printed.data);
    if (row->settlement != NULL)
        buf_printf(out, "    %s: %s\n", word(import, "裁定", "settled"), row->settlement->because);
    if (said->questions != 0) {
        report_questions(import, row);
        return;
    }
    for (size_t i = 0; i < row->item_count; i++)
        report_item(import, &import->list.item[row->first_item + i]);
}

void report_summary(const struct import *import, size_t asked)
{
    struct buf *out = import->report.out;

    buf_printf(out, "%zu%s, ", import->row_count, word(import, "行", " rows"));
    if (asked > 0)
        buf_printf(out, "%zu%s\n", asked,
                   word(import, "处待定;没有导入任何项目", " to settle; nothing is imported"));
    else
        buf_printf(out, "%zu%s\n", import->list.count,
                   word(import, "个项目", " items, every row understood"));
}
