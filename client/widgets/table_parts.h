/* The insides of a table, shared by table.c (rows) and table_draw.c (columns). Nobody else includes it. */
#ifndef TEYUE_CLIENT_WIDGETS_TABLE_PARTS_H
#define TEYUE_CLIENT_WIDGETS_TABLE_PARTS_H

#include "client/widgets/table.h"

struct field;

struct table_line {
    char *id, **cells, *search;
    char mark;
    enum role role;
    bool changed; /* not looked at since it changed */
};

struct table_rows {
    struct table_line *lines;
    int count, room;
};

struct table {
    const struct table_column *columns;
    int column_count;
    struct table_rows rows, coming;
    int *view; /* the rows shown, in order */
    int shown;
    char *selected;
    int position, top, page;
    int sort; /* column, -1: as they came */
    bool down, filtering;
    struct field *filter;
    struct label empty;
};

#endif
