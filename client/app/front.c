/* What stands before the application: login, and the lock of a shared computer. Called by the loop, the
 * session and the keys. */
#include "client/app/app_inside.h"
#include "common/mem.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static void show_login(struct app *app, bool locked)
{
    const char *user = app->session.me ? app_user(app) : config_get(app->config, SET_USER);
    app->front = FRONT_LOGIN;
    login_start(app->login, user, locked);
}

void front_start(struct app *app)
{
    if (!app->session.station) {
        show_login(app, false);
        return;
    }
    app->front = FRONT_LOCK;
    app->lock = lock_new(word_in(W_PRODUCT, app->lang), NULL, 0);
}

void front_people(struct app *app, const json_t *rows)
{
    struct lock_user users[LOCK_USERS_MAX];
    int count = 0;
    size_t n;
    json_t *row;
    json_array_foreach((json_t *)rows, n, row) if (count < LOCK_USERS_MAX) users[count++] =
        (struct lock_user){reply_text(row, "user"), reply_text(row, "name")};
    lock_free(app->lock);
    app->lock = lock_new(word_in(W_PRODUCT, app->lang), users, count);
}

void front_lock(struct app *app)
{
    app_save_popups(app);
    sodium_memzero(app->session.secret, APP_SECRET_MAX);
    if (app->session.station) {
        app->front = FRONT_LOCK;
        if (app->lock)
            lock_refuse(app->lock, NULL);
    } else {
        show_login(app, true);
    }
    app_redraw(app);
}

void front_refuse(struct app *app, const char *text)
{
    if (app->front == FRONT_MAIN)
        front_lock(app);
    if (app->front == FRONT_LOCK)
        lock_refuse(app->lock, text);
    login_wipe(app->login);
    login_say(app->login, text, ROLE_ERROR);
}

static void login_done(struct app *app)
{
    login_say(app->login, word_in(W_LOGGING_IN, app->lang), ROLE_DIM);
    session_login(app, login_user(app->login), login_secret(app->login), false);
}

static void badge_or_pin(struct app *app)
{
    session_login(app, lock_login(app->lock), lock_secret(app->lock), true);
}

/* On a shared computer F4 goes between PIN and password. */
static bool other_way(struct app *app, const struct key *key)
{
    if (!app->session.station || !key_is_f(key, 4))
        return false;
    if (app->front == FRONT_LOCK)
        show_login(app, app->session.me != NULL);
    else
        app->front = FRONT_LOCK;
    return true;
}

void front_key(struct app *app, const struct key *key)
{
    if (!requests_ready(app->requests))
        conn_hurry(requests_conn(app->requests));
    if (other_way(app, key))
        return;
    if (app->front == FRONT_LOCK && lock_key(app->lock, key, app_steady_ms()) == HEARD_DONE)
        badge_or_pin(app);
    else if (app->front == FRONT_LOGIN && login_key(app->login, key) == HEARD_DONE)
        login_done(app);
}

static enum client_word line_state(const struct app *app)
{
    bool failed = conn_attempts(requests_conn(app->requests)) > 1;
    return failed ? W_NOT_CONNECTED : W_CONNECTING;
}

void front_draw(struct app *app, struct canvas *canvas)
{
    struct buf text = {0};
    if (app->front == FRONT_LOCK)
        lock_draw(app->lock, canvas);
    else
        login_draw(app->login, canvas);
    buf_str(&text, "");
    if (!requests_ready(app->requests) &&
        (app->session.secret[0] || conn_attempts(requests_conn(app->requests)) > 1))
        buf_printf(&text, "%s  %s", word_in(line_state(app), app->lang),
                   conn_fault(requests_conn(app->requests), app->lang));
    toast_draw(app->toast, canvas, canvas_rows(canvas) - 1, text.data, NULL);
    buf_free(&text);
}
