/* `teyued import-units FILE.csv --site CODE`: units, contacts and account managers, all lines or none, with a
 * word on each. The heading names the columns: unit, kind, contact, salutation, relation, phone, main, cam;
 * the middle ones may be absent. */
#include "common/mem.h"
#include "common/text.h"
#include "common/wire.h"
#include "server/commands.h"
#include "server/db/host.h"
#include "server/files.h"
#include "server/tariff_import/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNITS_FILE_MAX (16 * 1024 * 1024)
#define UNIT_CHARS 24
#define NAME_CHARS 40
#define SHORT_CHARS 20

enum column { UNIT, KIND, CONTACT, SALUTATION, RELATION, PHONE, MAIN, CAM, INITIALS, COLUMNS };

static const struct {
    const char *name;
    bool needed;
    size_t chars;
    const char *preset;
} columns[INITIALS] = {
    [UNIT] = {"unit", true, UNIT_CHARS, ""},
    [KIND] = {"kind", false, SHORT_CHARS, "home"},
    [CONTACT] = {"contact", true, NAME_CHARS, ""},
    [SALUTATION] = {"salutation", false, SHORT_CHARS, ""},
    [RELATION] = {"relation", false, SHORT_CHARS, "业主"},
    [PHONE] = {"phone", false, SHORT_CHARS, ""},
    [MAIN] = {"main", false, SHORT_CHARS, "no"},
    [CAM] = {"cam", true, SHORT_CHARS + SHORT_CHARS, ""},
};

struct row {
    int line;
    struct buf text[COLUMNS];
    struct label fault; /* zh NULL: none */
};

struct table {
    struct sheet sheet;
    int at[INITIALS]; /* column in the sheet, -1: absent */
    struct row *row;
    size_t count;
    enum lang lang;
};

static const struct label host_faults[] = {
    [HOST_UNIT_GOOD] = {NULL, NULL},
    [HOST_UNIT_EXISTS] = {"该小区已有此房号", "the site has this unit already"},
    [HOST_UNIT_NO_CAM] = {"该小区没有这个专属客户经理", "nobody of this login is account manager there"},
    [HOST_UNIT_TWO_CAMS] = {"同一房号有两个专属客户经理", "two account managers for one unit"},
    [HOST_UNIT_TWO_MAINS] = {"同一房号有两个主要联系人", "two main contacts for one unit"},
    [HOST_UNIT_CONTACT_TWICE] = {"同一联系人出现两次", "the same contact twice"},
};

/* ---- reading ---- */

static int column_find(const struct sheet *sheet, const char *name)
{
    for (int i = 0; i < sheet->row[0].count; i++) {
        if (strcmp(sheet_cell(sheet, 0, i), name) == 0)
            return i;
    }
    return -1;
}

static bool find_columns(struct table *table)
{
    for (int i = 0; i < INITIALS; i++) {
        table->at[i] = table->sheet.row_count == 0 ? -1 : column_find(&table->sheet, columns[i].name);
        if (table->at[i] < 0 && columns[i].needed) {
            fprintf(stderr, table->lang == LANG_ZH ? "缺少列 %s\n" : "the column %s is missing\n",
                    columns[i].name);
            return false;
        }
    }
    return true;
}

static void fault(struct row *row, const char *zh, const char *en)
{
    if (row->fault.zh == NULL)
        row->fault = (struct label){zh, en};
}

static void read_cell(struct table *table, struct row *row, int sheet_row, int column)
{
    const char *cell = table->at[column] < 0 ? NULL : sheet_cell(&table->sheet, sheet_row, table->at[column]);

    if (text_clean(cell == NULL ? "" : cell, columns[column].chars, false, &row->text[column]) != TEXT_OK)
        fault(row, "文字过长或含有不允许的字符", "a text is too long or has characters that are not allowed");
    if (row->text[column].len == 0)
        buf_str(&row->text[column], columns[column].preset);
    if (row->text[column].len == 0 && columns[column].needed)
        fault(row, "缺少房号、联系人或专属客户经理", "unit, contact or account manager is missing");
}

static bool is_one_of(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(text, *words) == 0)
            return true;
    }
    return false;
}

static const char *const yes[] = {"yes", "是", "1", NULL};
static const char *const no[] = {"no", "否", "0", NULL};

static void check_row(struct row *row)
{
    static const char *const kinds[] = {"home", "shop", NULL};
    const char *phone = row->text[PHONE].data == NULL ? "" : row->text[PHONE].data;

    if (row->fault.zh != NULL)
        return;
    if (!is_one_of(row->text[KIND].data, kinds))
        fault(row, "类型只能是 home 或 shop", "kind is home or shop");
    if (!is_one_of(row->text[MAIN].data, yes) && !is_one_of(row->text[MAIN].data, no))
        fault(row, "主要联系人只能填是或否", "main is yes or no");
    if (strspn(phone, "0123456789+- ") != strlen(phone))
        fault(row, "电话只能有数字、加号、横线", "a phone has digits, plus and dashes only");
    text_initials(&row->text[INITIALS], row->text[CONTACT].data);
}

static void read_rows(struct table *table)
{
    table->count = (size_t)table->sheet.row_count - 1;
    table->row = xcalloc(table->count + 1, sizeof(*table->row));
    for (size_t i = 0; i < table->count; i++) {
        struct row *row = &table->row[i];

        row->line = table->sheet.row[i + 1].line;
        for (int column = 0; column < INITIALS; column++)
            read_cell(table, row, (int)i + 1, column);
        check_row(row);
    }
}

static bool read_table(struct table *table, const char *path)
{
    struct buf bytes = {0}, words = {0};
    struct report report = {table->lang, &words};
    bool good = file_read(path, UNITS_FILE_MAX, &bytes) &&
                sheet_read(bytes.data == NULL ? "" : bytes.data, bytes.len, &report, &table->sheet) &&
                find_columns(table);

    if (words.len > 0)
        fputs(words.data, stderr);
    if (good)
        read_rows(table);
    buf_free(&bytes);
    buf_free(&words);
    return good;
}

static void table_free(struct table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        for (int column = 0; column < COLUMNS; column++)
            buf_free(&table->row[i].text[column]);
    }
    free(table->row);
    sheet_free(&table->sheet);
}

/* ---- storing ---- */

static const char *text_of(const struct row *row, enum column column)
{
    return row->text[column].data == NULL ? "" : row->text[column].data;
}

static struct host_unit host_unit_of(const struct row *row)
{
    return (struct host_unit){
        .unit = text_of(row, UNIT),
        .kind = text_of(row, KIND),
        .contact = text_of(row, CONTACT),
        .salutation = text_of(row, SALUTATION),
        .relation = text_of(row, RELATION),
        .phone = text_of(row, PHONE),
        .initials = text_of(row, INITIALS),
        .cam = text_of(row, CAM),
        .main = is_one_of(text_of(row, MAIN), yes),
    };
}

static bool store(struct table *table, const char *conninfo, const char *site)
{
    struct host_unit *unit = xcalloc(table->count + 1, sizeof(*unit));
    enum host_unit_fault *found = xcalloc(table->count + 1, sizeof(*found));
    struct host_units units = {site, unit, table->count, found};
    bool done;

    for (size_t i = 0; i < table->count; i++)
        unit[i] = host_unit_of(&table->row[i]);
    done = db_import_units(conninfo, &units);
    for (size_t i = 0; i < table->count; i++) {
        if (found[i] != HOST_UNIT_GOOD)
            table->row[i].fault = host_faults[found[i]];
    }
    free(unit);
    free(found);
    return done;
}

static size_t count_faults(const struct table *table)
{
    size_t count = 0;

    for (size_t i = 0; i < table->count; i++)
        count += table->row[i].fault.zh != NULL;
    return count;
}

static void print_report(const struct table *table, bool done)
{
    bool zh = table->lang == LANG_ZH;

    for (size_t i = 0; i < table->count; i++) {
        const struct row *row = &table->row[i];
        const char *word = row->fault.zh != NULL ? label_in(row->fault, table->lang) : zh ? "可以" : "good";

        printf(zh ? "第%d行 %s %s:%s\n" : "line %d, %s %s: %s\n", row->line, text_of(row, UNIT),
               text_of(row, CONTACT), word);
    }
    if (done)
        printf(zh ? "已导入 %zu 行\n" : "imported %zu lines\n", table->count);
    else
        printf(zh ? "未导入:%zu 行中有 %zu 行不行\n" : "nothing imported: of %zu lines %zu will not do\n",
               table->count, count_faults(table));
}

int cmd_import_units(const struct command_line *line, const struct config *config)
{
    struct table table = {.lang = line->lang};
    bool done = false;

    if (line->site == NULL) {
        fprintf(stderr, "import-units: --site is needed\n");
        return EXIT_USAGE;
    }
    if (read_table(&table, line->word[0])) {
        done = count_faults(&table) == 0 && store(&table, config->owner, line->site);
        print_report(&table, done);
    }
    table_free(&table);
    return done ? EXIT_OK : EXIT_DATA;
}
