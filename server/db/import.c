/* Lists into tables: units with contacts and account managers, tariff books. Called by cmd_import.c, which
 * has read and cleaned them. It knows no file and no CSV. */
#include "common/mem.h"
#include "server/db/host.h"
#include "server/db/host_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- units ---- */

struct importing {
    PGconn *pg;
    const struct host_units *units;
    char (*id)[24]; /* of each line's unit, "" if it was not made */
    bool good;
};

/* The first line of the same unit. */
static size_t first_of(const struct host_units *units, size_t line)
{
    size_t i = 0;

    while (strcmp(units->unit[i].unit, units->unit[line].unit) != 0)
        i++;
    return i;
}

static enum host_unit_fault compare(const struct host_units *units, size_t first, size_t line)
{
    const struct host_unit *unit = &units->unit[line];

    if (strcmp(units->unit[first].cam, unit->cam) != 0)
        return HOST_UNIT_TWO_CAMS;
    for (size_t i = first; i < line; i++) {
        const struct host_unit *other = &units->unit[i];

        if (strcmp(other->unit, unit->unit) != 0)
            continue;
        if (other->main && unit->main)
            return HOST_UNIT_TWO_MAINS;
        if (strcmp(other->contact, unit->contact) == 0 && strcmp(other->phone, unit->phone) == 0)
            return HOST_UNIT_CONTACT_TWICE;
    }
    return HOST_UNIT_GOOD;
}

static enum host_unit_fault make_unit(struct importing *in, size_t line)
{
    const struct host_unit *unit = &in->units->unit[line];
    const char *params[] = {in->units->site, unit->unit, unit->kind};
    const char *cam[] = {in->id[line], unit->cam, in->units->site};
    long long id = host_number(in->pg, "host/unit", params, 3);
    int rows;

    in->good = in->good && id >= 0;
    if (id <= 0)
        return HOST_UNIT_EXISTS;
    snprintf(in->id[line], sizeof(in->id[line]), "%lld", id);
    rows = host_do(in->pg, "host/unit_cam", cam, 3);
    in->good = in->good && rows >= 0;
    return rows == 0 ? HOST_UNIT_NO_CAM : HOST_UNIT_GOOD;
}

static void make_contact(struct importing *in, size_t first, size_t line)
{
    const struct host_unit *unit = &in->units->unit[line];
    const char *params[] = {in->id[first],
                            unit->contact,
                            unit->salutation,
                            unit->relation,
                            unit->phone,
                            unit->initials,
                            unit->main ? "true" : "false"};

    in->good = in->good && host_do(in->pg, "host/contact", params, 7) == 1;
}

static bool import_line(struct importing *in, size_t line)
{
    size_t first = first_of(in->units, line);
    enum host_unit_fault fault = first == line ? make_unit(in, line) : compare(in->units, first, line);

    in->units->fault[line] = fault;
    if (fault == HOST_UNIT_GOOD && in->id[first][0] != '\0')
        make_contact(in, first, line);
    return fault == HOST_UNIT_GOOD;
}

static bool site_is_there(PGconn *pg, const char *site)
{
    const char *params[] = {site};
    long long id = host_number(pg, "host/site", params, 1);

    if (id == 0)
        fprintf(stderr, "there is no site %s\n", site);
    return id > 0;
}

bool db_import_units(const char *conninfo, const struct host_units *units)
{
    struct importing in = {host_open(conninfo), units, NULL, true};
    const char *params[] = {units->site};
    bool faultless = true;

    if (in.pg == NULL)
        return false;
    in.good = site_is_there(in.pg, units->site);
    in.id = xcalloc(units->count + 1, sizeof(*in.id));
    for (size_t i = 0; in.good && i < units->count; i++)
        faultless = import_line(&in, i) && faultless;
    in.good = in.good && faultless && host_do(in.pg, "host/unit_main", params, 1) >= 0;
    free(in.id);
    return host_close(in.pg, in.good);
}

/* ---- tariff books ---- */

static bool make_item(PGconn *pg, const char *book, const struct host_item *item)
{
    const char *params[] = {book,        item->code,     item->class_code, item->name,    item->unit,
                            item->price, item->material, item->remark,     item->initials};

    return host_do(pg, "host/item", params, 9) == 1;
}

static bool make_book(PGconn *pg, const struct host_book *book)
{
    char from[24], id[24];
    const char *cut[] = {book->place, from};
    const char *params[] = {book->place, book->name, from};
    long long number;
    bool good;

    snprintf(from, sizeof(from), "%lld", (long long)book->from);
    if (host_do(pg, "host/book_cut", cut, 2) < 0)
        return false;
    number = host_number(pg, "host/book", params, 3);
    if (number == 0)
        fprintf(stderr, "%s is no division, and no region with a book of its own (4.2.1)\n", book->place);
    good = number > 0;
    snprintf(id, sizeof(id), "%lld", number);
    for (size_t i = 0; good && i < book->count; i++)
        good = make_item(pg, id, &book->item[i]);
    return good;
}

bool db_import_book(const char *conninfo, const struct host_book *book)
{
    PGconn *pg = host_open(conninfo);

    return pg != NULL && host_close(pg, make_book(pg, book));
}
