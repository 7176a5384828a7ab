/* `teyued import-tariff LIST.csv MAP --place CODE --from DAY --name NAME`: a price list becomes a tariff
 * book, once every row is settled. What the list means is server/tariff_import's; here it gets its search
 * keys and goes to the database. */
#include "common/mem.h"
#include "common/text.h"
#include "common/wire.h"
#include "server/commands.h"
#include "server/db/host.h"
#include "server/tariff_import/tariff_import.h"

#include <stdio.h>
#include <stdlib.h>

#define ZONE "Asia/Shanghai" /* in which a day begins */

static char *initials_of(const char *name)
{
    struct buf out = {0};

    text_initials(&out, name);
    return buf_take(&out);
}

static bool store(const struct tariff_list *list, const struct command_line *line, moment from,
                  const char *conninfo)
{
    struct host_item *item = xcalloc(list->count + 1, sizeof(*item));
    char **initials = xcalloc(list->count + 1, sizeof(*initials));
    struct host_book book = {line->place, line->name, from, item, list->count};
    bool done;

    for (size_t i = 0; i < list->count; i++) {
        const struct tariff_item *read = &list->item[i];

        initials[i] = initials_of(read->name);
        item[i] = (struct host_item){read->code,  read->class_code, read->name,   read->unit,
                                     read->price, read->material,   read->remark, initials[i]};
    }
    done = db_import_book(conninfo, &book);
    for (size_t i = 0; i < list->count; i++)
        free(initials[i]);
    free(initials);
    free(item);
    return done;
}

int cmd_import_tariff(const struct command_line *line, const struct config *config)
{
    struct tariff_list list = {0};
    struct buf report = {0};
    moment from = 0;
    bool settled, done;

    if (line->place == NULL || line->name == NULL || line->from == NULL ||
        !moment_parse_day(line->from, ZONE, &from)) {
        fprintf(stderr, "import-tariff: --place CODE --from YYYY-MM-DD --name NAME are needed\n");
        return EXIT_USAGE;
    }
    settled = tariff_import(line->word[0], line->word[1], line->lang, &list, &report);
    if (report.len > 0)
        fputs(report.data, stdout);
    buf_free(&report);
    done = settled && store(&list, line, from, config->owner);
    if (done)
        printf(line->lang == LANG_ZH ? "已导入 %zu 个项目\n" : "imported %zu items\n", list.count);
    tariff_list_free(&list);
    return done ? EXIT_OK : settled ? EXIT_REFUSED : EXIT_DATA;
}
