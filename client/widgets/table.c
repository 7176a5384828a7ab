/* Rows of a list: what they are, which are shown, in which order, which one is selected. Used by every list
 * screen. The selection is an id; where it stands is worked out anew whenever rows, filter or order change,
 * and the view scrolls with it, so that the row under the cursor stays on its screen row. Drawing is in
 * table_draw.c. */
#include "client/widgets/table.h"

#include "client/widgets/field.h"
#include "client/widgets/table_parts.h"
#include "common/mem.h"
#include "common/text.h"

#include <stdlib.h>
#include <string.h>

struct table *table_new(const struct table_column *columns, int count)
{
    struct table *table = xcalloc(1, sizeof *table);
    table->columns = columns;
    table->column_count = count > TABLE_COLUMNS_MAX ? TABLE_COLUMNS_MAX : count;
    table->sort = -1;
    table->page = 1;
    table->filter = field_new(&(struct field_spec){.rules = {.chars = TABLE_FILTER_MAX}});
    table->empty = (struct label){"没有记录", "nothing here"};
    return table;
}

static void drop_row(struct table_line *line)
{
    for (int i = 0; i < TABLE_COLUMNS_MAX && line->cells; i++)
        free(line->cells[i]);
    free(line->cells);
    free(line->id);
    free(line->search);
    *line = (struct table_line){.id = NULL};
}

static void drop_rows(struct table_rows *rows)
{
    for (int i = 0; i < rows->count; i++)
        drop_row(&rows->lines[i]);
    free(rows->lines);
    *rows = (struct table_rows){.lines = NULL};
}

void table_free(struct table *table)
{
    if (!table)
        return;
    drop_rows(&table->rows);
    drop_rows(&table->coming);
    field_free(table->filter);
    free(table->view);
    free(table->selected);
    free(table);
}

void table_empty_text(struct table *table, struct label text)
{
    table->empty = text;
}

/* What the filter looks through: all cells in lower case, and the initials of the columns that want them. */
static char *search_text(const struct table *table, const struct table_line *line)
{
    struct buf all = {0};
    for (int i = 0; i < table->column_count; i++) {
        for (const char *at = line->cells[i]; *at;) {
            uint32_t code = text_fold_width(text_next(&at));
            text_append(&all, code >= 'A' && code <= 'Z' ? code + 32 : code);
        }
        buf_char(&all, '\n');
        if (table->columns[i].initials)
            text_initials(&all, line->cells[i]);
        buf_char(&all, '\n');
    }
    return buf_take(&all);
}

static struct table_line copy_row(const struct table *table, const struct table_row *row)
{
    struct table_line line = {.id = xstrdup(row->id), .mark = row->mark, .role = row->role};
    line.cells = xcalloc(TABLE_COLUMNS_MAX, sizeof *line.cells);
    for (int i = 0; i < table->column_count; i++)
        line.cells[i] = xstrdup(row->cells[i] ? row->cells[i] : "");
    line.search = search_text(table, &line);
    return line;
}

static struct table_line *append(struct table_rows *rows)
{
    if (rows->count == rows->room) {
        rows->room = rows->room ? rows->room * 2 : 64;
        rows->lines = xrealloc(rows->lines, (size_t)rows->room * sizeof *rows->lines);
    }
    return &rows->lines[rows->count++];
}

void table_begin(struct table *table)
{
    drop_rows(&table->coming);
}

bool table_add(struct table *table, const struct table_row *row)
{
    if (table->coming.count == TABLE_ROWS_MAX)
        return false;
    *append(&table->coming) = copy_row(table, row);
    return true;
}

static int by_id(const void *a, const void *b)
{
    const struct table_line *const *left = a, *const *right = b;
    return strcmp((*left)->id, (*right)->id);
}

static bool differs(const struct table *table, const struct table_line *old, const struct table_line *new)
{
    for (int i = 0; i < table->column_count; i++)
        if (!table->columns[i].ticking && strcmp(old->cells[i], new->cells[i]) != 0)
            return true;
    return false;
}

/* The same id before: a row that reads otherwise now is marked until it has been looked at. */
static void carry_over(const struct table *table, const struct table_line *old, struct table_line *new)
{
    new->changed = old->changed || differs(table, old, new);
}

static void compare_with_before(struct table *table)
{
    int count = table->rows.count;
    if (count == 0)
        return;
    const struct table_line **index = xcalloc((size_t)count, sizeof(struct table_line *));
    for (int i = 0; i < count; i++)
        index[i] = &table->rows.lines[i];
    qsort(index, (size_t)count, sizeof *index, by_id);
    for (int i = 0; i < table->coming.count; i++) {
        struct table_line *line = &table->coming.lines[i];
        const struct table_line *key = line;
        const struct table_line **found = bsearch(&key, index, (size_t)count, sizeof *index, by_id);
        if (found)
            carry_over(table, *found, line);
        else
            line->changed = true;
    }
    free(index);
}

static int position_of(const struct table *table, const char *id)
{
    for (int i = 0; id && i < table->shown; i++)
        if (strcmp(table->rows.lines[table->view[i]].id, id) == 0)
            return i;
    return -1;
}

static void select_position(struct table *table, int position)
{
    char *id = NULL;
    if (table->shown > 0) {
        position = position < 0 ? 0 : position >= table->shown ? table->shown - 1 : position;
        struct table_line *line = &table->rows.lines[table->view[position]];
        id = xstrdup(line->id);
        line->changed = false;
    }
    free(table->selected);
    table->selected = id;
    table->position = position;
}

static double number_in(const char *text)
{
    char digits[40];
    size_t len = 0;
    for (; *text && len + 1 < sizeof digits; text++)
        if ((*text >= '0' && *text <= '9') || *text == '.' || *text == '-')
            digits[len++] = *text;
    digits[len] = '\0';
    return strtod(digits, NULL);
}

static int compare_cells(const struct table *table, int a, int b)
{
    const char *left = table->rows.lines[a].cells[table->sort],
               *right = table->rows.lines[b].cells[table->sort];
    int order;
    if (table->columns[table->sort].numeric) {
        double x = number_in(left), y = number_in(right);
        order = (x > y) - (x < y);
    } else {
        order = strcmp(left, right);
    }
    if (order == 0)
        return a - b;
    return table->down ? -order : order;
}

static int by_column(const void *a, const void *b, void *arg)
{
    return compare_cells(arg, *(const int *)a, *(const int *)b);
}

static bool passes(const struct table_line *line, const char *wanted)
{
    return !*wanted || strstr(line->search, wanted);
}

/* The filter as it is looked for: half-width, lower case. */
static char *wanted_text(const struct table *table)
{
    struct buf wanted = {0};
    for (const char *at = field_text(table->filter); *at;) {
        uint32_t code = text_fold_width(text_next(&at));
        text_append(&wanted, code >= 'A' && code <= 'Z' ? code + 32 : code);
    }
    return buf_take(&wanted);
}

static void rebuild(struct table *table)
{
    int offset = table->position - table->top, before = table->position;
    char *wanted = wanted_text(table);
    free(table->view);
    table->view = xcalloc((size_t)table->rows.count + 1, sizeof *table->view);
    table->shown = 0;
    for (int i = 0; i < table->rows.count; i++)
        if (passes(&table->rows.lines[i], wanted))
            table->view[table->shown++] = i;
    if (table->sort >= 0)
        qsort_r(table->view, (size_t)table->shown, sizeof *table->view, by_column, table);
    int found = position_of(table, table->selected);
    if (found < 0)
        select_position(table, before);
    else
        table->position = found;
    table->top = table->position - offset;
    free(wanted);
}

void table_end(struct table *table)
{
    compare_with_before(table);
    drop_rows(&table->rows);
    table->rows = table->coming;
    table->coming = (struct table_rows){.lines = NULL};
    rebuild(table);
}

static struct table_line *find(struct table *table, const char *id)
{
    for (int i = 0; i < table->rows.count; i++)
        if (strcmp(table->rows.lines[i].id, id) == 0)
            return &table->rows.lines[i];
    return NULL;
}

void table_update(struct table *table, const struct table_row *row)
{
    struct table_line *line = find(table, row->id), new = copy_row(table, row);
    if (line) {
        carry_over(table, line, &new);
        drop_row(line);
    } else if (table->rows.count < TABLE_ROWS_MAX) {
        new.changed = true;
        line = append(&table->rows);
    } else {
        drop_row(&new);
        return;
    }
    *line = new;
    rebuild(table);
}

void table_remove(struct table *table, const char *id)
{
    struct table_line *line = find(table, id);
    if (!line)
        return;
    int n = (int)(line - table->rows.lines);
    drop_row(line);
    memmove(line, line + 1, (size_t)(table->rows.count - n - 1) * sizeof *line);
    table->rows.count--;
    rebuild(table);
}

int table_count(const struct table *table)
{
    return table->rows.count;
}

int table_shown(const struct table *table)
{
    return table->shown;
}

const char *table_id(const struct table *table)
{
    return table->shown ? table->selected : NULL;
}

int table_position(const struct table *table)
{
    return table->shown ? table->position + 1 : 0;
}

const char *table_cell(const struct table *table, int column)
{
    if (table->shown == 0 || column < 0 || column >= table->column_count)
        return "";
    return table->rows.lines[table->view[table->position]].cells[column];
}

bool table_select(struct table *table, const char *id)
{
    int found = position_of(table, id);
    if (found >= 0)
        select_position(table, found);
    return found >= 0;
}

void table_each(const struct table *table, void (*each)(void *arg, const struct table_row *), void *arg)
{
    for (int i = 0; i < table->shown; i++) {
        const struct table_line *line = &table->rows.lines[table->view[i]];
        struct table_row row = {line->id, (const char *const *)line->cells, line->mark, line->role};
        each(arg, &row);
    }
}

void table_filter(struct table *table, const char *text)
{
    field_set(table->filter, text);
    rebuild(table);
}

const char *table_filter_text(const struct table *table)
{
    return field_text(table->filter);
}

bool table_filtering(const struct table *table)
{
    return table->filtering;
}

void table_sort(struct table *table, int column, bool down)
{
    table->sort = column >= 0 && column < table->column_count ? column : -1;
    table->down = down;
    rebuild(table);
}

/* While the filter is typed, arrows still move and Enter keeps it; Esc clears it. */
static enum heard filter_key(struct table *table, const struct key *key)
{
    if (key->kind == K_ENTER || key->kind == K_TAB) {
        table->filtering = false;
        return HEARD;
    }
    if (key->kind == K_ESC) {
        table->filtering = false;
        table_filter(table, "");
        return HEARD;
    }
    if (field_key(table->filter, key) == HEARD_NOT)
        return HEARD_NOT;
    rebuild(table);
    return HEARD;
}

static enum heard move_to(struct table *table, int position)
{
    select_position(table, position);
    return HEARD;
}

static enum heard move_key(struct table *table, const struct key *key)
{
    switch (key->kind) {
    case K_UP:
        return move_to(table, table->position - 1);
    case K_DOWN:
        return move_to(table, table->position + 1);
    case K_PAGE_UP:
        return move_to(table, table->position - table->page);
    case K_PAGE_DOWN:
        return move_to(table, table->position + table->page);
    case K_HOME:
        return move_to(table, 0);
    case K_END:
        return move_to(table, table->shown - 1);
    default:
        return HEARD_NOT;
    }
}

static enum heard sort_by(struct table *table, int by)
{
    int columns = table->column_count + 1;
    table_sort(table, (table->sort + 1 + by + columns) % columns - 1, table->down);
    return HEARD;
}

static enum heard letter_key(struct table *table, uint32_t code)
{
    switch (code) {
    case 'j':
        return move_to(table, table->position + 1);
    case 'k':
        return move_to(table, table->position - 1);
    case 'g':
        return move_to(table, 0);
    case 'G':
        return move_to(table, table->shown - 1);
    case '/':
        table->filtering = true;
        return HEARD;
    case '<':
        return sort_by(table, -1);
    case '>':
        return sort_by(table, 1);
    case 'I':
        table_sort(table, table->sort, !table->down);
        return HEARD;
    default:
        return HEARD_NOT;
    }
}

enum heard table_key(struct table *table, const struct key *key)
{
    struct key meant = key_command(*key);
    enum heard heard = HEARD_NOT;
    if (table->filtering && key->kind != K_HOME && key->kind != K_END)
        heard = filter_key(table, key);
    if (heard == HEARD_NOT)
        heard = move_key(table, key);
    if (heard != HEARD_NOT || table->filtering)
        return heard;
    if (key->kind == K_ENTER)
        return table->shown ? HEARD_DONE : HEARD;
    if (key->kind == K_ESC && *table_filter_text(table)) {
        table_filter(table, "");
        return HEARD;
    }
    return meant.kind == K_CHAR && !(meant.mods & KEY_ALT) ? letter_key(table, meant.code) : HEARD_NOT;
}
