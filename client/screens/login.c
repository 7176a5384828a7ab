/* The login screen, and the lock screen where people have passwords. Called by the application. */
#include "client/screens/login.h"

#include "client/app/words.h"
#include "client/widgets/field.h"
#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

#define ROWS 9
#define COLS 58

struct login {
    struct field *user, *secret;
    bool on_secret, locked;
    char *text;
    enum role role;
};

struct login *login_new(void)
{
    struct login *login = xcalloc(1, sizeof *login);
    login->user = field_new(&(struct field_spec){.rules = {.chars = LOGIN_USER_MAX, .filter = EDIT_CODE}});
    login->secret = field_new(&(struct field_spec){.rules = {.chars = LOGIN_SECRET_MAX}, .mask = true});
    return login;
}

void login_free(struct login *login)
{
    if (!login)
        return;
    login_wipe(login);
    field_free(login->user);
    field_free(login->secret);
    free(login->text);
    free(login);
}

void login_start(struct login *login, const char *user, bool locked)
{
    field_set(login->user, user ? user : "");
    field_wipe(login->secret);
    login->on_secret = user && *user;
    login->locked = locked;
    login_say(login, NULL, ROLE_TEXT);
}

void login_wipe(struct login *login)
{
    field_wipe(login->secret);
}

const char *login_user(const struct login *login)
{
    return field_text(login->user);
}

const char *login_secret(const struct login *login)
{
    return field_text(login->secret);
}

void login_say(struct login *login, const char *text, enum role role)
{
    char *copy = text ? xstrdup(text) : NULL;
    free(login->text);
    login->text = copy;
    login->role = role;
}

static enum heard on_enter(struct login *login)
{
    if (field_empty(login->user) || (login->on_secret && field_empty(login->secret)))
        return HEARD;
    if (login->on_secret)
        return HEARD_DONE;
    login->on_secret = true;
    return HEARD;
}

enum heard login_key(struct login *login, const struct key *key)
{
    switch (key->kind) {
    case K_TAB:
    case K_BACKTAB:
    case K_UP:
    case K_DOWN:
        login->on_secret = !login->on_secret;
        return HEARD;
    case K_ENTER:
        return on_enter(login);
    default:
        return field_key(login->on_secret ? login->secret : login->user, key);
    }
}

static void draw_field(struct canvas *canvas, struct span span, enum client_word name, struct field *field,
                       bool here)
{
    int labels = 10;
    canvas_put(canvas, span_at(span.row, span.col, labels), canvas_word(canvas, word_label(name)),
               ROLE_LABEL);
    field_draw(field, canvas, span_at(span.row, span.col + labels, 34), here);
}

static void draw_text(const struct login *login, struct canvas *canvas, struct area area)
{
    const char *text = login->text;
    size_t len;
    for (int row = 0; text && row < area.rows; row++) {
        const char *next = cell_wrap(text, area.cols, &len);
        char *part = len ? xstrndup(text, len) : xstrdup("");
        canvas_put(canvas, area_row(area, row), part, login->role);
        free(part);
        text = next;
    }
}

void login_draw(struct login *login, struct canvas *canvas)
{
    int cols = canvas_cols(canvas) < COLS ? canvas_cols(canvas) : COLS;
    struct area area =
        area_at((canvas_rows(canvas) - ROWS) / 2, (canvas_cols(canvas) - cols) / 2, ROWS, cols);
    struct buf title = {0};
    buf_printf(&title, "%s  %s", canvas_word(canvas, word_label(W_PRODUCT)),
               canvas_word(canvas, word_label(login->locked ? W_LOCKED_BY : W_LOGIN)));
    struct area in = canvas_frame(canvas, area, title.data, canvas_word(canvas, word_label(W_LOGIN_KEYS)));
    in = area_at(in.row, in.col + 2, in.rows, in.cols - 4);
    draw_field(canvas, area_row(in, 1), W_USER, login->user, !login->on_secret);
    draw_field(canvas, area_row(in, 3), W_PASSWORD, login->secret, login->on_secret);
    draw_text(login, canvas, area_at(in.row + 5, in.col, 2, in.cols));
    buf_free(&title);
}
