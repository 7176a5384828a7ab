/* The list of rings. Called by the application. Enter takes a ring off the list and opens what it is about.
 */
#include "client/screens/rings.h"

#include "client/screens/act.h"
#include "client/screens/rows.h"
#include "client/widgets/menu.h"
#include "common/mem.h"

#include <stdio.h>
#include <stdlib.h>

struct rings {
    struct app *app;
    json_t *list;
    struct menu *menu;
};

static void end(void *self)
{
    struct rings *rings = self;
    app_forget(rings->app, rings);
    menu_free(rings->menu);
    json_decref(rings->list);
    free(rings);
}

static void on_seen(void *arg, const struct reply *final)
{
    if (final->kind == REPLY_OK)
        app_changed(arg);
}

static void see(struct app *app, const json_t *ring)
{
    struct buf line = {0}, number = {0};
    reply_show(json_object_get(ring, "ring"), &number);
    request_begin(&line, "ring.seen");
    request_word(&line, "id", number.data);
    app_ask(app, line.data, (struct answer){app, NULL, on_seen});
    buf_free(&line);
    buf_free(&number);
}

static void choose(struct rings *rings)
{
    json_t *ring = json_incref(json_array_get(rings->list, (size_t)strtoul(menu_id(rings->menu), NULL, 10)));
    struct app *app = rings->app;
    struct buf id = {0};
    app_pop(app, rings);
    see(app, ring);
    reply_show(json_object_get(ring, "id"), &id);
    act_open(app, id.data, reply_text(ring, "label"));
    buf_free(&id);
    json_decref(ring);
}

static void on_key(void *self, const struct key *key)
{
    struct rings *rings = self;
    struct key meant = key_command(*key);
    enum heard heard = menu_key(rings->menu, key);
    if (heard == HEARD_DONE)
        choose(rings);
    else if (heard == HEARD_LEFT || key_is_char(&meant, '!'))
        app_pop(rings->app, rings);
}

static struct area area(void *self, int rows, int cols)
{
    return menu_area(((struct rings *)self)->menu, rows, cols);
}

static void draw(void *self, struct canvas *canvas)
{
    menu_draw(((struct rings *)self)->menu, canvas);
}

static void make_menu(struct rings *rings)
{
    struct menu_entry *entries = xcalloc(MENU_ENTRIES_MAX, sizeof *entries);
    char(*ids)[16] = xcalloc(MENU_ENTRIES_MAX, sizeof *ids);
    struct buf *texts = xcalloc(MENU_ENTRIES_MAX, sizeof *texts);
    size_t n;
    int count = 0;
    json_t *ring;
    json_array_foreach(rings->list, n, ring)
    {
        if (n >= MENU_ENTRIES_MAX)
            break;
        snprintf(ids[n], sizeof ids[n], "%zu", n);
        row_time(&texts[n], reply_text(ring, "at"));
        buf_printf(&texts[n], "  %s", reply_text(ring, "label"));
        entries[n] = (struct menu_entry){.id = ids[n], .text = texts[n].data};
        count++;
    }
    rings->menu = menu_new(word_in(W_RINGS, app_lang(rings->app)), entries, count);
    for (int i = 0; i < count; i++)
        buf_free(&texts[i]);
    free(texts);
    free(ids);
    free(entries);
}

static void on_row(void *arg, const json_t *row)
{
    json_array_append(((struct rings *)arg)->list, (json_t *)row);
}

static void on_rows(void *arg, const struct reply *final)
{
    static const struct popup_kind kind = {.key = on_key, .area = area, .draw = draw, .end = end};
    struct rings *rings = arg;
    if (final->kind == REPLY_OK && json_array_size(rings->list) > 0) {
        make_menu(rings);
        app_push(rings->app, &kind, rings);
        return;
    }
    if (final->kind == REPLY_OK)
        app_say(rings->app, ROLE_STATUS, W_NO_RINGS, NULL, NULL);
    end(rings);
}

void rings_open(struct app *app)
{
    struct rings *rings = xcalloc(1, sizeof *rings);
    rings->app = app;
    rings->list = json_array();
    if (!app_ask(app, "ring.list", (struct answer){rings, on_row, on_rows}))
        end(rings);
}
