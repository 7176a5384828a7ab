/* The insides of a list screen, shared by list.c (rows and keys), list_card.c (the selected row's detail and
 * steps) and list_draw.c. Nobody else includes it. */
#ifndef TEYUE_CLIENT_SCREENS_LIST_PARTS_H
#define TEYUE_CLIENT_SCREENS_LIST_PARTS_H

#include "client/screens/list.h"
#include "client/screens/rows.h"
#include "client/widgets/detail.h"
#include "client/widgets/table.h"

/* What is known of the selected row. */
struct card {
    struct list *list;
    struct detail *detail;
    char *row; /* key of the row it belongs to, "" if none */
    char *title;
    json_t *steps;        /* array, NULL while they are not known */
    json_t *coming;       /* on their way */
    uint32_t waiting_key; /* typed before the steps were there */
};

struct list {
    struct app *app;
    json_t *description;
    /* columns as drawn now */
    struct table_column columns[TABLE_COLUMNS_MAX];
    const char *names[TABLE_COLUMNS_MAX];
    enum column_kind kinds[TABLE_COLUMNS_MAX];
    int column_count;
    bool wide;
    struct table *table;
    /* rows */
    json_t *rows, *coming; /* arrays */
    char *after;           /* of the next page, NULL if there is none */
    int wanted;            /* rows to be loaded */
    bool loading, again, stale;
    moment loaded;
    char *fault;  /* why there are no rows, or NULL */
    char *sought; /* id to be selected when the rows have come, or NULL */
    struct card card;
    struct event *settle;
    bool reading; /* the keys scroll the detail */
};

/* The selected row, NULL if there is none. */
const json_t *list_row(const struct list *);
/* Another row is selected, or the rows are new: its card is asked for when the selection has come to rest. */
void list_follow(struct list *, bool again);
void list_card_init(struct list *);
void list_card_free(struct list *);
/* Begins the step this key stands for, now or when the steps are known; false if it stands for none. */
bool list_step_key(struct list *, uint32_t code);
/* Says that this key does nothing here. */
void list_no_key(struct list *, uint32_t code);
/* The table with other columns for another width or language. */
void list_columns(struct list *, bool wide);

#endif
