/* Drafts after login: those that wait for an answer are asked again, the others can be opened. Called by the
 * application. */
#include "client/screens/act.h"
#include "client/screens/formview_parts.h"
#include "client/screens/refusal.h"
#include "client/widgets/menu.h"
#include "common/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- asking again ---- */

struct unanswered {
    struct app *app;
    char *user;
    struct draft draft;
};

static void end_unanswered(struct unanswered *one)
{
    draft_end(&one->draft);
    free(one->user);
    free(one);
}

static void on_final(void *arg, const struct reply *final)
{
    struct unanswered *one = arg;
    struct drafts *drafts = app_drafts(one->app);
    struct draft_name name = {one->user, one->draft.action, one->draft.id, one->draft.part};
    struct buf why = {0};
    if (final->kind == REPLY_OK) {
        drafts_drop(drafts, &name);
        app_say(one->app, ROLE_OK, W_DRAFT_LATE, one->draft.title, NULL);
        app_changed(one->app);
    } else if (final->kind == REPLY_NO || final->kind == REPLY_BAD) {
        one->draft.pending[0] = '\0';
        drafts_save(drafts, &name, &one->draft);
        refusal_text(&why, final, app_lang(one->app));
        app_say(one->app, ROLE_ERROR, W_DRAFT_REFUSED, one->draft.title, why.data);
    }
    buf_free(&why);
    end_unanswered(one);
}

static void ask_again(struct app *app, struct draft *draft)
{
    struct unanswered *one = xcalloc(1, sizeof *one);
    *one = (struct unanswered){app, xstrdup(app_user(app)), *draft};
    if (!app_ask(app, draft->pending, (struct answer){one, NULL, on_final}))
        end_unanswered(one);
}

void formview_resume(struct app *app, bool tell)
{
    struct draft *drafts = xcalloc(DRAFTS_MAX, sizeof *drafts);
    int count = drafts_list(app_drafts(app), app_user(app), drafts, DRAFTS_MAX), open = 0;
    char number[16];
    for (int i = 0; i < count; i++) {
        if (*drafts[i].pending) {
            ask_again(app, &drafts[i]);
        } else {
            draft_end(&drafts[i]);
            open++;
        }
    }
    snprintf(number, sizeof number, "%d", open);
    if (open && tell)
        app_say(app, ROLE_STATUS, W_DRAFTS_WAIT, number, NULL);
    free(drafts);
}

/* ---- menu ---- */

struct draftbox {
    struct app *app;
    struct draft *drafts;
    int count;
    struct menu *menu;
};

static void end(void *self)
{
    struct draftbox *box = self;
    for (int i = 0; i < box->count; i++)
        draft_end(&box->drafts[i]);
    free(box->drafts);
    menu_free(box->menu);
    free(box);
}

static const struct draft *chosen(const struct draftbox *box)
{
    const char *id = menu_id(box->menu);
    return id ? &box->drafts[strtoul(id, NULL, 10)] : NULL;
}

static void open_draft(struct draftbox *box)
{
    const struct draft *draft = chosen(box);
    struct app *app = box->app;
    char *action = xstrdup(draft->action), *id = xstrdup(draft->id), *part = xstrdup(draft->part);
    app_pop(app, box);
    act_begin(app, action, id, part);
    free(action);
    free(id);
    free(part);
}

static void drop_draft(struct draftbox *box)
{
    const struct draft *draft = chosen(box);
    struct app *app = box->app;
    if (!draft)
        return;
    drafts_drop(app_drafts(app), &(struct draft_name){app_user(app), draft->action, draft->id, draft->part});
    app_pop(app, box);
    formview_drafts(app);
}

static void on_key(void *self, const struct key *key)
{
    struct draftbox *box = self;
    enum heard heard = key->kind == K_DELETE ? HEARD_NOT : menu_key(box->menu, key);
    if (heard == HEARD_DONE)
        open_draft(box);
    else if (heard == HEARD_LEFT)
        app_pop(box->app, box);
    else if (key->kind == K_DELETE)
        drop_draft(box);
}

static struct area area(void *self, int rows, int cols)
{
    return menu_area(((struct draftbox *)self)->menu, rows, cols);
}

static void draw(void *self, struct canvas *canvas)
{
    menu_draw(((struct draftbox *)self)->menu, canvas);
}

static void make_menu(struct draftbox *box)
{
    struct menu_entry *entries = xcalloc(DRAFTS_MAX, sizeof *entries);
    char(*ids)[16] = xcalloc(DRAFTS_MAX, sizeof *ids);
    char **texts = xcalloc(DRAFTS_MAX, sizeof *texts);
    for (int i = 0; i < box->count; i++) {
        const struct draft *draft = &box->drafts[i];
        snprintf(ids[i], sizeof ids[i], "%d", i);
        texts[i] = xasprintf("%s  %s%s  %s", draft->title, *draft->id ? "#" : "", draft->id, draft->saved);
        entries[i] = (struct menu_entry){.id = ids[i], .text = texts[i]};
    }
    box->menu = menu_new(word_in(W_DRAFTS, app_lang(box->app)), entries, box->count);
    for (int i = 0; i < box->count; i++)
        free(texts[i]);
    free(texts);
    free(ids);
    free(entries);
}

void formview_drafts(struct app *app)
{
    static const struct popup_kind kind = {.key = on_key, .area = area, .draw = draw, .end = end};
    struct draftbox *box = xcalloc(1, sizeof *box);
    box->app = app;
    box->drafts = xcalloc(DRAFTS_MAX, sizeof *box->drafts);
    box->count = drafts_list(app_drafts(app), app_user(app), box->drafts, DRAFTS_MAX);
    make_menu(box);
    if (box->count > 0) {
        app_push(app, &kind, box);
        return;
    }
    app_say(app, ROLE_STATUS, W_NO_DRAFTS, NULL, NULL);
    end(box);
}
