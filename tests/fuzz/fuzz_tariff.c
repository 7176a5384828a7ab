/* Any bytes as a price list, and, behind a line "%%", any bytes as its map; without that line the map is one
 * that fits the demo lists. Either a report or items whose prices parse and whose codes differ; never both
 * empty. */
#include "server/tariff_import/tariff_import.h"
#include "server/workflow/price.h"

#include <stdlib.h>
#include <string.h>

static const char plain_map[] =
    "[list]\nprefix = A\n"
    "[columns]\nnumber = no\nname = name\nunit = unit\nprice = price\nmaterial = material\n"
    "note = note\ncategory = category\n"
    "[categories]\nx = 1 (x) shared\ny = 2 (y)\n"
    "[classes]\npower = a b ab\nwater = c d\nhome = e f\n"
    "[notes]\nn = keep\n"
    "[row A-1-04]\nprinted = 10 | a/b\nbecause = c\nvariant = a | fixed 10\n"
    "variant = b | range 10-20 | m\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_items(const struct tariff_list *list)
{
    struct buf error = {0}, csv = {0};
    struct price_form form;

    for (size_t i = 0; i < list->count; i++) {
        if (!price_parse(list->item[i].price, &form, &error) || *list->item[i].name == '\0' ||
            *list->item[i].unit == '\0' || *list->item[i].class_code == '\0')
            abort();
        for (size_t k = 0; k < i && k < 100; k++) {
            if (strcmp(list->item[i].code, list->item[k].code) == 0)
                abort();
        }
    }
    tariff_list_write(list, &csv);
    buf_free(&error);
    buf_free(&csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = size > 0 ? (const char *)data : "";
    const char *cut = memmem(text, size, "\n%%\n", 4);
    struct tariff_source source = {text, size, plain_map, sizeof(plain_map) - 1};
    struct tariff_list list;
    struct buf report = {0};

    if (cut != NULL) {
        source.csv_len = (size_t)(cut - text);
        source.map = cut + 4;
        source.map_len = size - source.csv_len - 4;
    }
    if (tariff_import_text(&source, size % 2 ? LANG_ZH : LANG_EN, &list, &report) != (list.count > 0) ||
        report.len == 0)
        abort();
    check_items(&list);
    tariff_list_free(&list);
    buf_free(&report);
    return 0;
}
