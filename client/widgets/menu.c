/* Popup menu. Used for actions (with the reasons why some are not possible now), views, sort columns. */
#include "client/widgets/menu.h"

#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

#define MIN_COLS 30
#define WHY_ROWS 3

struct entry {
    char *id, *text, *key, *why;
};

struct menu {
    char *title;
    struct entry entries[MENU_ENTRIES_MAX];
    int count, cursor, top, page;
};

static char *copy(const char *text)
{
    return text ? xstrdup(text) : NULL;
}

struct menu *menu_new(const char *title, const struct menu_entry *entries, int count)
{
    struct menu *menu = xcalloc(1, sizeof *menu);
    menu->title = xstrdup(title);
    menu->page = 1;
    menu->count = count > MENU_ENTRIES_MAX ? MENU_ENTRIES_MAX : count;
    for (int i = 0; i < menu->count; i++)
        menu->entries[i] = (struct entry){xstrdup(entries[i].id), xstrdup(entries[i].text),
                                          copy(entries[i].key), copy(entries[i].why)};
    return menu;
}

void menu_free(struct menu *menu)
{
    if (!menu)
        return;
    for (int i = 0; i < menu->count; i++) {
        free(menu->entries[i].id);
        free(menu->entries[i].text);
        free(menu->entries[i].key);
        free(menu->entries[i].why);
    }
    free(menu->title);
    free(menu);
}

const char *menu_id(const struct menu *menu)
{
    return menu->count ? menu->entries[menu->cursor].id : NULL;
}

bool menu_allowed(const struct menu *menu)
{
    return menu->count && !menu->entries[menu->cursor].why;
}

static enum heard move_to(struct menu *menu, int to)
{
    menu->cursor = to < 0 || menu->count == 0 ? 0 : to >= menu->count ? menu->count - 1 : to;
    return HEARD;
}

static enum heard choose(const struct menu *menu)
{
    return menu_allowed(menu) ? HEARD_DONE : HEARD;
}

/* A digit is the n-th entry, a letter the entry with that key. */
static enum heard type(struct menu *menu, uint32_t code)
{
    if (code >= '1' && code <= '9' && (int)(code - '1') < menu->count) {
        menu->cursor = (int)(code - '1');
        return choose(menu);
    }
    for (int i = 0; i < menu->count; i++) {
        const char *key = menu->entries[i].key;
        if (key && (uint32_t)(unsigned char)key[0] == code && key[1] == '\0') {
            menu->cursor = i;
            return choose(menu);
        }
    }
    if (code == 'j' || code == 'k')
        return move_to(menu, menu->cursor + (code == 'j' ? 1 : -1));
    return HEARD;
}

enum heard menu_key(struct menu *menu, const struct key *key)
{
    struct key meant = key_command(*key);
    switch (meant.kind) {
    case K_UP:
        return move_to(menu, menu->cursor - 1);
    case K_DOWN:
        return move_to(menu, menu->cursor + 1);
    case K_PAGE_UP:
        return move_to(menu, menu->cursor - menu->page);
    case K_PAGE_DOWN:
        return move_to(menu, menu->cursor + menu->page);
    case K_HOME:
        return move_to(menu, 0);
    case K_END:
        return move_to(menu, menu->count - 1);
    case K_ENTER:
        return choose(menu);
    case K_ESC:
        return HEARD_LEFT;
    case K_CHAR:
        return meant.mods & KEY_ALT ? HEARD : type(menu, meant.code);
    default:
        return HEARD_NOT;
    }
}

static bool has_reasons(const struct menu *menu)
{
    for (int i = 0; i < menu->count; i++)
        if (menu->entries[i].why)
            return true;
    return false;
}

static int entry_columns(const struct entry *entry)
{
    return cell_columns(entry->text) + (entry->key ? cell_columns(entry->key) + 2 : 0) + 6;
}

struct area menu_area(const struct menu *menu, int rows, int cols)
{
    int wanted = cell_columns(menu->title) + 8, reasons = has_reasons(menu) ? WHY_ROWS + 1 : 0;
    for (int i = 0; i < menu->count; i++) {
        int columns = entry_columns(&menu->entries[i]);
        wanted = columns > wanted ? columns : wanted;
    }
    if (reasons && wanted < 50)
        wanted = 50;
    int width = wanted < MIN_COLS ? MIN_COLS : wanted, height = menu->count + 2 + reasons;
    return area_at(-1, -1, height > rows - 2 ? rows - 2 : height, width > cols - 4 ? cols - 4 : width);
}

static void draw_entry(const struct menu *menu, struct canvas *canvas, struct span span, int n)
{
    const struct entry *entry = &menu->entries[n];
    bool here = n == menu->cursor;
    enum role role = here ? ROLE_CURSOR : entry->why ? ROLE_DIM : ROLE_TEXT;
    struct buf text = {0};
    buf_printf(&text, "%s%s", here ? ">" : " ", entry->why ? "(-) " : "");
    buf_str(&text, entry->text);
    canvas_put(canvas, span, text.data, role);
    int columns = entry->key ? cell_columns(entry->key) : 0;
    if (columns > 0 && columns + 1 < span.width)
        canvas_put(canvas, span_at(span.row, span.col + span.width - columns - 1, columns), entry->key,
                   here ? ROLE_CURSOR : ROLE_KEY);
    buf_free(&text);
}

static void draw_reason(const struct menu *menu, struct canvas *canvas, struct area area)
{
    const char *text = menu->count ? menu->entries[menu->cursor].why : NULL;
    size_t len;
    canvas_hline(canvas, span_at(area.row, area.col, area.cols), ROLE_BORDER);
    for (int row = 1; row < area.rows && text; row++) {
        const char *next = cell_wrap(text, area.cols - 2, &len);
        char *part = len ? xstrndup(text, row == area.rows - 1 ? strlen(text) : len) : xstrdup("");
        canvas_put(canvas, span_at(area.row + row, area.col + 1, area.cols - 2), part, ROLE_WARN);
        free(part);
        text = next;
    }
}

void menu_draw(struct menu *menu, struct canvas *canvas)
{
    static const struct label hints = {"Enter 选定  Esc 关闭", "Enter picks  Esc closes"};
    struct area inside = canvas_frame(canvas, canvas_area(canvas), menu->title, canvas_word(canvas, hints));
    int reasons = has_reasons(menu) ? WHY_ROWS + 1 : 0, page = inside.rows - reasons;
    menu->page = page < 1 ? 1 : page;
    if (menu->cursor < menu->top)
        menu->top = menu->cursor;
    if (menu->cursor >= menu->top + menu->page)
        menu->top = menu->cursor - menu->page + 1;
    for (int i = 0; i < menu->page && menu->top + i < menu->count; i++)
        draw_entry(menu, canvas, area_row(inside, i), menu->top + i);
    if (reasons)
        draw_reason(menu, canvas, area_at(inside.row + menu->page, inside.col, reasons, inside.cols));
    canvas_cursor(canvas, inside.row + menu->cursor - menu->top, inside.col, false);
}
