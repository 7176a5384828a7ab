/* One import from two files to a list of items. See tariff_import.h for the contract and import.h for the
 * parts. */
#include "server/tariff_import/tariff_import.h"

#include "common/mem.h"
#include "server/tariff_import/import.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct label list_word = {"价格表", "list"}, map_word = {"对照文件", "map"};

/* ---- columns ---- */

static bool find_column(struct import *import, enum map_column column)
{
    const char *wanted = import->map.column[column];
    struct buf heading = {0}, folded = {0};
    int found = -1, times = 0;

    import->column[column] = -1;
    if (wanted == NULL)
        return true;
    understand_text(wanted, true, &folded);
    for (int i = 0; i < import->sheet.row[0].count; i++) {
        if (understand_text(sheet_cell(&import->sheet, 0, i), true, &heading) &&
            strcmp(heading.data, folded.data) == 0) {
            found = i;
            times++;
        }
    }
    buf_free(&heading);
    buf_free(&folded);
    import->column[column] = found;
    return times == 1;
}

static bool find_columns(struct import *import)
{
    if (import->sheet.row_count == 0)
        return report_fault(&import->report, list_word, 0, (struct label){"没有表头", "there is no heading"});
    for (int column = 0; column < MAP_COLUMNS; column++) {
        if (find_column(import, (enum map_column)column))
            continue;
        buf_printf(import->report.out, "%s = %s\n", map_column_name((enum map_column)column),
                   import->map.column[column]);
        return report_fault(
            &import->report, list_word, import->sheet.row[0].line,
            (struct label){"表头中此列不是恰好一个", "the heading does not hold this column exactly once"});
    }
    return true;
}

/* ---- rows ---- */

static void understand_rows(struct import *import)
{
    import->row_count = (size_t)import->sheet.row_count - 1;
    import->row = xcalloc(import->row_count + 1, sizeof(*import->row));
    for (size_t i = 0; i < import->row_count; i++)
        understand_row(&import->sheet, (int)i + 1, &import->map, import->column, &import->row[i].said);
}

/* A settlement of no row is most likely a slip in its code. */
static size_t report_unused(const struct import *import)
{
    size_t unused = 0;

    for (size_t i = 0; i < import->map.settlement_count; i++) {
        const struct map_settlement *settlement = &import->map.settlement[i];

        if (settlement->used)
            continue;
        report_fault(&import->report, map_word, settlement->line,
                     (struct label){"价格表中没有此裁定的行", "the list has no row for this settlement"});
        unused++;
    }
    return unused;
}

static bool finish(struct import *import)
{
    size_t asked = 0;

    if (import->sheet.from_gb18030)
        buf_str(import->report.out,
                report_word(&import->report, (struct label){"按GBK读取\n", "read as GBK\n"}));
    for (size_t i = 0; i < import->row_count; i++) {
        report_row(import, &import->row[i]);
        asked += import->row[i].said.questions != 0;
    }
    asked += report_unused(import);
    if (import->list.count == 0 && asked == 0)
        return report_fault(&import->report, list_word, 0, (struct label){"没有项目", "there are no items"});
    report_summary(import, asked);
    return asked == 0;
}

static bool run(struct import *import, const struct tariff_source *source)
{
    if (!map_read(source->map, source->map_len, &import->report, &import->map) ||
        !sheet_read(source->csv, source->csv_len, &import->report, &import->sheet) || !find_columns(import))
        return false;
    understand_rows(import);
    settle_rows(import);
    return finish(import);
}

bool tariff_import_text(const struct tariff_source *source, enum lang lang, struct tariff_list *out,
                        struct buf *report)
{
    struct import import = {.report = {lang, report}};
    bool good = run(&import, source);

    *out = (struct tariff_list){0};
    if (good)
        *out = import.list;
    else
        tariff_list_free(&import.list);
    for (size_t i = 0; i < import.row_count; i++)
        understood_free(&import.row[i].said);
    free(import.row);
    sheet_free(&import.sheet);
    map_free(&import.map);
    return good;
}

/* ---- files ---- */

/* Reads at most max + 1 bytes: one more than allowed is enough to be refused. */
static bool read_file(const char *path, size_t max, struct buf *out, struct buf *report)
{
    FILE *file = fopen(path, "rb");
    char chunk[65536];
    size_t got = 1;

    buf_str(out, "");
    while (file != NULL && got > 0 && out->len <= max) {
        got = fread(chunk, 1, sizeof(chunk), file);
        buf_add(out, chunk, got);
    }
    if (file == NULL || ferror(file)) {
        buf_printf(report, "%s: %s\n", path, strerror(errno));
        if (file != NULL)
            fclose(file);
        return false;
    }
    fclose(file);
    return true;
}

bool tariff_import(const char *csv_path, const char *map_path, enum lang lang, struct tariff_list *out,
                   struct buf *report)
{
    struct buf csv = {0}, map = {0};
    bool good = read_file(csv_path, TARIFF_FILE_MAX, &csv, report) &&
                read_file(map_path, TARIFF_MAP_MAX, &map, report);

    *out = (struct tariff_list){0};
    if (good) {
        const struct tariff_source source = {csv.data, csv.len, map.data, map.len};

        good = tariff_import_text(&source, lang, out, report);
    }
    buf_free(&csv);
    buf_free(&map);
    return good;
}
