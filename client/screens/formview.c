/* A form popup: frame, keys, drafts. Opened by act.c and formview_drafts.c. */
#include "client/screens/formview.h"

#include "client/screens/formview_parts.h"
#include "common/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLS_MAX 100
#define LIST_ROOM 7 /* rows for the list of a picker */

/* ---- drafts ---- */

void formview_name(const struct formview *view, struct draft_name *name)
{
    *name = (struct draft_name){app_user(view->app), reply_text(view->description, "action"), view->id,
                                view->part};
}

void formview_save(struct formview *view)
{
    struct form *form = fields_form(view->fields);
    struct draft_name name;
    struct buf text = {0};
    if (!form_dirty(form) && !view->pending)
        return;
    formview_name(view, &name);
    form_draft(form, &text);
    app_clock(view->app, view->saved);
    struct draft draft = {.title = (char *)reply_text(view->description, "title"),
                          .saved = view->saved,
                          .pending = fields_secret(view->fields) ? NULL : view->pending,
                          .form = text.data};
    if (drafts_save(app_drafts(view->app), &name, &draft))
        form_clean(form);
    else
        view->saved[0] = '\0';
    buf_free(&text);
}

static void take_draft(struct formview *view)
{
    struct draft_name name;
    struct draft draft;
    formview_name(view, &name);
    if (!drafts_load(app_drafts(view->app), &name, &draft))
        return;
    form_restore(fields_form(view->fields), draft.form);
    form_clean(fields_form(view->fields));
    snprintf(view->saved, sizeof view->saved, "%s", draft.saved);
    app_say(view->app, ROLE_OK, W_DRAFT_BACK, draft.saved, NULL);
    if (*draft.pending) {
        view->pending = xstrdup(draft.pending);
        formview_say(view, word_in(W_SENT_BEFORE, app_lang(view->app)), ROLE_WARN);
        formview_transmit(view);
    }
    draft_end(&draft);
}

/* ---- keys ---- */

static void leave(struct formview *view)
{
    if (form_dirty(fields_form(view->fields)) || view->pending || *view->saved)
        app_say(view->app, ROLE_STATUS, W_DRAFT_KEPT, NULL, NULL);
    app_pop(view->app, view);
}

static void typing_key(struct formview *view, const struct key *key)
{
    struct form *form = fields_form(view->fields);
    char now[17], *before = xstrdup(form_focus(form));
    app_clock(view->app, now);
    form_now(form, now);
    bool scrolls = key->kind == K_PAGE_UP || key->kind == K_PAGE_DOWN;
    enum heard heard = form_key(form, key);
    if (heard == HEARD_NOT && scrolls)
        detail_key(view->say, key);
    if (strcmp(before, form_focus(form)) != 0)
        formview_save(view);
    free(before);
    if (heard == HEARD_DONE)
        formview_submit(view);
    else if (heard == HEARD_LEFT)
        leave(view);
}

static void on_key(void *self, const struct key *key)
{
    struct formview *view = self;
    if (view->state == FORMVIEW_TYPING)
        typing_key(view, key);
    else if (key->kind == K_ESC)
        leave(view);
}

/* ---- frame ---- */

static bool has_list(const struct formview *view)
{
    size_t n;
    json_t *field;
    json_array_foreach(reply_list(view->description, "fields"), n,
                       field) if (*reply_text(field, "source")) return true;
    return false;
}

static int part_rows(const struct detail *detail, int cols, int most)
{
    int rows = detail_rows(detail, cols);
    return rows == 0 ? 0 : (rows < most ? rows : most) + 1; /* and a rule */
}

static struct area area(void *self, int rows, int cols)
{
    struct formview *view = self;
    int width = cols - 2 > COLS_MAX ? COLS_MAX : cols - 2, most = rows - 3;
    view->room = most;
    int wanted = 2 + part_rows(view->say, width - 2, most / 2) +
                 part_rows(view->answer, width - 2, most / 3) +
                 form_rows(fields_form(view->fields), app_lang(view->app), width - 2) +
                 (has_list(view) ? LIST_ROOM : 0);
    int height = wanted > most ? most : wanted;
    return area_at(1 + (most - height) / 2, -1, height, width);
}

static void draw_frame_text(const struct formview *view, struct buf *title, struct buf *foot, enum lang lang)
{
    const char *clause = reply_text(view->description, "clause");
    buf_str(title, reply_text(view->description, "title"));
    if (*clause)
        word_fill(title, lang, W_CLAUSE, clause, NULL);
    buf_str(foot, "");
    if (view->state == FORMVIEW_SENDING)
        buf_str(foot, word_in(W_SENDING, lang));
    else if (*view->saved)
        word_fill(foot, lang, W_DRAFT_SAVED, view->saved + 11, NULL);
}

/* A part of the popup with a rule at its end; returns the rows used. */
static int draw_part(struct detail *detail, struct canvas *canvas, struct area room, int rows)
{
    if (rows == 0)
        return 0;
    detail_draw(detail, canvas, area_at(room.row, room.col, rows - 1, room.cols), false);
    canvas_hline(canvas, area_row(room, rows - 1), ROLE_BORDER);
    return rows;
}

static void draw(void *self, struct canvas *canvas)
{
    struct formview *view = self;
    struct buf title = {0}, foot = {0};
    draw_frame_text(view, &title, &foot, canvas_lang(canvas));
    struct area in = canvas_frame(canvas, canvas_area(canvas), title.data, foot.len ? foot.data : NULL);
    int say = part_rows(view->say, in.cols, view->room / 2);
    int answer = part_rows(view->answer, in.cols, view->room / 3);
    int used = draw_part(view->say, canvas, in, say), form = in.rows - say - answer;
    form_draw(fields_form(view->fields), canvas, area_at(in.row + used, in.col, form, in.cols));
    if (answer) {
        canvas_hline(canvas, area_row(in, used + form), ROLE_BORDER);
        detail_draw(view->answer, canvas, area_at(in.row + used + form + 1, in.col, answer - 1, in.cols),
                    false);
    }
    buf_free(&title);
    buf_free(&foot);
}

static int hints(void *self, struct bar_hint *out, int max)
{
    struct formview *view = self;
    int count = 0;
    const struct bar_hint all[] = {{"F2", word_label(K_WORD_RECORD), 0},
                                   {"Esc", word_label(K_WORD_LEAVE), 0},
                                   {"Tab", word_label(K_WORD_NEXT_FIELD), 1},
                                   {"PgDn", word_label(K_WORD_SCROLL), 2}};
    for (size_t i = 0; i < array_length(all) && count < max; i++)
        if (i != 3 || detail_rows(view->say, COLS_MAX) > 0)
            out[count++] = all[i];
    return count;
}

/* ---- life ---- */

void formview_say(struct formview *view, const char *text, enum role role)
{
    detail_clear(view->answer);
    if (text)
        detail_line(view->answer, text, role);
    app_redraw(view->app);
}

static void on_again(evutil_socket_t none, short what, void *arg)
{
    (void)none;
    (void)what;
    formview_transmit(arg);
}

static void describe(struct formview *view, json_t *form)
{
    size_t n;
    json_t *line;
    json_incref(form);
    json_decref(view->description);
    view->description = form;
    view->fields = fields_new(view->app, form);
    view->version = reply_int(form, "version");
    detail_clear(view->say);
    json_array_foreach(reply_list(form, "say"), n, line)
        detail_line(view->say, json_is_string(line) ? json_string_value(line) : "", ROLE_STRONG);
}

static void end(void *self)
{
    struct formview *view = self;
    formview_save(view);
    app_forget(view->app, view);
    event_free(view->again);
    fields_free(view->fields);
    detail_free(view->say);
    detail_free(view->answer);
    json_decref(view->description);
    if (view->pending)
        explicit_bzero(view->pending, strlen(view->pending));
    free(view->pending);
    free(view);
}

static void save(void *self)
{
    formview_save(self);
}

/* The same form in the other language, with what was typed. */
static void on_relabelled(void *arg, const struct reply *final)
{
    struct formview *view = arg;
    struct fields *old = view->fields;
    struct buf typed = {0};
    if (final->kind != REPLY_OK || !final->json)
        return;
    form_draft(fields_form(old), &typed);
    bool dirty = form_dirty(fields_form(old));
    long long version = view->version;
    json_t *description = json_incref(view->description);
    describe(view, final->json);
    view->version = version; /* what was seen when typing began */
    form_restore(fields_form(view->fields), typed.data);
    if (!dirty)
        form_clean(fields_form(view->fields));
    fields_free(old);
    json_decref(description);
    buf_free(&typed);
    app_redraw(view->app);
}

static void relabel(void *self)
{
    struct formview *view = self;
    struct buf line = {0};
    request_begin(&line, "form");
    request_word(&line, "action", reply_text(view->description, "action"));
    request_word(&line, "id", *view->id ? view->id : NULL);
    request_word(&line, "part", *view->part ? view->part : NULL);
    if (view->state == FORMVIEW_TYPING && app_online(view->app))
        app_ask(view->app, line.data, (struct answer){view, NULL, on_relabelled});
    buf_free(&line);
}

static void show_number(char *out, size_t size, const json_t *value)
{
    struct buf text = {0};
    reply_show(value, &text);
    snprintf(out, size, "%s", text.data);
    buf_free(&text);
}

/* Nothing to fill in, nothing to read, nothing to confirm: it is sent at once. */
static bool is_plain(const struct formview *view)
{
    return fields_count(view->fields) == 0 && detail_rows(view->say, COLS_MAX) == 0 &&
           !reply_true(view->description, "danger");
}

void formview_open(struct app *app, json_t *form)
{
    static const struct popup_kind kind = {on_key, area, draw, end, hints, save, relabel};
    struct formview *view = xcalloc(1, sizeof *view);
    view->app = app;
    view->say = detail_new();
    view->answer = detail_new();
    view->again = evtimer_new(app_base(app), on_again, view);
    show_number(view->id, sizeof view->id, json_object_get(form, "id"));
    show_number(view->part, sizeof view->part, json_object_get(form, "part"));
    describe(view, form);
    app_push(app, &kind, view);
    take_draft(view);
    if (is_plain(view) && view->state == FORMVIEW_TYPING)
        formview_submit(view);
}
