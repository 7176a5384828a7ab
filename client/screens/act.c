/* The menu of next steps, and the way to a form. Called by lists with a subject. Which steps there are, what
 * they are called and why one is not possible is the daemon's answer. */
#include "client/screens/act.h"

#include "client/screens/formview.h"
#include "client/screens/message.h"
#include "client/screens/refusal.h"
#include "client/widgets/menu.h"
#include "common/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- menu ---- */

struct steps {
    struct app *app;
    char *id, *title;
    json_t *list;
    struct menu *menu;
};

static void end(void *self)
{
    struct steps *steps = self;
    app_forget(steps->app, steps);
    menu_free(steps->menu);
    json_decref(steps->list);
    free(steps->id);
    free(steps->title);
    free(steps);
}

static void choose(struct steps *steps)
{
    const json_t *step = json_array_get(steps->list, (size_t)strtoul(menu_id(steps->menu), NULL, 10));
    struct app *app = steps->app;
    struct buf part = {0};
    char *id = xstrdup(steps->id), *action = xstrdup(reply_text(step, "action"));
    reply_show(json_object_get(step, "part"), &part);
    app_pop(app, steps);
    act_begin(app, action, id, part.data);
    buf_free(&part);
    free(action);
    free(id);
}

static void on_key(void *self, const struct key *key)
{
    struct steps *steps = self;
    enum heard heard = menu_key(steps->menu, key);
    struct key meant = key_command(*key);
    if (heard == HEARD_DONE)
        choose(steps);
    else if (heard == HEARD_LEFT || key_is_char(&meant, '?'))
        app_pop(steps->app, steps);
}

static struct area area(void *self, int rows, int cols)
{
    return menu_area(((struct steps *)self)->menu, rows, cols);
}

static void draw(void *self, struct canvas *canvas)
{
    menu_draw(((struct steps *)self)->menu, canvas);
}

static void step_text(struct buf *out, const json_t *step, enum lang lang)
{
    const char *part = reply_text(step, "part_label");
    buf_str(out, reply_text(step, "label"));
    if (*part)
        buf_printf(out, "  %s", part);
    if (!*reply_text(step, "action"))
        buf_printf(out, " %s", word_in(W_BY_ITSELF, lang));
}

struct texts {
    char id[16];
    struct buf text, why;
};

static struct menu_entry entry_of(const json_t *step, size_t n, struct texts *texts, enum lang lang)
{
    snprintf(texts->id, sizeof texts->id, "%zu", n);
    step_text(&texts->text, step, lang);
    buf_str(&texts->why, "");
    if (!reply_true(step, "allowed"))
        refusal_why(&texts->why, step, lang);
    const char *key = reply_text(step, "key");
    bool allowed = reply_true(step, "allowed");
    return (struct menu_entry){texts->id, texts->text.data, allowed && *key ? key : NULL,
                               allowed ? NULL : texts->why.data};
}

/* What can be done stands first. */
static int add_entries(const struct steps *steps, bool allowed, struct menu_entry *entries,
                       struct texts *texts)
{
    int count = 0;
    size_t n;
    json_t *step;
    json_array_foreach(steps->list, n,
                       step) if (reply_true(step, "allowed") == allowed && n < MENU_ENTRIES_MAX)
    {
        entries[count] = entry_of(step, n, &texts[n], app_lang(steps->app));
        count++;
    }
    return count;
}

static void make_menu(struct steps *steps)
{
    struct menu_entry *entries = xcalloc(MENU_ENTRIES_MAX, sizeof *entries);
    struct texts *texts = xcalloc(MENU_ENTRIES_MAX, sizeof *texts);
    int count = add_entries(steps, true, entries, texts);
    count += add_entries(steps, false, entries + count, texts);
    steps->menu = menu_new(steps->title, entries, count);
    for (int i = 0; i < MENU_ENTRIES_MAX; i++) {
        buf_free(&texts[i].text);
        buf_free(&texts[i].why);
    }
    free(texts);
    free(entries);
}

static void on_step(void *arg, const json_t *step)
{
    json_array_append(((struct steps *)arg)->list, (json_t *)step);
}

static void on_steps(void *arg, const struct reply *final)
{
    static const struct popup_kind kind = {.key = on_key, .area = area, .draw = draw, .end = end};
    struct steps *steps = arg;
    if (final->kind == REPLY_OK && json_array_size(steps->list) > 0) {
        make_menu(steps);
        app_push(steps->app, &kind, steps);
        return;
    }
    if (final->kind == REPLY_OK)
        app_say(steps->app, ROLE_STATUS, W_NO_STEPS, NULL, NULL);
    else if (final->kind != REPLY_LOST)
        app_tell(steps->app, ROLE_ERROR, reply_text(final->json, "msg"));
    end(steps);
}

void act_open(struct app *app, const char *id, const char *label)
{
    struct steps *steps = xcalloc(1, sizeof *steps);
    struct buf line = {0};
    steps->app = app;
    steps->id = xstrdup(id);
    steps->title = xasprintf("%s: %s", word_in(W_NEXT_STEPS, app_lang(app)), label);
    steps->list = json_array();
    request_begin(&line, "next");
    request_word(&line, "id", id);
    if (!app_ask(app, line.data, (struct answer){steps, on_step, on_steps}))
        end(steps);
    buf_free(&line);
}

/* ---- form ---- */

static void refuse(struct app *app, const struct reply *final)
{
    struct buf text = {0};
    refusal_text(&text, final, app_lang(app));
    message_open(app,
                 &(struct dialog_spec){
                     .title = word_in(W_NEXT_STEPS, app_lang(app)), .text = text.data, .role = ROLE_WARN},
                 NULL, NULL);
    buf_free(&text);
}

static void on_form(void *arg, const struct reply *final)
{
    struct app *app = arg;
    if (final->kind == REPLY_OK && final->json)
        formview_open(app, final->json);
    else if (final->kind != REPLY_LOST)
        refuse(app, final);
}

void act_begin(struct app *app, const char *action, const char *id, const char *part)
{
    struct buf line = {0};
    request_begin(&line, "form");
    request_word(&line, "action", action);
    request_word(&line, "id", *id ? id : NULL);
    request_word(&line, "part", *part && strcmp(part, "0") != 0 ? part : NULL);
    app_ask(app, line.data, (struct answer){app, NULL, on_form});
    buf_free(&line);
}
