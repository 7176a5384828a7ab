/* Rows and keys of a list screen. Called by the application with keys, frames and events. */
#include "client/screens/list.h"

#include "client/screens/act.h"
#include "client/screens/list_parts.h"
#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

/* ---- columns ---- */

static bool is_wide(const json_t *column)
{
    return reply_true(column, "wide");
}

static void add_column(struct list *list, const json_t *column)
{
    enum column_kind kind = column_kind_of(reply_text(column, "kind"));
    const char *title = reply_text(column, "title"), *name = reply_text(column, "name");
    if (kind == COLUMN_MARK || list->column_count == TABLE_COLUMNS_MAX)
        return;
    int n = list->column_count++;
    bool right = kind == COLUMN_FEN || strcmp(reply_text(column, "align"), "right") == 0;
    list->names[n] = name;
    list->kinds[n] = kind;
    list->columns[n] = (struct table_column){.label = {title, title},
                                             .min = (int)reply_int(column, "width"),
                                             .weight = (int)reply_int(column, "weight"),
                                             .priority = is_wide(column) ? n + 1 : n / 4,
                                             .align = right ? CELL_RIGHT : CELL_LEFT,
                                             .numeric = kind == COLUMN_FEN,
                                             .ticking = kind == COLUMN_COUNTDOWN,
                                             .initials = kind == COLUMN_TEXT};
}

/* A line that is overdue by now shows it, even if the rows are from before. */
static bool add_cells(const struct list *list, const json_t *row, struct buf *cells)
{
    bool late = false;
    for (int i = 0; i < list->column_count; i++) {
        row_cell(&cells[i], list->kinds[i], json_object_get(row, list->names[i]), app_now(list->app));
        late |= list->kinds[i] == COLUMN_COUNTDOWN && cells[i].data[0] == '-';
    }
    return late;
}

static void add_row(struct list *list, const json_t *row)
{
    struct buf cells[TABLE_COLUMNS_MAX] = {{0}}, key = {0};
    const char *texts[TABLE_COLUMNS_MAX];
    bool late = add_cells(list, row, cells);
    for (int i = 0; i < list->column_count; i++)
        texts[i] = cells[i].data;
    row_key(&key, row);
    struct table_row line = {key.data, texts, row_mark(row), row_role(row)};
    if (late && line.role != ROLE_OVERDUE) {
        line.role = ROLE_OVERDUE;
        line.mark = '!';
    }
    table_add(list->table, &line);
    for (int i = 0; i < list->column_count; i++)
        buf_free(&cells[i]);
    buf_free(&key);
}

static void fill_table(struct list *list)
{
    size_t n;
    json_t *row;
    table_begin(list->table);
    json_array_foreach(list->rows, n, row) add_row(list, row);
    table_end(list->table);
}

static void say_why_empty(struct list *list)
{
    struct label text = word_label(list->loaded == MOMENT_NONE ? W_LOADING : W_EMPTY);
    if (list->fault)
        text = (struct label){list->fault, list->fault};
    table_empty_text(list->table, text);
}

void list_columns(struct list *list, bool wide)
{
    struct table *old = list->table;
    size_t n;
    json_t *column;
    list->wide = wide;
    list->column_count = 0;
    json_array_foreach(reply_list(list->description, "columns"), n, column) if (wide || !is_wide(column))
        add_column(list, column);
    list->table = table_new(list->columns, list->column_count);
    say_why_empty(list);
    fill_table(list);
    if (old) {
        table_filter(list->table, table_filter_text(old));
        if (table_id(old))
            table_select(list->table, table_id(old));
        table_free(old);
    }
}

/* ---- life ---- */

static void on_settled(evutil_socket_t none, short what, void *arg)
{
    (void)none;
    (void)what;
    list_follow(arg, true);
}

struct list *list_new(struct app *app, json_t *description)
{
    struct list *list = xcalloc(1, sizeof *list);
    list->app = app;
    list->description = json_incref(description);
    list->rows = json_array();
    list->loaded = MOMENT_NONE;
    list->stale = true;
    list_card_init(list);
    list->settle = evtimer_new(app_base(app), on_settled, list);
    list_columns(list, false);
    return list;
}

void list_free(struct list *list)
{
    if (!list)
        return;
    app_forget(list->app, list);
    event_free(list->settle);
    list_card_free(list);
    table_free(list->table);
    json_decref(list->rows);
    json_decref(list->coming);
    json_decref(list->description);
    free(list->after);
    free(list->fault);
    free(list->sought);
    free(list);
}

void list_describe(struct list *list, json_t *description)
{
    json_incref(description);
    json_t *old = list->description;
    list->description = description;
    list_columns(list, list->wide);
    json_decref(old);
}

const char *list_name(const struct list *list)
{
    return reply_text(list->description, "screen");
}

const char *list_title(const struct list *list)
{
    return reply_text(list->description, "title");
}

bool list_counts(const struct list *list)
{
    return reply_true(list->description, "count");
}

int list_count(const struct list *list, bool *urgent)
{
    size_t n;
    json_t *row;
    *urgent = false;
    if (!list_counts(list))
        return 0;
    json_array_foreach(list->rows, n, row) *urgent |= row_role(row) == ROLE_OVERDUE;
    return (int)json_array_size(list->rows);
}

bool list_picks_by_digit(const struct list *list)
{
    return strcmp(reply_text(list->description, "kind"), "jobs") == 0;
}

moment list_moment(const struct list *list)
{
    return list->loaded;
}

const json_t *list_row(const struct list *list)
{
    const char *selected = table_id(list->table);
    size_t n;
    json_t *row;
    json_array_foreach(list->rows, n, row)
    {
        struct buf key = {0};
        row_key(&key, row);
        bool same = selected && strcmp(key.data, selected) == 0;
        buf_free(&key);
        if (same)
            return row;
    }
    return NULL;
}

/* ---- loading ---- */

static void ask_page(struct list *list);

static void set_fault(struct list *list, const char *why)
{
    free(list->fault);
    list->fault = why ? xstrdup(why) : NULL;
    say_why_empty(list);
}

void list_want(struct list *list, const char *id)
{
    free(list->sought);
    list->sought = xstrdup(id);
}

/* A row that is selected already stays, if there are several of one subject. */
static void select_sought(struct list *list)
{
    const json_t *selected = list_row(list);
    size_t n;
    json_t *row;
    json_array_foreach(list->rows, n, row)
    {
        struct buf id = {0}, key = {0};
        reply_show(json_object_get(row, "id"), &id);
        row_key(&key, row);
        bool same = strcmp(id.data, list->sought) == 0;
        bool kept = same && json_equal(json_object_get(selected, "id"), json_object_get(row, "id"));
        if (same && !kept)
            table_select(list->table, key.data);
        buf_free(&id);
        buf_free(&key);
        if (same)
            break;
    }
    free(list->sought);
    list->sought = NULL;
}

static void finish(struct list *list)
{
    json_decref(list->rows);
    list->rows = list->coming;
    list->coming = NULL;
    list->loading = list->stale = false;
    list->loaded = app_now(list->app);
    set_fault(list, NULL);
    fill_table(list);
    if (list->sought && !list->again)
        select_sought(list);
    list_follow(list, true);
    if (list->again)
        list_load(list);
}

static void give_up(struct list *list, const struct reply *final)
{
    const char *msg = reply_text(final->json, "msg");
    json_decref(list->coming);
    list->coming = NULL;
    list->loading = false;
    list->stale = true;
    if (final->kind == REPLY_LOST)
        return;
    set_fault(list, *msg ? msg : final->code);
    app_say(list->app, ROLE_ERROR, W_FAILED, list->fault, NULL);
}

static void on_row(void *arg, const json_t *row)
{
    struct list *list = arg;
    if (json_array_size(list->coming) < LIST_ROWS_MAX)
        json_array_append(list->coming, (json_t *)row);
}

static void on_done(void *arg, const struct reply *final)
{
    struct list *list = arg;
    app_redraw(list->app);
    if (final->kind != REPLY_OK) {
        give_up(list, final);
        return;
    }
    free(list->after);
    bool more = reply_true(final->json, "more") && json_array_size(list->coming) < LIST_ROWS_MAX;
    list->after = more ? xstrdup(reply_text(final->json, "after")) : NULL;
    if (more && (int)json_array_size(list->coming) < list->wanted)
        ask_page(list);
    else
        finish(list);
}

static void add_argument(struct buf *line, const char *name, const json_t *value)
{
    struct buf text = {0};
    reply_show(value, &text);
    request_word(line, name, text.data);
    buf_free(&text);
}

static void ask_page(struct list *list)
{
    struct buf line = {0};
    const char *name;
    json_t *value;
    request_begin(&line, reply_text(list->description, "view"));
    json_object_foreach(json_object_get(list->description, "args"), name, value)
        add_argument(&line, name, value);
    if (json_array_size(list->coming) > 0)
        request_word(&line, "after", list->after);
    if (!app_ask(list->app, line.data, (struct answer){list, on_row, on_done})) {
        json_decref(list->coming);
        list->coming = NULL;
        list->loading = false;
        list->stale = true;
    }
    buf_free(&line);
}

void list_load(struct list *list)
{
    list->again = list->loading;
    if (list->loading || !app_online(list->app))
        return;
    list->loading = true;
    list->coming = json_array();
    list->wanted = (int)json_array_size(list->rows);
    ask_page(list);
}

/* The cursor is on the last row and the daemon has more. */
static void load_more(struct list *list)
{
    if (!list->after || list->loading || table_position(list->table) < table_shown(list->table) ||
        *table_filter_text(list->table))
        return;
    list_load(list);
    list->wanted++;
}

void list_stale(struct list *list)
{
    list->stale = true;
}

bool list_is_stale(const struct list *list)
{
    return list->stale;
}

void list_tick(struct list *list)
{
    fill_table(list);
}

/* ---- keys ---- */

const char *list_id(const struct list *list)
{
    return table_id(list->table) ? table_id(list->table) : "";
}

void list_open(struct list *list)
{
    const json_t *row = list_row(list);
    struct buf id = {0};
    if (!row)
        return;
    reply_show(json_object_get(row, "id"), &id);
    act_open(list->app, id.data, reply_text(row, "label"));
    buf_free(&id);
}

struct nth {
    int left;
    char *id;
};

static void take_nth(void *arg, const struct table_row *row)
{
    struct nth *nth = arg;
    if (--nth->left == 0)
        nth->id = xstrdup(row->id);
}

static enum heard pick_digit(struct list *list, uint32_t code)
{
    struct nth nth = {(int)(code - '0'), NULL};
    table_each(list->table, take_nth, &nth);
    if (nth.id && table_select(list->table, nth.id)) {
        list_follow(list, false);
        list_open(list);
    }
    free(nth.id);
    return HEARD;
}

void list_no_key(struct list *list, uint32_t code)
{
    char room[16];
    struct key key = {.kind = K_CHAR, .code = code};
    app_say(list->app, ROLE_DIM, W_NO_KEY, key_label(&key, room, sizeof room), NULL);
}

static enum heard reading_key(struct list *list, const struct key *key)
{
    if (key->kind == K_TAB || key->kind == K_ESC) {
        list->reading = false;
        return HEARD;
    }
    return detail_key(list->card.detail, key);
}

static enum heard char_key(struct list *list, const struct key *key)
{
    struct key meant = key_command(*key);
    bool letter = meant.kind == K_CHAR && !(meant.mods & KEY_ALT);
    if (letter && meant.code == '?') {
        list_open(list);
        return HEARD;
    }
    if (letter && meant.code >= '1' && meant.code <= '9' && list_picks_by_digit(list))
        return pick_digit(list, meant.code);
    bool latin =
        letter && ((meant.code >= 'a' && meant.code <= 'z') || (meant.code >= 'A' && meant.code <= 'Z'));
    return latin && list_step_key(list, meant.code) ? HEARD : HEARD_NOT;
}

static enum heard table_part(struct list *list, const struct key *key)
{
    enum heard heard = table_key(list->table, key);
    if (heard == HEARD_DONE)
        list_open(list);
    if (heard != HEARD_NOT) {
        list_follow(list, false);
        load_more(list);
    }
    return heard == HEARD_NOT ? HEARD_NOT : HEARD;
}

bool list_typing(const struct list *list)
{
    return table_filtering(list->table);
}

enum heard list_key(struct list *list, const struct key *key)
{
    enum heard heard = HEARD_NOT;
    if (table_filtering(list->table))
        return table_part(list, key);
    if (list->reading)
        heard = reading_key(list, key);
    else if (key->kind == K_TAB) {
        list->reading = true;
        return HEARD;
    }
    if (heard == HEARD_NOT)
        heard = char_key(list, key);
    return heard == HEARD_NOT ? table_part(list, key) : heard;
}
