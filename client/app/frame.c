/* One frame: title or banner, list, status line, hints, popups. Called by the loop; keeps nothing. */
#include "client/app/app_inside.h"
#include "client/app/keys.h"
#include "client/screens/rows.h"
#include "common/mem.h"

#include <stdio.h>
#include <string.h>

#define HINTS_MAX BAR_HINTS_MAX

/* Columns the tabs take, as bars.c writes them: "1队列*(3!) ". */
static int tabs_columns(const struct bar_tab *tabs, int count, enum lang lang)
{
    int columns = 2;
    for (int i = 0; i < count; i++) {
        char number[16];
        snprintf(number, sizeof number, "(%d%s)", tabs[i].count, tabs[i].urgent ? "!" : "");
        columns += cell_columns(label_in(tabs[i].label, lang)) + (i < 9 ? 2 : 3);
        columns += tabs[i].count ? cell_columns(number) : 0;
    }
    return columns + 1;
}

enum { SAY_PLACE = 1, SAY_ROLE = 2, SAY_STATE = 4, SAY_NAME = 8 };

static void who_and_when(const struct app *app, struct buf *out, int what)
{
    const json_t *role = json_array_get(reply_list(app->session.me, "roles"), 0);
    char now[17];
    app_clock(app, now);
    if (what & SAY_PLACE && *reply_text(role, "place"))
        buf_printf(out, "%s ", reply_text(role, "place"));
    if (what & SAY_NAME)
        buf_str(out, reply_text(app->session.me, "name"));
    if (what & SAY_ROLE && *reply_text(role, "label"))
        buf_printf(out, "/%s", reply_text(role, "label"));
    if (app->session.rings)
        buf_printf(out, "%s!%d", what ? " " : "", app->session.rings);
    if (what & SAY_STATE)
        buf_printf(out, " [%s]", word_in(W_ONLINE, app->lang));
    if (what)
        buf_printf(out, " %s", now + (what & SAY_STATE ? 5 : 11));
}

/* "东湖花园 王芳/客户经理 !2 [在线] 11-23 14:32", or as much of it as there is room for. */
static void fit_who(const struct app *app, struct buf *out, int room)
{
    static const int shorter[] = {SAY_PLACE | SAY_NAME | SAY_ROLE | SAY_STATE,
                                  SAY_NAME | SAY_ROLE | SAY_STATE, SAY_NAME | SAY_STATE, SAY_NAME, 0};
    for (size_t i = 0; i < array_length(shorter); i++) {
        buf_clear(out);
        buf_str(out, "");
        who_and_when(app, out, shorter[i]);
        if (cell_columns(out->data) <= room)
            return;
    }
}

static void draw_title(const struct app *app, struct canvas *canvas)
{
    struct bar_tab tabs[APP_SCREENS_MAX];
    struct buf right = {0};
    for (int i = 0; i < app->list_count; i++) {
        const char *title = list_title(app->lists[i]);
        tabs[i].label = (struct label){title, title};
        tabs[i].count = list_count(app->lists[i], &tabs[i].urgent);
    }
    fit_who(app, &right, canvas_cols(canvas) - tabs_columns(tabs, app->list_count, app->lang) - 2);
    bar_draw_tabs(canvas, 0, &(struct bar_tabs){tabs, app->list_count, app->open, right.data});
    buf_free(&right);
}

static void add_age(const struct app *app, struct buf *out)
{
    struct buf at = {0};
    moment when = app_list(app) ? list_moment(app_list(app)) : MOMENT_NONE;
    if (when == MOMENT_NONE)
        return;
    moment_print(&at, when, app->session.zone);
    if (at.len >= 19) {
        at.data[19] = '\0';
        buf_str(out, "  ");
        word_fill(out, app->lang, W_DATA_OF, at.data + 11, NULL);
    }
    buf_free(&at);
}

static void draw_banner(const struct app *app, struct canvas *canvas)
{
    struct conn *conn = requests_conn(app->requests);
    int64_t silent = (app_steady_ms() - app->lost_ms) / 1000;
    char since[24], attempt[16], wait[16];
    struct buf text = {0};
    snprintf(since, sizeof since, "%02d:%02d", (int)(silent / 60 % 6000), (int)(silent % 60));
    snprintf(attempt, sizeof attempt, "%d", conn_attempts(conn));
    snprintf(wait, sizeof wait, "%d", conn_wait(conn));
    word_fill(&text, app->lang, W_OFFLINE, since, NULL);
    buf_str(&text, "  ");
    word_fill(&text, app->lang, W_RETRYING, attempt, wait);
    add_age(app, &text);
    buf_printf(&text, "  %s", word_in(W_READ_ONLY, app->lang));
    bar_draw_banner(canvas, 0, text.data);
    buf_free(&text);
}

static void draw_hints(struct app *app, struct canvas *canvas)
{
    struct bar_hint hints[HINTS_MAX];
    int count = keys_hints(app, hints, HINTS_MAX);
    bar_draw_hints(canvas, canvas_rows(canvas) - 1, hints, count);
}

static void draw_main(struct app *app, struct canvas *canvas)
{
    int rows = canvas_rows(canvas), cols = canvas_cols(canvas);
    struct area area = area_at(1, 0, rows - 3, cols);
    if (app_online(app) || !app->lost_ms)
        draw_title(app, canvas);
    else
        draw_banner(app, canvas);
    if (app_list(app))
        list_draw(app_list(app), canvas, area, screen_layout(app->screen));
    else
        canvas_put(canvas, span_at(2, 2, cols - 4), word_in(W_LOADING, app->lang), ROLE_DIM);
    toast_draw(app->toast, canvas, rows - 2, NULL, NULL);
    draw_hints(app, canvas);
}

static void draw_popups(struct app *app)
{
    int rows = screen_rows(app->screen), cols = screen_cols(app->screen);
    for (int i = 0; i < app->popup_count; i++) {
        const struct popup *popup = &app->popups[i];
        struct canvas *page = screen_popup(app->screen, popup->kind->area(popup->self, rows, cols));
        if (page)
            popup->kind->draw(popup->self, page);
    }
}

void app_frame(struct app *app)
{
    struct canvas *canvas = screen_begin(app->screen, app->lang);
    if (screen_layout(app->screen) == LAYOUT_TINY) {
        bar_draw_too_small(canvas);
    } else if (app->front != FRONT_MAIN) {
        front_draw(app, canvas);
    } else {
        draw_main(app, canvas);
        draw_popups(app);
    }
    screen_present(app->screen);
}
