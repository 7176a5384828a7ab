/* The map file through inih. inih keeps 199 bytes of a line and 49 of a name and drops the rest without a
 * word, so the lines are measured here before inih sees them, and names after. */
#include "server/tariff_import/map.h"

#include "common/mem.h"
#include "common/text.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

static const struct label where = {"对照文件", "map"};

static const char *const column_names[MAP_COLUMNS] = {
    [MAP_NUMBER] = "number",     [MAP_NAME] = "name", [MAP_UNIT] = "unit",         [MAP_PRICE] = "price",
    [MAP_MATERIAL] = "material", [MAP_NOTE] = "note", [MAP_CATEGORY] = "category",
};

struct reading {
    struct map *map;
    const struct report *report;
    const char *at, *end; /* what inih has not had yet */
    int line;             /* the one inih has */
    bool failed;
};

const char *map_column_name(enum map_column column)
{
    return column_names[column];
}

static int fail(struct reading *reading, struct label what)
{
    reading->failed = true;
    report_fault(reading->report, where, reading->line, what);
    return 0;
}

/* ---- one pair ---- */

static int set_once(struct reading *reading, char **field, const char *value)
{
    if (*field != NULL)
        return fail(reading, (struct label){"重复的名称", "the same name twice"});
    if (*value == '\0')
        return fail(reading, (struct label){"没有值", "a value is missing"});
    *field = xstrdup(value);
    return 1;
}

static int add_entry(struct reading *reading, struct map_entries *entries, const char *name,
                     const char *value)
{
    char *copy = NULL;

    if (entries->count == TARIFF_ENTRIES_MAX)
        return fail(reading, (struct label){"本段条目过多", "too many entries in this section"});
    if (map_entry(entries, name) != NULL)
        return fail(reading, (struct label){"重复的名称", "the same name twice"});
    if (!set_once(reading, &copy, value))
        return 0;
    entries->entry = xrealloc(entries->entry, (entries->count + 1) * sizeof(*entries->entry));
    entries->entry[entries->count++] = (struct map_entry){xstrdup(name), copy};
    return 1;
}

static int add_column(struct reading *reading, const char *name, const char *value)
{
    for (int column = 0; column < MAP_COLUMNS; column++) {
        if (strcmp(name, column_names[column]) == 0)
            return set_once(reading, &reading->map->column[column], value);
    }
    return fail(reading, (struct label){"不认识的列", "no such column"});
}

static struct map_settlement *open_settlement(struct reading *reading, const char *code)
{
    struct map *map = reading->map;
    struct map_settlement *last =
        map->settlement_count > 0 ? &map->settlement[map->settlement_count - 1] : NULL;

    if (last != NULL && strcmp(last->code, code) == 0)
        return last;
    if (map->settlement_count == TARIFF_SETTLEMENTS_MAX) {
        fail(reading, (struct label){"裁定过多", "too many settlements"});
        return NULL;
    }
    if (map->settlement_count == map->settlement_cap) {
        map->settlement_cap = map->settlement_cap == 0 ? 16 : map->settlement_cap * 2;
        map->settlement = xrealloc(map->settlement, map->settlement_cap * sizeof(*map->settlement));
    }
    last = &map->settlement[map->settlement_count++];
    *last = (struct map_settlement){.code = xstrdup(code), .line = reading->line};
    return last;
}

static int add_variant(struct reading *reading, struct map_settlement *settlement, const char *value)
{
    if (settlement->variant_count == TARIFF_VARIANTS_MAX)
        return fail(reading, (struct label){"规格过多", "too many variants"});
    return set_once(reading, &settlement->variant[settlement->variant_count++], value);
}

static char **settlement_field(struct map_settlement *settlement, const char *name)
{
    const struct {
        const char *name;
        char **field;
    } fields[] = {
        {"printed", &settlement->printed}, {"because", &settlement->because},
        {"price", &settlement->price},     {"name", &settlement->name},
        {"unit", &settlement->unit},       {"class", &settlement->class_code},
        {"remark", &settlement->remark},
    };

    for (size_t i = 0; i < array_length(fields); i++) {
        if (strcmp(name, fields[i].name) == 0)
            return fields[i].field;
    }
    return NULL;
}

static int settle(struct reading *reading, const char *code, const char *name, const char *value)
{
    struct map_settlement *settlement = open_settlement(reading, code);
    char **field;

    if (settlement == NULL)
        return 0;
    if (strcmp(name, "variant") == 0)
        return add_variant(reading, settlement, value);
    field = settlement_field(settlement, name);
    if (field == NULL)
        return fail(reading, (struct label){"裁定中不认识的名称", "a settlement has no such name"});
    return set_once(reading, field, value);
}

static int take_pair(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    struct map *map = reading->map;

    if (reading->failed)
        return 0;
    if (strlen(section) >= TARIFF_MAP_NAME_MAX || strlen(name) >= TARIFF_MAP_NAME_MAX)
        return fail(reading, (struct label){"名称过长", "a name is too long"});
    if (strncmp(section, "row ", 4) == 0)
        return settle(reading, section + 4, name, value);
    if (strcmp(section, "columns") == 0)
        return add_column(reading, name, value);
    if (strcmp(section, "categories") == 0)
        return add_entry(reading, &map->categories, name, value);
    if (strcmp(section, "classes") == 0)
        return add_entry(reading, &map->classes, name, value);
    if (strcmp(section, "notes") == 0)
        return strcmp(value, "keep") == 0
                   ? add_entry(reading, &map->notes, name, value)
                   : fail(reading, (struct label){"此处应为 keep", "\"keep\" is expected"});
    if (strcmp(section, "list") == 0 && strcmp(name, "prefix") == 0)
        return set_once(reading, &map->prefix, value);
    return fail(reading, (struct label){"不认识的段或名称", "no such section or name"});
}

/* inih's source of lines. An overlong line ends the reading: half of it must not pass for a value. */
static char *next_line(char *line, int size, void *context)
{
    struct reading *reading = context;
    size_t left = (size_t)(reading->end - reading->at);
    const char *newline = memchr(reading->at, '\n', left);
    size_t len = newline != NULL ? (size_t)(newline - reading->at) + 1 : left;

    if (len == 0 || reading->failed)
        return NULL;
    reading->line++;
    if (len > TARIFF_MAP_LINE_MAX || len >= (size_t)size) {
        fail(reading, (struct label){"一行过长", "a line is too long"});
        return NULL;
    }
    memcpy(line, reading->at, len);
    line[len] = '\0';
    reading->at += len;
    return line;
}

/* ---- the whole ---- */

static bool letters_and_digits(const char *text)
{
    return *text != '\0' &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == strlen(text);
}

static bool check_settlement(const struct map_settlement *settlement, const struct report *report)
{
    if (settlement->printed == NULL || settlement->because == NULL || strcmp(settlement->because, "?") == 0)
        return report_fault(
            report, where, settlement->line,
            (struct label){"裁定须有 printed 和 because", "a settlement needs printed and because"});
    if ((settlement->price != NULL) == (settlement->variant_count > 0))
        return report_fault(report, where, settlement->line,
                            (struct label){"裁定须有 price 或 variant,不可兼有",
                                           "a settlement needs either price or variant"});
    if (settlement->name != NULL && settlement->variant_count > 0)
        return report_fault(report, where, settlement->line,
                            (struct label){"各规格自有名称", "variants have names of their own"});
    return true;
}

/* "1" of "1 (安装)" becomes part of a code. */
static bool starts_with_code(const char *value)
{
    char *code = xstrndup(value, strcspn(value, " "));
    bool good = letters_and_digits(code);

    free(code);
    return good;
}

static bool check_codes(const struct map *map, const struct report *report)
{
    for (size_t i = 0; i < map->categories.count; i++) {
        if (!starts_with_code(map->categories.entry[i].value))
            return report_fault(
                report, where, 0,
                (struct label){"类别编号只含字母数字", "a category's number has only letters and digits"});
    }
    for (size_t i = 0; i < map->classes.count; i++) {
        if (!letters_and_digits(map->classes.entry[i].name))
            return report_fault(
                report, where, 0,
                (struct label){"类别代码只含字母数字", "a class code has only letters and digits"});
    }
    return true;
}

static bool check_map(const struct map *map, const struct report *report)
{
    static const enum map_column needed[] = {MAP_NUMBER, MAP_NAME, MAP_UNIT, MAP_PRICE};

    if (map->prefix == NULL || !letters_and_digits(map->prefix))
        return report_fault(
            report, where, 0,
            (struct label){"缺少 [list] prefix(字母数字)", "[list] needs a prefix of letters and digits"});
    for (size_t i = 0; i < array_length(needed); i++) {
        if (map->column[needed[i]] == NULL)
            return report_fault(report, where, 0,
                                (struct label){"[columns] 须有 number、name、unit、price",
                                               "[columns] needs number, name, unit and price"});
    }
    for (int a = 0; a < MAP_COLUMNS; a++) {
        for (int b = 0; b < a; b++) {
            if (map->column[a] != NULL && map->column[b] != NULL &&
                strcmp(map->column[a], map->column[b]) == 0)
                return report_fault(
                    report, where, 0,
                    (struct label){"一列不能有两种含义(材料不是价格,5.4.3)",
                                   "one column cannot mean two things (a material is no price, 5.4.3)"});
        }
    }
    return check_codes(map, report);
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct map_settlement *)a)->code, ((const struct map_settlement *)b)->code);
}

/* Sorted so that a row finds its settlement among ten thousand. */
static bool order_settlements(struct map *map, const struct report *report)
{
    if (map->settlement_count > 0)
        qsort(map->settlement, map->settlement_count, sizeof(*map->settlement), by_code);
    for (size_t i = 0; i < map->settlement_count; i++) {
        if (i > 0 && by_code(&map->settlement[i - 1], &map->settlement[i]) == 0)
            return report_fault(report, where, map->settlement[i].line,
                                (struct label){"同一行裁定了两次", "the same row is settled twice"});
        if (!check_settlement(&map->settlement[i], report))
            return false;
    }
    return true;
}

bool map_read(const char *bytes, size_t len, const struct report *report, struct map *map)
{
    struct reading reading = {.map = map, .report = report, .at = bytes, .end = bytes + len};
    int result;

    *map = (struct map){0};
    if (len > TARIFF_MAP_MAX)
        return report_fault(report, where, 0, (struct label){"文件过大", "the file is too large"});
    if (memchr(bytes, '\0', len) != NULL || !text_valid_utf8(bytes, len))
        return report_fault(report, where, 0, (struct label){"须为UTF-8文本", "it must be UTF-8 text"});
    result = ini_parse_stream(next_line, &reading, take_pair, &reading);
    if (reading.failed)
        return false;
    if (result != 0)
        return report_fault(report, where, result > 0 ? result : 0,
                            (struct label){"读不懂", "cannot be read"});
    return check_map(map, report) && order_settlements(map, report);
}

static void free_entries(struct map_entries *entries)
{
    for (size_t i = 0; i < entries->count; i++) {
        free(entries->entry[i].name);
        free(entries->entry[i].value);
    }
    free(entries->entry);
}

static void free_settlement(struct map_settlement *settlement)
{
    free(settlement->code);
    free(settlement->printed);
    free(settlement->because);
    free(settlement->price);
    free(settlement->name);
    free(settlement->unit);
    free(settlement->class_code);
    free(settlement->remark);
    for (int i = 0; i < settlement->variant_count; i++)
        free(settlement->variant[i]);
}

void map_free(struct map *map)
{
    free(map->prefix);
    for (int column = 0; column < MAP_COLUMNS; column++)
        free(map->column[column]);
    free_entries(&map->categories);
    free_entries(&map->classes);
    free_entries(&map->notes);
    for (size_t i = 0; i < map->settlement_count; i++)
        free_settlement(&map->settlement[i]);
    free(map->settlement);
    *map = (struct map){0};
}

const char *map_entry(const struct map_entries *entries, const char *name)
{
    for (size_t i = 0; i < entries->count; i++) {
        if (strcmp(entries->entry[i].name, name) == 0)
            return entries->entry[i].value;
    }
    return NULL;
}

struct map_settlement *map_settlement(const struct map *map, const char *code)
{
    const struct map_settlement key = {.code = (char *)code};

    if (map->settlement_count == 0)
        return NULL;
    return bsearch(&key, map->settlement, map->settlement_count, sizeof(*map->settlement), by_code);
}
