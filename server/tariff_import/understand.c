/* See understand.h. A row is read column by column; whatever is not plain becomes a question, never an
 * assumption. */
#include "server/tariff_import/understand.h"

#include "common/mem.h"
#include "common/text.h"
#include "server/tariff_import/price_words.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER_DIGITS_MAX 6
#define PRINTED_MAX 150 /* bytes: with its name it stays within a line of the map */

struct label question_label(enum question question)
{
    static const struct label labels[QUESTIONS] = {
        [ASK_CELLS] = {"列数与表头不符", "not as many cells as the heading"},
        [ASK_TEXT] = {"含有不可接受的字符或文字过长", "a character that cannot be taken, or a text too long"},
        [ASK_NUMBER] = {"序号须为1至6位数字", "the number must be 1 to 6 digits"},
        [ASK_CATEGORY] = {"类别不在对照文件的 [categories] 中",
                          "the category is not in [categories] of the map"},
        [ASK_SAME_NUMBER] = {"编号与前面某行相同", "an earlier row has the same number"},
        [ASK_PRICE_NONE] = {"没有价格", "no price"},
        [ASK_PRICE_UNKNOWN] = {"价格读不懂", "the price cannot be read"},
        [ASK_PRICE_SEVERAL] = {"一格有几个价格,是否分成几项?", "several prices: one item each?"},
        [ASK_PRICE_ZERO] = {"价格为0,是否免费?", "a price of 0: is it free?"},
        [ASK_PRICE_UNIT] = {"价格里的单位与单位栏不同", "the price names another unit than the unit column"},
        [ASK_HOURS] = {"按小时计价,不足1小时如何计?", "charged by the hour: how is part of an hour counted?"},
        [ASK_VARIANTS] = {"名称含几种规格,是否分成几项?", "the name holds several variants: one item each?"},
        [ASK_CONDITION] = {"名称含有影响价格的条件", "the name holds a condition of the price"},
        [ASK_NOTE] = {"备注是否改变价格?", "does the note change the price?"},
        [ASK_NAME] = {"没有名称", "no name"},
        [ASK_UNIT] = {"没有单位", "no unit"},
        [ASK_CLASS_NONE] = {"不知属于哪一服务类别", "the service class is not known"},
        [ASK_CLASS_SEVERAL] = {"可属几个服务类别", "more than one service class fits"},
        [ASK_SAME_NAME] = {"名称与另一项目相同", "another item has the same name"},
        [ASK_STALE] = {"裁定时的 printed 与现在的行不同",
                       "the row no longer reads as it did when it was settled"},
        [ASK_NOTATION] = {"裁定中的价格写法不对", "the settlement's price is not in the notation"},
        [ASK_VARIANT_FORM] = {"variant 应写作 名称 | 价格[ | 材料]",
                              "a variant is NAME | NOTATION[ | MATERIAL]"},
    };

    return labels[question];
}

static bool letter_or_digit(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
}

bool understand_text(const char *text, bool all, struct buf *out)
{
    struct buf clean = {0};
    bool good = text_clean(text, TARIFF_TEXT_MAX, false, &clean) == TEXT_OK;
    const char *p = clean.data;

    buf_clear(out);
    buf_str(out, "");
    while (good && *p != '\0') {
        uint32_t code = text_next(&p), folded = text_fold_width(code);

        text_append(out, all || letter_or_digit(folded) ? folded : code);
    }
    buf_free(&clean);
    return good;
}

static void take_cells(const struct sheet *sheet, int row, const int *columns, struct understood *out)
{
    if (sheet->row[row].count != sheet->row[0].count)
        out->questions |= ASK(ASK_CELLS);
    for (int column = 0; column < MAP_COLUMNS; column++) {
        const char *cell = columns[column] < 0 ? NULL : sheet_cell(sheet, row, columns[column]);
        bool all = column == MAP_NUMBER || column == MAP_PRICE;

        if (!understand_text(cell != NULL ? cell : "", all, &out->text[column]))
            out->questions |= ASK(ASK_TEXT);
    }
}

static void compose_printed(struct understood *row)
{
    buf_printf(&row->printed, "%s | %s", row->text[MAP_PRICE].data, row->text[MAP_NAME].data);
    if (row->text[MAP_NOTE].len > 0)
        buf_printf(&row->printed, " | %s", row->text[MAP_NOTE].data);
    if (row->printed.len <= PRINTED_MAX)
        return;
    row->printed.len = PRINTED_MAX;
    while ((row->printed.data[row->printed.len] & 0xc0) == 0x80)
        row->printed.len--;
    row->printed.data[row->printed.len] = '\0';
}

/* "1 (安装)" or "2 (维修) shared" of [categories]: the number of the category, and its suffix. */
static const char *category_number(const struct map *map, struct understood *row, int *len)
{
    const char *value = map_entry(&map->categories, row->text[MAP_CATEGORY].data), *suffix;

    if (value == NULL) {
        row->questions |= ASK(ASK_CATEGORY);
        return NULL;
    }
    *len = (int)strcspn(value, " ");
    suffix = value + *len + strspn(value + *len, " ");
    row->suffix = suffix;
    row->suffix_len = strcspn(suffix, " ");
    row->suffix_shared = strcmp(suffix + row->suffix_len, " shared") == 0;
    return value;
}

static void compose_code(const struct map *map, struct understood *row)
{
    const char *number = row->text[MAP_NUMBER].data, *category = "";
    size_t digits = strspn(number, "0123456789");
    int len = 0;

    if (digits == 0 || digits > NUMBER_DIGITS_MAX || number[digits] != '\0')
        row->questions |= ASK(ASK_NUMBER);
    if (map->column[MAP_CATEGORY] != NULL)
        category = category_number(map, row, &len);
    if ((row->questions & (ASK(ASK_NUMBER) | ASK(ASK_CATEGORY))) != 0)
        return;
    row->code = xasprintf("%s-%.*s%s%02d", map->prefix, len, category, len > 0 ? "-" : "",
                          (int)strtol(number, NULL, 10));
}

/* "20米内", "100平方米以上", "50元起": a number and, soon after it, a word of limits. */
static bool holds_condition(const char *text)
{
    static const char *const limits[] = {"内", "以下", "以上", "以外", "起", "不超过"};
    static const char *const alone[] = {"不足", "最低", "起步", "起价", "超过", "超出", "每增"};
    const char *digit = strpbrk(text, "0123456789");

    for (size_t i = 0; i < array_length(alone); i++) {
        if (strstr(text, alone[i]) != NULL)
            return true;
    }
    for (size_t i = 0; digit != NULL && i < array_length(limits); i++) {
        if (strstr(digit, limits[i]) != NULL)
            return true;
    }
    return false;
}

static void shape_number(struct understood *row, const struct price_words *words)
{
    struct price_form *form = &row->form;
    bool measure = unit_is_measure(row->unit.data);

    form->low_fen = words->low_fen;
    form->high_fen = words->high_fen;
    form->kind = words->low_fen < words->high_fen ? PRICE_RANGE : measure ? PRICE_MEASURED : PRICE_FIXED;
    if (form->kind == PRICE_RANGE && measure)
        form->increment = 1;
    if (unit_is_hour(row->unit.data)) {
        form->increment = 100;
        row->questions |= ASK(ASK_HOURS);
    }
}

/* "5元/人" under the unit 小时 is per person and hour; any other stranger of a unit is guessed to be the true
 * one. */
static void shape_unit(struct understood *row, const struct price_words *words)
{
    const char *column = row->text[MAP_UNIT].data;

    buf_str(&row->unit, *words->unit != '\0' ? words->unit : column);
    shape_number(row, words);
    if (*words->unit == '\0' || *column == '\0' || strcmp(words->unit, column) == 0)
        return;
    row->questions |= ASK(ASK_PRICE_UNIT);
    if (row->form.kind == PRICE_FIXED && unit_is_person(words->unit) && unit_is_hour(column))
        row->form = (struct price_form){
            .kind = PRICE_PERHOUR, .low_fen = words->low_fen, .high_fen = words->high_fen, .increment = 100};
}

static void take_price(struct understood *row)
{
    static const unsigned asked[] = {
        [PRICE_WORDS_NONE] = ASK(ASK_PRICE_NONE),
        [PRICE_WORDS_UNKNOWN] = ASK(ASK_PRICE_UNKNOWN),
        [PRICE_WORDS_SEVERAL] = ASK(ASK_PRICE_SEVERAL),
        [PRICE_WORDS_ZERO] = ASK(ASK_PRICE_ZERO),
        [PRICE_WORDS_FREE] = 0,
        [PRICE_WORDS_REQUEST] = 0,
        [PRICE_WORDS_NUMBER] = 0,
    };
    struct price_words words;

    price_words_read(row->text[MAP_PRICE].data, &words);
    row->questions |= asked[words.reading];
    row->priced = words.reading >= PRICE_WORDS_ZERO;
    if (words.reading == PRICE_WORDS_NUMBER) {
        shape_unit(row, &words);
        return;
    }
    buf_str(&row->unit, row->text[MAP_UNIT].data);
    row->form.kind = words.reading == PRICE_WORDS_REQUEST ? PRICE_REQUEST : PRICE_FREE;
}

void understand_row(const struct sheet *sheet, int row, const struct map *map, const int *columns,
                    struct understood *out)
{
    *out = (struct understood){.line = sheet->row[row].line};
    take_cells(sheet, row, columns, out);
    compose_printed(out);
    compose_code(map, out);
    take_price(out);
    if (out->text[MAP_NAME].len == 0)
        out->questions |= ASK(ASK_NAME);
    if (out->unit.len == 0)
        out->questions |= ASK(ASK_UNIT);
    if (strchr(out->text[MAP_NAME].data, '/') != NULL)
        out->questions |= ASK(ASK_VARIANTS);
    if (holds_condition(out->text[MAP_NAME].data))
        out->questions |= ASK(ASK_CONDITION);
    if (out->text[MAP_NOTE].len > 0 && map_entry(&map->notes, out->text[MAP_NOTE].data) == NULL)
        out->questions |= ASK(ASK_NOTE);
}

void understood_free(struct understood *row)
{
    for (int column = 0; column < MAP_COLUMNS; column++)
        buf_free(&row->text[column]);
    buf_free(&row->printed);
    buf_free(&row->unit);
    free(row->code);
}

/* ---- class ---- */

/* Bytes of the longest keyword of the list that name holds, 0 for none. */
static size_t longest_keyword(const char *keywords, const char *name)
{
    size_t best = 0;

    while (*keywords != '\0') {
        size_t len = strcspn(keywords, " ");

        if (len > best && memmem(name, strlen(name), keywords, len) != NULL)
            best = len;
        keywords += len + strspn(keywords + len, " ");
    }
    return best;
}

const char *understand_class(const struct map *map, const char *name, unsigned *questions)
{
    const char *found = NULL;
    size_t best = 0;
    bool tied = false;

    for (size_t i = 0; i < map->classes.count; i++) {
        size_t len = longest_keyword(map->classes.entry[i].value, name);

        if (len == 0 || len < best)
            continue;
        tied = len == best;
        best = len;
        found = map->classes.entry[i].name;
    }
    if (found == NULL)
        *questions |= ASK(ASK_CLASS_NONE);
    else if (tied)
        *questions |= ASK(ASK_CLASS_SEVERAL);
    return tied ? NULL : found;
}
