/* Help as a popup. Called by the application with the very rows it acts by. */
#include "client/screens/helpview.h"

#include "client/widgets/help.h"
#include "common/mem.h"

#include <stdlib.h>

struct helpview {
    struct app *app;
    struct help *help;
    struct help_row rows[HELP_KEYS_MAX];
    struct key keys[HELP_KEYS_MAX];
    char *names[HELP_KEYS_MAX], *texts[HELP_KEYS_MAX];
    int count;
    void (*run)(struct app *, struct key);
};

static void end(void *self)
{
    struct helpview *view = self;
    help_free(view->help);
    for (int i = 0; i < view->count; i++) {
        free(view->names[i]);
        free(view->texts[i]);
    }
    free(view);
}

static void on_key(void *self, const struct key *key)
{
    struct helpview *view = self;
    enum heard heard = help_key(view->help, key);
    struct app *app = view->app;
    void (*run)(struct app *, struct key) = view->run;
    int row = help_row(view->help);
    struct key chosen = row >= 0 ? view->keys[row] : (struct key){.kind = K_NONE};
    if (heard != HEARD_DONE && heard != HEARD_LEFT)
        return;
    app_pop(app, view);
    if (heard == HEARD_DONE && chosen.kind != K_NONE)
        run(app, chosen);
}

static struct area area(void *self, int rows, int cols)
{
    return help_area(((struct helpview *)self)->help, rows, cols);
}

static void draw(void *self, struct canvas *canvas)
{
    help_draw(((struct helpview *)self)->help, canvas);
}

void helpview_open(struct app *app, const struct help_key *keys, int count,
                   void (*run)(struct app *, struct key))
{
    static const struct popup_kind kind = {.key = on_key, .area = area, .draw = draw, .end = end};
    struct helpview *view = xcalloc(1, sizeof *view);
    view->app = app;
    view->run = run;
    view->count = count > HELP_KEYS_MAX ? HELP_KEYS_MAX : count;
    for (int i = 0; i < view->count; i++) {
        view->names[i] = xstrdup(keys[i].name);
        view->texts[i] = xstrdup(keys[i].text);
        view->keys[i] = keys[i].key;
        view->rows[i] = (struct help_row){.key = view->names[i], .text = {view->texts[i], view->texts[i]}};
    }
    view->help = help_new(word_in(W_HELP, app_lang(app)), view->rows, view->count);
    app_push(app, &kind, view);
}
