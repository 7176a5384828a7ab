/* Dialogs as popups. Called by forms and by the application. */
#include "client/screens/message.h"

#include "common/mem.h"

#include <stdlib.h>

struct message {
    struct app *app;
    struct dialog *dialog;
    void (*yes)(void *owner);
    void *owner;
};

static void on_key(void *self, const struct key *key)
{
    struct message *message = self;
    enum heard heard = dialog_key(message->dialog, key);
    void (*yes)(void *) = message->yes;
    void *owner = message->owner;
    if (heard != HEARD_DONE && heard != HEARD_LEFT)
        return;
    app_pop(message->app, message);
    if (heard == HEARD_DONE && yes)
        yes(owner);
}

static struct area area(void *self, int rows, int cols)
{
    return dialog_area(((struct message *)self)->dialog, rows, cols);
}

static void draw(void *self, struct canvas *canvas)
{
    dialog_draw(((struct message *)self)->dialog, canvas);
}

static void end(void *self)
{
    struct message *message = self;
    dialog_free(message->dialog);
    free(message);
}

void message_open(struct app *app, const struct dialog_spec *spec, void (*yes)(void *owner), void *owner)
{
    static const struct popup_kind kind = {.key = on_key, .area = area, .draw = draw, .end = end};
    struct message *message = xcalloc(1, sizeof *message);
    message->app = app;
    message->dialog = dialog_new(spec);
    message->yes = yes;
    message->owner = owner;
    app_push(app, &kind, message);
}
