/* CSV to rows. Lines are cut here and fed one by one to libcsv, so that every report can name a line and a
 * quote without its pair cannot swallow the file. */
#include "server/tariff_import/sheet.h"

#include "common/mem.h"
#include "common/text.h"
#include "server/tariff_import/tariff_import.h"

#include <csv.h>
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

static const struct label where = {"价格表", "list"};

struct scan {
    struct sheet *sheet;
    const struct report *report;
    struct csv_parser parser;
    int line;             /* being fed */
    int start;            /* line the open record began in */
    bool open;            /* a record goes on in the next line */
    bool row_blank;       /* no cell of the open record holds anything */
    struct sheet_row row; /* the open record */
    bool failed;
};

static void fail(struct scan *scan, struct label what)
{
    if (!scan->failed)
        report_fault(scan->report, where, scan->start, what);
    scan->failed = true;
}

static void add_cell(void *data, size_t len, void *context)
{
    struct scan *scan = context;
    struct sheet *sheet = scan->sheet;

    if (len > TARIFF_FIELD_MAX)
        fail(scan,
             (struct label){"字段过长(引号未成对?)", "a field is too long (a quote without its pair?)"});
    else if (scan->row.count == TARIFF_COLUMNS_MAX)
        fail(scan, (struct label){"列数过多", "too many columns"});
    if (scan->failed)
        return;
    if (sheet->cell_count == sheet->cell_cap) {
        sheet->cell_cap = sheet->cell_cap == 0 ? 256 : sheet->cell_cap * 2;
        sheet->cell = xrealloc(sheet->cell, sheet->cell_cap * sizeof(*sheet->cell));
    }
    if (scan->row.count++ == 0)
        scan->row.first = sheet->cell_count;
    sheet->cell[sheet->cell_count++] = sheet->text.len;
    buf_add(&sheet->text, len > 0 ? data : "", len);
    buf_char(&sheet->text, '\0');
    scan->row_blank = scan->row_blank && len == 0;
}

static void add_row(int end, void *context)
{
    struct scan *scan = context;
    struct sheet *sheet = scan->sheet;

    (void)end;
    scan->open = false;
    scan->row.line = scan->start;
    if (!scan->row_blank && !scan->failed) {
        if (sheet->row_count == TARIFF_ROWS_MAX) {
            fail(scan, (struct label){"行数过多", "too many rows"});
            return;
        }
        if (sheet->row_count == sheet->row_cap) {
            sheet->row_cap = sheet->row_cap == 0 ? 64 : sheet->row_cap * 2;
            sheet->row = xrealloc(sheet->row, (size_t)sheet->row_cap * sizeof(*sheet->row));
        }
        sheet->row[sheet->row_count++] = scan->row;
    }
    scan->row = (struct sheet_row){0};
    scan->row_blank = true;
}

/* Bytes of the line at text with its end: LF, CR LF or CR. */
static size_t line_length(const char *text, size_t len)
{
    size_t i = 0;

    while (i < len && text[i] != '\n' && text[i] != '\r')
        i++;
    if (i < len && text[i] == '\r' && i + 1 < len && text[i + 1] == '\n')
        i++;
    return i < len ? i + 1 : i;
}

static bool blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (strchr(" \t\r\n", text[i]) == NULL)
            return false;
    }
    return true;
}

static void feed_line(struct scan *scan, const char *text, size_t len)
{
    if (!scan->open) {
        if (blank(text, len))
            return;
        scan->start = scan->line;
    }
    if (len > TARIFF_LINE_MAX) {
        fail(scan, (struct label){"一行过长", "a line is too long"});
        return;
    }
    scan->open = true;
    if (csv_parse(&scan->parser, text, len, add_cell, add_row, scan) != len)
        fail(scan, (struct label){"引号位置不对", "a quote stands where none may be"});
    else if (scan->parser.entry_pos > TARIFF_FIELD_MAX)
        fail(scan,
             (struct label){"字段过长(引号未成对?)", "a field is too long (a quote without its pair?)"});
}

static void feed(struct scan *scan, const char *text, size_t len)
{
    for (size_t at = 0; at < len && !scan->failed;) {
        size_t line = line_length(text + at, len - at);

        scan->line++;
        feed_line(scan, text + at, line);
        at += line;
    }
    if (!scan->failed && csv_fini(&scan->parser, add_cell, add_row, scan) != 0)
        fail(scan, (struct label){"文件结尾处引号未成对", "the file ends inside a quote"});
}

static bool scan_text(const char *text, size_t len, const struct report *report, struct sheet *sheet)
{
    struct scan scan = {.sheet = sheet, .report = report, .row_blank = true};

    if (csv_init(&scan.parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return report_fault(report, where, 0, (struct label){"内存不足", "out of memory"});
    feed(&scan, text, len);
    csv_free(&scan.parser);
    return !scan.failed;
}

static bool convert(const char *bytes, size_t len, struct buf *out)
{
    iconv_t from_gb = iconv_open("UTF-8", "GB18030");
    char chunk[4096], *in = (char *)bytes;
    bool good = from_gb != (iconv_t)-1;

    while (good && len > 0) {
        char *to = chunk;
        size_t room = sizeof(chunk);

        good = iconv(from_gb, &in, &len, &to, &room) != (size_t)-1 || errno == E2BIG;
        buf_add(out, chunk, sizeof(chunk) - room);
    }
    if (from_gb != (iconv_t)-1)
        iconv_close(from_gb);
    return good && text_valid_utf8(out->data != NULL ? out->data : "", out->len);
}

static int line_of(const char *bytes, const char *at)
{
    int line = 1;

    for (const char *p = bytes; p < at; p++)
        line += *p == '\n';
    return line;
}

static bool sheet_convert(const char *bytes, size_t len, const struct report *report, struct sheet *sheet)
{
    struct buf text = {0};
    bool good = convert(bytes, len, &text);

    sheet->from_gb18030 = good;
    if (good)
        good = scan_text(text.data, text.len, report, sheet);
    else
        report_fault(report, where, 0, (struct label){"既不是UTF-8也不是GBK", "neither UTF-8 nor GBK"});
    buf_free(&text);
    return good;
}

bool sheet_read(const char *bytes, size_t len, const struct report *report, struct sheet *sheet)
{
    const char *nul = len > 0 ? memchr(bytes, '\0', len) : NULL;

    *sheet = (struct sheet){0};
    if (len > TARIFF_FILE_MAX)
        return report_fault(report, where, 0, (struct label){"文件过大", "the file is too large"});
    if (nul != NULL)
        return report_fault(report, where, line_of(bytes, nul),
                            (struct label){"含有NUL字节,不是文本文件", "a NUL byte: this is no text file"});
    if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        len -= 3;
    }
    if (text_valid_utf8(bytes, len))
        return scan_text(bytes, len, report, sheet);
    return sheet_convert(bytes, len, report, sheet);
}

void sheet_free(struct sheet *sheet)
{
    buf_free(&sheet->text);
    free(sheet->cell);
    free(sheet->row);
    *sheet = (struct sheet){0};
}

const char *sheet_cell(const struct sheet *sheet, int row, int column)
{
    const struct sheet_row *at = &sheet->row[row];

    return column < at->count ? sheet->text.data + sheet->cell[at->first + (size_t)column] : NULL;
}
