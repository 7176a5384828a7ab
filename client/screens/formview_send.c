/* From the fields to the daemon and back: the key that is saved before the request goes out, repetition until
 * a final answer, refusals, conflicts. Called by formview.c. */
#include "client/screens/formview_parts.h"
#include "client/screens/message.h"
#include "client/screens/refusal.h"
#include "client/screens/rows.h"
#include "common/mem.h"
#include "common/wire.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_BYTES 16
#define WAIT_MAX_S 10 /* between two repetitions */

static void drop_pending(struct formview *view)
{
    if (view->pending)
        explicit_bzero(view->pending, strlen(view->pending));
    free(view->pending);
    view->pending = NULL;
    view->tries = 0;
}

/* ---- answers ---- */

static void say_done(struct formview *view, const json_t *json)
{
    struct buf what = {0};
    const char *state = reply_text(json, "state_label"), *number = reply_text(json, "no");
    buf_str(&what, reply_text(view->description, "title"));
    if (*number)
        buf_printf(&what, " %s", number);
    app_say(view->app, ROLE_OK, *state ? W_DONE_STATE : W_DONE, what.data, state);
    buf_free(&what);
}

static void take_ok(struct formview *view, const struct reply *final)
{
    struct draft_name name;
    struct app *app = view->app;
    struct buf id = {0};
    formview_name(view, &name);
    reply_show(json_object_get(final->json, "id"), &id);
    say_done(view, final->json);
    drop_pending(view);
    form_clean(fields_form(view->fields));
    drafts_drop(app_drafts(app), &name);
    app_pop(app, view);
    app_done(app, id.data);
    buf_free(&id);
}

static void on_resend(void *owner)
{
    formview_submit(owner);
}

static void ask_conflict(struct formview *view, const struct reply *final)
{
    enum lang lang = app_lang(view->app);
    struct buf text = {0};
    size_t n;
    json_t *change;
    buf_str(&text, word_in(W_CONFLICT_ASK, lang));
    json_array_foreach(reply_list(final->json, "changes"), n, change)
    {
        buf_char(&text, '\n');
        row_time(&text, reply_text(change, "at"));
        buf_printf(&text, " %s %s", reply_text(change, "who"), reply_text(change, "label"));
    }
    view->version = reply_int(final->json, "version");
    message_open(view->app,
                 &(struct dialog_spec){.title = word_in(W_CONFLICT, lang),
                                       .text = text.data,
                                       .yes = word_in(W_CONFLICT_YES, lang),
                                       .role = ROLE_WARN},
                 on_resend, view);
    buf_free(&text);
}

static void take_refusal(struct formview *view, const struct reply *final)
{
    const char *field = reply_text(final->json, "field");
    struct buf text = {0};
    struct buf name = {0};
    refusal_text(&text, final, app_lang(view->app));
    bool fits = *field && form_value(fields_form(view->fields), field, &name);
    if (fits)
        form_refuse(fields_form(view->fields), field, text.data);
    formview_say(view, fits ? NULL : text.data, ROLE_ERROR);
    buf_free(&text);
    if (name.data)
        explicit_bzero(name.data, name.len);
    buf_free(&name);
}

static void take_no(struct formview *view, const struct reply *final)
{
    struct draft_name name;
    drop_pending(view);
    view->state = FORMVIEW_TYPING;
    formview_name(view, &name);
    if (fields_count(view->fields) == 0)
        drafts_drop(app_drafts(view->app), &name);
    else
        formview_save(view);
    if (strcmp(final->code, "state.conflict") == 0 && reply_list(final->json, "changes"))
        ask_conflict(view, final);
    else
        take_refusal(view, final);
}

static void take_silence(struct formview *view)
{
    char number[16];
    struct buf text = {0};
    view->state = FORMVIEW_UNCLEAR;
    view->tries++;
    int wait = view->tries < WAIT_MAX_S ? view->tries : WAIT_MAX_S;
    snprintf(number, sizeof number, "%d", view->tries);
    word_fill(&text, app_lang(view->app), W_UNKNOWN, number, NULL);
    formview_say(view, text.data, ROLE_WARN);
    buf_free(&text);
    event_add(view->again, &(struct timeval){wait, 0});
}

static void on_final(void *arg, const struct reply *final)
{
    struct formview *view = arg;
    app_redraw(view->app);
    if (final->kind == REPLY_OK)
        take_ok(view, final);
    else if (final->kind == REPLY_NO || final->kind == REPLY_BAD)
        take_no(view, final);
    else
        take_silence(view);
}

void formview_transmit(struct formview *view)
{
    bool sent =
        app_online(view->app) && app_ask(view->app, view->pending, (struct answer){view, NULL, on_final});
    if (sent)
        view->state = FORMVIEW_SENDING;
    else
        take_silence(view);
    app_redraw(view->app);
}

/* ---- requests ---- */

static void new_key(char out[2 * KEY_BYTES + 1])
{
    unsigned char bytes[KEY_BYTES];
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(out, 2 * KEY_BYTES + 1, bytes, sizeof bytes);
}

static void compose(struct formview *view)
{
    struct buf line = {0};
    char key[2 * KEY_BYTES + 1];
    new_key(key);
    request_begin(&line, reply_text(view->description, "action"));
    request_word(&line, "id", *view->id ? view->id : NULL);
    request_word(&line, "part", *view->part ? view->part : NULL);
    if (view->version)
        request_int(&line, "version", view->version);
    fields_words(view->fields, &line);
    request_word(&line, "idem", key);
    view->pending = buf_take(&line);
}

static void send_now(void *owner)
{
    struct formview *view = owner;
    if (!app_online(view->app)) {
        formview_save(view);
        formview_say(view, word_in(W_OFFLINE_KEPT, app_lang(view->app)), ROLE_WARN);
        return;
    }
    drop_pending(view);
    compose(view);
    formview_save(view); /* with its key, before it goes out */
    formview_say(view, NULL, ROLE_TEXT);
    formview_transmit(view);
}

void formview_submit(struct formview *view)
{
    enum lang lang = app_lang(view->app);
    const char *title = reply_text(view->description, "title");
    if (!reply_true(view->description, "danger")) {
        send_now(view);
        return;
    }
    message_open(view->app,
                 &(struct dialog_spec){
                     .title = title, .text = word_in(W_IRREVERSIBLE, lang), .yes = title, .role = ROLE_ERROR},
                 send_now, view);
}
