/* The loop: keys, signals, timers, popups, frames at most ten times a second. Called by main.c. */
#include "client/app/app.h"

#include "client/app/app_inside.h"
#include "client/screens/act.h"
#include "common/mem.h"
#include "common/wire.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TOAST_SHOWN_MS 8000

int64_t app_steady_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- for screens ---- */

enum lang app_lang(const struct app *app)
{
    return app->lang;
}

struct event_base *app_base(const struct app *app)
{
    return app->base;
}

bool app_online(const struct app *app)
{
    return app->session.ready && requests_ready(app->requests);
}

bool app_ask(struct app *app, const char *line, struct answer answer)
{
    if (!app_online(app)) {
        app_say(app, ROLE_WARN, W_LINE_LOST, NULL, NULL);
        return false;
    }
    if (requests_send(app->requests, line, answer))
        return true;
    app_say(app, ROLE_WARN, W_NOT_FULL, NULL, NULL);
    return false;
}

void app_forget(struct app *app, const void *owner)
{
    requests_forget(app->requests, owner);
}

static void after_ms(struct event *timer, int64_t ms)
{
    event_add(timer, &(struct timeval){ms / 1000, (ms % 1000) * 1000});
}

void app_redraw(struct app *app)
{
    int64_t since = app_steady_ms() - app->framed_ms;
    if (app->dirty)
        return;
    app->dirty = true;
    after_ms(app->frame, since >= FRAME_MS ? 0 : FRAME_MS - since);
}

void app_tell(struct app *app, enum role role, const char *text)
{
    toast_say(app->toast, text, role, app_steady_ms() + TOAST_SHOWN_MS);
    app_redraw(app);
}

void app_say(struct app *app, enum role role, enum client_word word, const char *first, const char *second)
{
    struct buf text = {0};
    word_fill(&text, app->lang, word, first, second);
    app_tell(app, role, text.data);
    buf_free(&text);
}

const char *app_user(const struct app *app)
{
    return app->session.me ? reply_text(app->session.me, "user") : "";
}

moment app_now(const struct app *app)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (moment)now.tv_sec * MOMENT_SECOND + now.tv_nsec / 1000 + app->session.ahead;
}

void app_clock(const struct app *app, char out[17])
{
    struct buf text = {0};
    moment_print(&text, app_now(app), app->session.zone);
    snprintf(out, 17, "%.16s", text.data);
    if (strlen(out) > 10)
        out[10] = ' ';
    buf_free(&text);
}

struct drafts *app_drafts(struct app *app)
{
    return app->drafts;
}

void app_changed(struct app *app)
{
    for (int i = 0; i < app->list_count; i++)
        list_stale(app->lists[i]);
    if (app_list(app))
        list_load(app_list(app));
    session_count_rings(app);
}

void app_done(struct app *app, const char *id)
{
    if (app_list(app))
        list_want(app_list(app), id);
    app_changed(app);
}

void app_begin(struct app *app, const char *action, const char *id, const char *part)
{
    act_begin(app, action, id, part);
}

/* ---- popups ---- */

void app_push(struct app *app, const struct popup_kind *kind, void *self)
{
    if (app->popup_count == SCREEN_POPUPS_MAX)
        app_pop(app, app->popups[app->popup_count - 1].self);
    app->popups[app->popup_count++] = (struct popup){kind, self};
    app_redraw(app);
}

bool app_pop(struct app *app, const void *self)
{
    for (int i = app->popup_count - 1; i >= 0; i--) {
        if (app->popups[i].self != self)
            continue;
        struct popup popup = app->popups[i];
        app->popup_count--;
        memmove(&app->popups[i], &app->popups[i + 1], (size_t)(app->popup_count - i) * sizeof app->popups[0]);
        popup.kind->end(popup.self);
        app_redraw(app);
        return true;
    }
    return false;
}

void app_drop_popups(struct app *app)
{
    while (app->popup_count > 0)
        app_pop(app, app->popups[app->popup_count - 1].self);
}

void app_save_popups(struct app *app)
{
    for (int i = 0; i < app->popup_count; i++)
        if (app->popups[i].kind->save)
            app->popups[i].kind->save(app->popups[i].self);
}

/* ---- lists ---- */

struct list *app_list(const struct app *app)
{
    return app->open < app->list_count ? app->lists[app->open] : NULL;
}

void app_open_list(struct app *app, int n)
{
    if (n < 0 || n >= app->list_count)
        return;
    app->open = n;
    if (list_is_stale(app->lists[n]))
        list_load(app->lists[n]);
    app_redraw(app);
}

/* ---- the loop ---- */

void app_quit(struct app *app)
{
    app_save_popups(app);
    event_base_loopbreak(app->base);
}

static void on_frame(evutil_socket_t none, short what, void *arg)
{
    struct app *app = arg;
    (void)none;
    (void)what;
    app->dirty = false;
    app->framed_ms = app_steady_ms();
    app_frame(app);
}

static void read_keys(struct app *app)
{
    struct key key;
    while (screen_key(app->screen, &key)) {
        app->typed_ms = app_steady_ms();
        app_key(app, &key);
        app_redraw(app);
    }
    int wait = screen_key_wait(app->screen);
    if (wait >= 0)
        after_ms(app->escape, wait);
}

static void on_input(evutil_socket_t none, short what, void *arg)
{
    (void)none;
    (void)what;
    read_keys(arg);
}

static void on_size(evutil_socket_t none, short what, void *arg)
{
    struct app *app = arg;
    int64_t typed = app->typed_ms;
    (void)none;
    (void)what;
    read_keys(app);
    app->typed_ms = typed;
}

static void on_stop(evutil_socket_t none, short what, void *arg)
{
    (void)none;
    (void)what;
    app_quit(arg);
}

static void on_refresh(evutil_socket_t none, short what, void *arg)
{
    struct app *app = arg;
    (void)none;
    (void)what;
    if (app_online(app) && app_list(app))
        list_load(app_list(app));
}

static void on_tick(evutil_socket_t none, short what, void *arg)
{
    struct app *app = arg;
    (void)none;
    (void)what;
    app->ticks++;
    if (app->ticks % SAVE_EVERY_S == 0)
        app_save_popups(app);
    if (app->ticks % 30 == 0 && app_list(app))
        list_tick(app_list(app));
    toast_expire(app->toast, app_steady_ms());
    session_tick(app);
    app_redraw(app);
}

static void start_events(struct app *app)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT};
    app->frame = evtimer_new(app->base, on_frame, app);
    app->escape = evtimer_new(app->base, on_input, app);
    app->refresh = evtimer_new(app->base, on_refresh, app);
    app->input = event_new(app->base, screen_input(app->screen), EV_READ | EV_PERSIST, on_input, app);
    app->size = evsignal_new(app->base, SIGWINCH, on_size, app);
    app->tick = event_new(app->base, -1, EV_PERSIST, on_tick, app);
    for (size_t i = 0; i < array_length(signals); i++) {
        app->stop[i] = evsignal_new(app->base, signals[i], on_stop, app);
        event_add(app->stop[i], NULL);
    }
    event_add(app->input, NULL);
    event_add(app->size, NULL);
    event_add(app->tick, &(struct timeval){1, 0});
}

static void stop_events(struct app *app)
{
    struct event *all[] = {app->frame, app->escape,  app->refresh, app->input,  app->size,
                           app->tick,  app->stop[0], app->stop[1], app->stop[2]};
    for (size_t i = 0; i < array_length(all); i++)
        event_free(all[i]);
}

/* ---- life ---- */

static bool open_screen(struct app *app, bool *notice, struct buf *why)
{
    struct screen_options options = {.colour = config_get(app->config, SET_COLOR),
                                     .theme = config_get(app->config, SET_THEME),
                                     .borders = config_get(app->config, SET_BORDERS)};
    if (!screen_locale(why))
        return false;
    app->lang = screen_language(config_get(app->config, SET_LANG), notice);
    app->screen = screen_open(&options, why);
    return app->screen != NULL;
}

static void close_app(struct app *app)
{
    app_drop_popups(app);
    for (int i = 0; i < app->list_count; i++)
        list_free(app->lists[i]);
    requests_free(app->requests);
    stop_events(app);
    session_end(app);
    login_free(app->login);
    lock_free(app->lock);
    drafts_free(app->drafts);
}

static void run(struct app *app, bool notice)
{
    start_events(app);
    app->requests = requests_new(app->base, &app->target, session_owner(app));
    app->drafts = drafts_new(NULL);
    app->login = login_new();
    session_init(app);
    app->typed_ms = app_steady_ms();
    front_start(app);
    if (notice)
        app_say(app, ROLE_WARN, W_NO_CHINESE, NULL, NULL);
    app_redraw(app);
    conn_open(requests_conn(app->requests));
    event_base_dispatch(app->base);
    close_app(app);
}

int app_run(const struct config *config)
{
    struct app app = {.config = config, .toast = toast_new()};
    struct buf why = {0};
    bool notice = false, ok = config_target(config, &app.target, &why);
    app.base = event_base_new();
    app.framed_ms = app_steady_ms() - FRAME_MS;
    ok = ok && open_screen(&app, &notice, &why);
    if (ok) {
        run(&app, notice);
        screen_close(app.screen);
    } else {
        fprintf(stderr, "teyue: %s\n", why.data);
    }
    toast_free(app.toast);
    event_base_free(app.base);
    buf_free(&why);
    return ok ? EXIT_OK : EXIT_CONFIG;
}
