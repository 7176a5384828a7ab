/* The daemon's side of the application: greeting, login, screens, events, coming back after a lost line.
 * Called by the loop and by front.c. */
#include "client/app/app_inside.h"
#include "client/screens/formview.h"
#include "common/mem.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETTLED_MS 10000

static void ask(struct app *app, const char *line, void (*row)(void *, const json_t *),
                void (*done)(void *, const struct reply *))
{
    requests_send(app->requests, line, (struct answer){app, row, done});
}

/* ---- clock ---- */

static void set_clock(struct app *app, const char *rfc3339)
{
    moment theirs;
    if (!moment_parse(rfc3339, "UTC", &theirs))
        return;
    app->session.ahead = 0;
    app->session.ahead = theirs - app_now(app);
}

/* ---- rings ---- */

static void on_ring_row(void *arg, const json_t *row)
{
    (void)row;
    ((struct app *)arg)->session.counting++;
}

static void on_rings(void *arg, const struct reply *final)
{
    struct app *app = arg;
    if (final->kind == REPLY_OK)
        app->session.rings = app->session.counting;
    app_redraw(app);
}

void session_count_rings(struct app *app)
{
    app->session.counting = 0;
    if (app_online(app))
        ask(app, "ring.list", on_ring_row, on_rings);
}

/* ---- screens ---- */

static int find_list(const struct app *app, const char *name)
{
    for (int i = 0; i < app->list_count; i++)
        if (strcmp(list_name(app->lists[i]), name) == 0)
            return i;
    return -1;
}

/* The list of this screen, the one that is there if it is known already. */
static struct list *take_list(struct app *app, json_t *description)
{
    int n = find_list(app, reply_text(description, "screen"));
    if (n < 0)
        return list_new(app, description);
    struct list *list = app->lists[n];
    app->lists[n] = app->lists[--app->list_count];
    list_describe(list, description);
    return list;
}

static void drop_lists(struct app *app)
{
    for (int i = 0; i < app->list_count; i++)
        list_free(app->lists[i]);
    app->list_count = app->open = 0;
}

static void build_lists(struct app *app)
{
    struct list *lists[APP_SCREENS_MAX], *open = app_list(app);
    int count = 0;
    size_t n;
    json_t *description;
    json_array_foreach(app->session.described, n, description) if (count < APP_SCREENS_MAX) lists[count++] =
        take_list(app, description);
    drop_lists(app);
    for (int i = 0; i < count; i++) {
        app->lists[i] = lists[i];
        list_stale(lists[i]);
        if (lists[i] == open)
            app->open = i;
    }
    app->list_count = count;
}

static void on_screen(void *arg, const json_t *row)
{
    json_array_append(((struct app *)arg)->session.described, (json_t *)row);
}

static void on_screens(void *arg, const struct reply *final)
{
    struct app *app = arg;
    if (final->kind == REPLY_OK) {
        build_lists(app);
        app_open_list(app, app->open);
        if (app_list(app))
            list_load(app_list(app));
    }
    app_redraw(app);
}

static void ask_screens(struct app *app)
{
    json_decref(app->session.described);
    app->session.described = json_array();
    ask(app, "screens", on_screen, on_screens);
}

/* ---- events ---- */

static void ask_watch(struct app *app);

static void on_watch(void *arg, const struct reply *final)
{
    struct app *app = arg;
    const char *seq = reply_text(final->json, "seq");
    if (final->kind == REPLY_OK) {
        app->session.watching = true;
        if (*seq)
            snprintf(app->session.seq, sizeof app->session.seq, "%s", seq);
    } else if (final->kind == REPLY_NO && app->session.seq[0]) {
        app->session.seq[0] = '\0'; /* too old: everything is asked for anew anyway */
        ask_watch(app);
    }
}

static void ask_watch(struct app *app)
{
    struct buf line = {0};
    request_begin(&line, "watch");
    request_word(&line, "since", app->session.seq[0] ? app->session.seq : NULL);
    ask(app, line.data, NULL, on_watch);
    buf_free(&line);
}

static void on_changed_event(struct app *app)
{
    for (int i = 0; i < app->list_count; i++)
        list_stale(app->lists[i]);
    if (!event_pending(app->refresh, EV_TIMEOUT, NULL))
        event_add(app->refresh, &(struct timeval){0, REFRESH_MS * 1000});
}

static void on_ring_event(struct app *app, const json_t *json)
{
    struct buf text = {0};
    buf_printf(&text, "! %s %s", reply_text(json, "label"), reply_text(json, "text"));
    if (app->front == FRONT_MAIN)
        app_tell(app, ROLE_WARN, text.data);
    screen_bell(app->screen);
    session_count_rings(app);
    on_changed_event(app);
    buf_free(&text);
}

static void on_bye(struct app *app, const json_t *json)
{
    char seconds[24];
    snprintf(seconds, sizeof seconds, "%lld", reply_int(json, "in"));
    app_say(app, ROLE_WARN, W_BYE, reply_text(json, "reason"), seconds);
}

static void on_event(void *arg, const struct reply *event)
{
    struct app *app = arg;
    const char *seq = reply_text(event->json, "seq");
    if (*seq)
        snprintf(app->session.seq, sizeof app->session.seq, "%s", seq);
    if (strcmp(event->code, "ring") == 0)
        on_ring_event(app, event->json);
    else if (strcmp(event->code, "bye") == 0)
        on_bye(app, event->json);
    else
        on_changed_event(app);
}

/* ---- login ---- */

static void forget_secret(struct app *app)
{
    sodium_memzero(app->session.secret, APP_SECRET_MAX);
}

/* Another person: nothing of the one before stays on the screen. */
static void change_user(struct app *app)
{
    app_drop_popups(app);
    drop_lists(app);
    app->session.seq[0] = '\0';
    app->session.rings = 0;
}

static void take_me(struct app *app, json_t *me)
{
    bool same = app->session.me && strcmp(app_user(app), reply_text(me, "user")) == 0;
    if (!same)
        change_user(app);
    json_incref(me);
    json_decref(app->session.me);
    app->session.me = me;
    const char *zone = reply_text(me, "zone");
    snprintf(app->session.zone, sizeof app->session.zone, "%s", moment_zone_known(zone) ? zone : "UTC");
}

/* While coming back, a daemon that cannot tell yet (its database is away) is asked again later; only a real
 * refusal sends the person to the login. */
static void take_no_login(struct app *app, const struct reply *final)
{
    const char *msg = reply_text(final->json, "msg");
    bool later = strncmp(final->code, "auth.", 5) != 0 && app->front == FRONT_MAIN;
    if (later) {
        conn_reset(requests_conn(app->requests), (struct label){msg, msg});
        return;
    }
    forget_secret(app);
    app_save_popups(app);
    front_refuse(app, *msg ? msg : final->code);
}

static void on_login(void *arg, const struct reply *final)
{
    struct app *app = arg;
    app_redraw(app);
    if (final->kind == REPLY_LOST)
        return;
    if (final->kind != REPLY_OK || !final->json) {
        take_no_login(app, final);
        return;
    }
    bool back = app->front == FRONT_MAIN;
    if (back)
        app_say(app, ROLE_OK, W_BACK, NULL, NULL);
    take_me(app, final->json);
    app->session.ready = true;
    app->front = FRONT_MAIN;
    app->typed_ms = app_steady_ms();
    login_wipe(app->login);
    if (app->lock)
        lock_wipe(app->lock);
    ask_screens(app);
    ask_watch(app);
    session_count_rings(app);
    formview_resume(app, !back);
}

static void send_login(struct app *app)
{
    struct buf line = {0};
    request_begin(&line, app->session.by_pin ? "auth.pin" : "auth.password");
    request_word(&line, "user", app->session.user);
    request_word(&line, app->session.by_pin ? "pin" : "password", app->session.secret);
    ask(app, line.data, NULL, on_login);
    explicit_bzero(line.data, line.len);
    buf_free(&line);
}

void session_login(struct app *app, const char *user, const char *secret, bool by_pin)
{
    snprintf(app->session.user, sizeof app->session.user, "%s", user);
    snprintf(app->session.secret, APP_SECRET_MAX, "%s", secret);
    app->session.by_pin = by_pin;
    if (app->session.hello && requests_ready(app->requests))
        send_login(app);
    else
        conn_hurry(requests_conn(app->requests));
}

/* ---- greeting ---- */

static void on_person(void *arg, const json_t *row)
{
    json_array_append(((struct app *)arg)->session.people, (json_t *)row);
}

static void on_people(void *arg, const struct reply *final)
{
    struct app *app = arg;
    if (final->kind == REPLY_OK)
        front_people(app, app->session.people);
    app_redraw(app);
}

static void ask_people(struct app *app)
{
    json_decref(app->session.people);
    app->session.people = json_array();
    ask(app, "people.recent", on_person, on_people);
}

static void on_hello(void *arg, const struct reply *final)
{
    struct app *app = arg;
    const char *msg = reply_text(final->json, "msg");
    app_redraw(app);
    if (final->kind == REPLY_LOST)
        return;
    if (final->kind != REPLY_OK) {
        front_refuse(app, *msg ? msg : final->code);
        return;
    }
    app->session.hello = true;
    if (app->session.secret[0])
        send_login(app);
    else if (app->session.station)
        ask_people(app);
}

static void send_hello(struct app *app, void (*done)(void *, const struct reply *))
{
    struct buf line = {0};
    request_begin(&line, "hello");
    request_word(&line, "lang", lang_name(app->lang));
    request_word(&line, "station", app->session.station);
    ask(app, line.data, NULL, done);
    buf_free(&line);
}

static void on_greeted(void *arg, const struct reply *greeting)
{
    struct app *app = arg;
    app->session.greeted = true;
    set_clock(app, reply_text(greeting->json, "time"));
    app->session.since_ms = app_steady_ms();
    if (app->front != FRONT_MAIN)
        conn_settled(requests_conn(app->requests));
    send_hello(app, on_hello);
    app_redraw(app);
}

/* Before login nobody waits for anything: a line the daemon ends there is taken up again with the next key.
 */
static void on_lost(void *arg)
{
    struct app *app = arg;
    bool idle = app->session.greeted && app->front != FRONT_MAIN && !app->session.secret[0];
    if (app->session.greeted || app->lost_ms == 0)
        app->lost_ms = app_steady_ms();
    app->session.greeted = app->session.hello = app->session.ready = app->session.watching = false;
    app_save_popups(app);
    if (idle)
        conn_rest(requests_conn(app->requests));
    app_redraw(app);
}

static void on_relabelled(void *arg, const struct reply *final)
{
    struct app *app = arg;
    if (final->kind != REPLY_OK || !app_online(app))
        return;
    ask_screens(app);
    for (int i = app->popup_count - 1; i >= 0; i--) {
        struct popup *popup = &app->popups[i];
        if (popup->kind->relabel)
            popup->kind->relabel(popup->self);
        else
            app_pop(app, popup->self);
    }
}

void session_language(struct app *app)
{
    if (app->session.hello)
        send_hello(app, on_relabelled);
}

/* ---- time ---- */

static bool idle_too_long(const struct app *app)
{
    long long limit = reply_int(app->session.me, "lock_s");
    return limit > 0 && app_steady_ms() - app->typed_ms >= limit * 1000;
}

/* Only a line that lasts starts the waits anew: one that breaks again and again is left alone longer. */
static void settle(struct app *app)
{
    if (app_online(app) && app_steady_ms() - app->session.since_ms >= SETTLED_MS)
        conn_settled(requests_conn(app->requests));
}

void session_tick(struct app *app)
{
    settle(app);
    if (app->front != FRONT_MAIN)
        return;
    if (idle_too_long(app)) {
        front_lock(app);
        return;
    }
    if (!app_online(app) || app->ticks % HIDDEN_EVERY_S)
        return;
    for (int i = 0; i < app->list_count; i++)
        if (i != app->open && list_is_stale(app->lists[i]) && list_counts(app->lists[i]))
            list_load(app->lists[i]);
}

/* ---- life ---- */

void session_init(struct app *app)
{
    const char *file = config_get(app->config, SET_STATION);
    struct buf key = {0}, why = {0};
    app->session.secret = sodium_malloc(APP_SECRET_MAX);
    sodium_memzero(app->session.secret, APP_SECRET_MAX);
    snprintf(app->session.zone, sizeof app->session.zone, "UTC");
    if (file && config_secret(file, &key, &why))
        app->session.station = buf_take(&key);
    else if (file)
        app_tell(app, ROLE_ERROR, why.data);
    buf_free(&key);
    buf_free(&why);
}

void session_end(struct app *app)
{
    sodium_free(app->session.secret);
    free(app->session.station);
    json_decref(app->session.me);
    json_decref(app->session.described);
    json_decref(app->session.people);
}

struct requests_owner session_owner(struct app *app)
{
    return (struct requests_owner){app, on_greeted, on_event, on_lost};
}
