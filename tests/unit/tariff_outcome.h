/* What the tests of the importer share: a map, columns, and what came out of one import. */
#ifndef TEYUE_TESTS_TARIFF_OUTCOME_H
#define TEYUE_TESTS_TARIFF_OUTCOME_H

#include "common/mem.h"
#include "server/tariff_import/tariff_import.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEMO TEYUE_SOURCE_DIR "/schema/demo/"
#define DATA TEYUE_SOURCE_DIR "/tests/data/"

static inline struct buf read_whole(const char *path)
{
    struct buf text = {0};
    FILE *file = fopen(path, "rb");
    int c;

    if (file == NULL)
        fail_msg("%s cannot be opened", path);
    while ((c = fgetc(file)) != EOF)
        buf_char(&text, (char)c);
    fclose(file);
    return text;
}

#define MAP_HEAD                                                                                             \
    "[list]\nprefix = T\n[columns]\nnumber = no\nname = name\nunit = unit\nprice = price\nmaterial = "       \
    "material\n"                                                                                             \
    "note = note\n[classes]\nhome = 门 灯插座\npower = 灯 插座\n"
#define CSV_HEAD "no,name,unit,price,material,note\n"

struct outcome {
    bool good;
    struct tariff_list list;
    struct buf report;
};

static inline struct outcome import_bytes(const char *csv, size_t csv_len, const char *map, enum lang lang)
{
    const struct tariff_source source = {csv, csv_len, map, strlen(map)};
    struct outcome outcome = {0};

    outcome.good = tariff_import_text(&source, lang, &outcome.list, &outcome.report);
    assert_true(outcome.good == (outcome.list.count > 0));
    assert_true(outcome.report.len > 0);
    return outcome;
}

static inline struct outcome import_text(const char *csv, const char *map)
{
    return import_bytes(csv, strlen(csv), map, LANG_EN);
}

static inline void end(struct outcome *outcome)
{
    tariff_list_free(&outcome->list);
    buf_free(&outcome->report);
}

static inline void assert_said(const struct outcome *outcome, const char *words)
{
    if (strstr(outcome->report.data, words) == NULL)
        fail_msg("\"%s\" is missing in:\n%s", words, outcome->report.data);
}

/* One row of the columns above and the rest of a map: what the importer makes of it. */
static inline void assert_price(const char *row, const char *settlements, const char *price)
{
    char *csv = xasprintf(CSV_HEAD "%s\n", row), *map = xasprintf(MAP_HEAD "%s", settlements);
    struct outcome outcome = import_text(csv, map);

    if (!outcome.good)
        fail_msg("%s", outcome.report.data);
    assert_string_equal(outcome.list.item[0].price, price);
    end(&outcome);
    free(csv);
    free(map);
}

#endif
