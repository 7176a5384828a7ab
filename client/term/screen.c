/* The terminal. Called by the app: keys out, frames in. Each page of a frame becomes a window (the lowest) or
 * a panel (popups), because only separate windows may cut through a double-width cell safely. */
#include "client/term/screen.h"

#include "client/term/paint.h"
#include "client/term/rescue.h"
#include "common/mem.h"
#include "common/text.h"

#include <curses.h>
#include <panel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#define FEED_MAX 65536

struct popup {
    struct canvas *canvas;
    WINDOW *window;
    PANEL *panel;
    struct area area;
};

struct screen {
    FILE *in, *out; /* headless: /dev/null */
    WINDOW *input;
    struct keys *keys;
    struct brush brush;
    bool headless, probing, repaint;
    int rows, cols;
    enum lang lang;
    struct canvas *base;
    struct popup popups[SCREEN_POPUPS_MAX];
    int popup_count;
    struct buf feed;
    size_t fed;
};

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Straight to the terminal, past the library: switches it does not know. */
static void send_raw(const struct screen *screen, const char *bytes)
{
    if (screen->headless)
        return;
    fflush(stdout);
    ssize_t written = write(STDOUT_FILENO, bytes, strlen(bytes));
    (void)written;
}

static const char *capability(const char *name)
{
    const char *text = tigetstr(name);
    return text && text != (const char *)-1 ? text : "";
}

static void define_keys(struct keys *keys)
{
    static const struct {
        const char *name;
        struct key key;
    } names[] = {
        {"kcuu1", {.kind = K_UP}},           {"kcud1", {.kind = K_DOWN}},
        {"kcub1", {.kind = K_LEFT}},         {"kcuf1", {.kind = K_RIGHT}},
        {"khome", {.kind = K_HOME}},         {"kend", {.kind = K_END}},
        {"kpp", {.kind = K_PAGE_UP}},        {"knp", {.kind = K_PAGE_DOWN}},
        {"kdch1", {.kind = K_DELETE}},       {"kich1", {.kind = K_INSERT}},
        {"kcbt", {.kind = K_BACKTAB}},       {"kent", {.kind = K_ENTER}},
        {"kf1", {.kind = K_F, .code = 1}},   {"kf2", {.kind = K_F, .code = 2}},
        {"kf3", {.kind = K_F, .code = 3}},   {"kf4", {.kind = K_F, .code = 4}},
        {"kf5", {.kind = K_F, .code = 5}},   {"kf6", {.kind = K_F, .code = 6}},
        {"kf7", {.kind = K_F, .code = 7}},   {"kf8", {.kind = K_F, .code = 8}},
        {"kf9", {.kind = K_F, .code = 9}},   {"kf10", {.kind = K_F, .code = 10}},
        {"kf11", {.kind = K_F, .code = 11}}, {"kf12", {.kind = K_F, .code = 12}},
    };
    for (size_t i = 0; i < array_length(names); i++)
        keys_define(keys, capability(names[i].name), names[i].key);
}

static void set_input_up(struct screen *screen)
{
    raw();
    noecho();
    nonl();
    screen->input = newpad(1, 1); /* a pad: reading from it never refreshes anything */
    keypad(screen->input, FALSE);
    nodelay(screen->input, TRUE);
    define_keys(screen->keys);
}

static bool open_terminal(struct screen *screen, const struct screen_options *options, struct buf *why)
{
    const char *term = getenv("TERM");
    screen->headless = options->headless;
    screen->in = options->headless ? fopen("/dev/null", "r") : stdin;
    screen->out = options->headless ? fopen("/dev/null", "w") : stdout;
    if (!options->headless && !(isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))) {
        buf_str(why, "标准输入和输出不是终端 / standard input and output are not a terminal");
        return false;
    }
    if (!options->headless)
        rescue_remember(STDIN_FILENO);
    SCREEN *terminal =
        newterm(options->headless && !(term && *term) ? "xterm-256color" : NULL, screen->out, screen->in);
    if (!terminal) {
        buf_printf(why, "不认识的终端 TERM=%s / unknown terminal", term ? term : "");
        return false;
    }
    set_term(terminal);
    return true;
}

static void arm_rescue(const struct screen *screen)
{
    struct buf undo = {0};
    if (screen->headless)
        return;
    buf_str(&undo, "\x1b[?2004l");
    buf_str(&undo, capability("sgr0"));
    buf_str(&undo, capability("cnorm"));
    buf_str(&undo, capability("rmcup"));
    buf_str(&undo, "\r\n");
    rescue_arm(undo.data);
    buf_free(&undo);
}

/* Asks the terminal how wide it draws a line character: one printed, then a cursor position report. */
static void probe_lines(struct screen *screen)
{
    const char *term = getenv("TERM");
    bool answers = term && strcmp(term, "dumb") != 0 && strncmp(term, "vt", 2) != 0;
    if (screen->headless || !answers)
        return;
    doupdate();
    screen->probing = true;
    keys_expect_report(screen->keys);
    send_raw(screen, "\r\xe2\x94\x80\x1b[6n\r  \r");
}

static void take_size(struct screen *screen)
{
    screen->rows = LINES < 1 ? 1 : LINES > CANVAS_ROWS_MAX ? CANVAS_ROWS_MAX : LINES;
    screen->cols = COLS < 1 ? 1 : COLS > CANVAS_COLS_MAX ? CANVAS_COLS_MAX : COLS;
}

static void set_looks_up(struct screen *screen, const struct screen_options *options)
{
    const struct theme *theme = theme_find(options->theme ? options->theme : "dark");
    const char *borders = options->borders ? options->borders : "auto";
    brush_mix(&screen->brush, theme ? theme : theme_find("dark"), theme_wants_colour(options->colour));
    screen->brush.ascii_lines = strcmp(borders, "ascii") == 0;
    if (strcmp(borders, "auto") == 0)
        probe_lines(screen);
}

struct screen *screen_open(const struct screen_options *options, struct buf *why)
{
    struct screen *screen = xcalloc(1, sizeof *screen);
    if (!open_terminal(screen, options, why)) {
        if (options->headless) {
            fclose(screen->in);
            fclose(screen->out);
        }
        free(screen);
        return NULL;
    }
    arm_rescue(screen);
    screen->keys = keys_new();
    set_input_up(screen);
    curs_set(0);
    if (options->headless)
        resizeterm(options->rows, options->cols);
    take_size(screen);
    screen->base = canvas_new(screen->rows, screen->cols, LANG_EN);
    set_looks_up(screen, options);
    send_raw(screen, "\x1b[?2004h");
    return screen;
}

static void drop_popup(struct popup *popup)
{
    if (popup->panel)
        del_panel(popup->panel);
    if (popup->window)
        delwin(popup->window);
    canvas_free(popup->canvas);
}

/* No delscreen(): it forgets the panel library's own bottom panel, which then nobody can reach nor free. */
void screen_close(struct screen *screen)
{
    if (!screen)
        return;
    send_raw(screen, "\x1b[?2004l");
    for (int i = 0; i < SCREEN_POPUPS_MAX; i++)
        drop_popup(&screen->popups[i]);
    delwin(screen->input);
    curs_set(1);
    endwin();
    rescue_disarm();
    if (screen->headless) {
        fclose(screen->in);
        fclose(screen->out);
    }
    canvas_free(screen->base);
    keys_free(screen->keys);
    buf_free(&screen->feed);
    free(screen);
}

int screen_rows(const struct screen *screen)
{
    return screen->rows;
}

int screen_cols(const struct screen *screen)
{
    return screen->cols;
}

enum layout screen_layout(const struct screen *screen)
{
    if (screen->rows < SCREEN_MIN_ROWS || screen->cols < SCREEN_MIN_COLS)
        return LAYOUT_TINY;
    return screen->rows >= 30 && screen->cols >= 110 ? LAYOUT_WIDE : LAYOUT_NORMAL;
}

int screen_input(const struct screen *screen)
{
    return screen->headless ? -1 : STDIN_FILENO;
}

/* What was sent for the old size may have arrived after the change, and a window that shrank and grew again
 * has lost what stood at its edges: nobody knows what it shows now. Several of these between two frames are
 * one. */
void screen_resized(struct screen *screen)
{
    if (!screen->repaint)
        keys_push(screen->keys, (struct key){.kind = K_RESIZE});
    screen->repaint = true;
}

static void notice_size(struct screen *screen)
{
    struct winsize size;
    if (!screen->headless && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col &&
        (size.ws_row != LINES || size.ws_col != COLS))
        resizeterm(size.ws_row, size.ws_col);
    int rows = screen->rows, cols = screen->cols;
    take_size(screen);
    if (rows != screen->rows || cols != screen->cols)
        screen_resized(screen);
}

/* The next character typed; false if there is none now. */
static bool read_char(struct screen *screen, uint32_t *code)
{
    wint_t wide;
    if (screen->headless) {
        if (screen->fed >= screen->feed.len)
            return false;
        const char *at = screen->feed.data + screen->fed;
        *code = text_next(&at);
        screen->fed = (size_t)(at - screen->feed.data);
        return true;
    }
    int kind = wget_wch(screen->input, &wide);
    while (kind == KEY_CODE_YES) {
        if (wide == KEY_RESIZE)
            screen_resized(screen);
        kind = wget_wch(screen->input, &wide);
    }
    *code = (uint32_t)wide;
    return kind == OK;
}

static bool is_report(struct screen *screen, const struct key *key)
{
    if (key->kind != K_REPORT)
        return false;
    if (screen->probing && key->code > 2) {
        screen->brush.ascii_lines = screen->brush.wide_doubt = true;
        keys_push(screen->keys, (struct key){.kind = K_RESIZE});
    }
    screen->probing = false;
    return true;
}

static bool take_key(struct screen *screen, struct key *out)
{
    while (keys_take(screen->keys, out))
        if (!is_report(screen, out))
            return true;
    return false;
}

bool screen_key(struct screen *screen, struct key *out)
{
    uint32_t code;
    for (;;) {
        notice_size(screen);
        if (take_key(screen, out))
            return true;
        if (read_char(screen, &code))
            keys_feed(screen->keys, code, clock_ms());
        else if (keys_wait(screen->keys, clock_ms()) == 0)
            keys_expire(screen->keys, clock_ms());
        else
            return take_key(screen, out);
    }
}

int screen_key_wait(const struct screen *screen)
{
    return keys_wait(screen->keys, clock_ms());
}

void screen_feed(struct screen *screen, const char *bytes, size_t len)
{
    if (screen->fed == screen->feed.len) {
        buf_clear(&screen->feed);
        screen->fed = 0;
    }
    if (screen->feed.len + len <= FEED_MAX && text_valid_utf8(bytes, len))
        buf_add(&screen->feed, bytes, len);
}

void screen_escape_wait(struct screen *screen, int ms)
{
    keys_escape_wait(screen->keys, ms);
}

struct canvas *screen_begin(struct screen *screen, enum lang lang)
{
    screen->lang = lang;
    screen->popup_count = 0;
    canvas_reset(screen->base, screen->rows, screen->cols, lang);
    return screen->base;
}

static int fit_within(int at, int size, int limit)
{
    if (at < 0)
        at = (limit - size) / 2;
    if (at + size > limit)
        at = limit - size;
    return at < 0 ? 0 : at;
}

struct canvas *screen_popup(struct screen *screen, struct area area)
{
    if (screen->popup_count == SCREEN_POPUPS_MAX)
        return NULL;
    struct popup *popup = &screen->popups[screen->popup_count++];
    area.rows = area.rows < 1 ? 1 : area.rows > screen->rows ? screen->rows : area.rows;
    area.cols = area.cols < 1 ? 1 : area.cols > screen->cols ? screen->cols : area.cols;
    area.row = fit_within(area.row, area.rows, screen->rows);
    area.col = fit_within(area.col, area.cols, screen->cols);
    popup->area = area;
    if (!popup->canvas)
        popup->canvas = canvas_new(area.rows, area.cols, screen->lang);
    canvas_reset(popup->canvas, area.rows, area.cols, screen->lang);
    return popup->canvas;
}

/* The window of a popup gets its place anew only if it changed: moving is cheap, making is not. */
static void place_popup(struct popup *popup)
{
    struct area at = popup->area;
    bool fits = popup->window && getmaxy(popup->window) == at.rows && getmaxx(popup->window) == at.cols;
    if (!fits) {
        WINDOW *window = newwin(at.rows, at.cols, at.row, at.col);
        if (popup->panel)
            replace_panel(popup->panel, window);
        else
            popup->panel = new_panel(window);
        if (popup->window)
            delwin(popup->window);
        popup->window = window;
    }
    if (getbegy(popup->window) != at.row || getbegx(popup->window) != at.col)
        move_panel(popup->panel, at.row, at.col);
    show_panel(popup->panel);
}

static void paint_page(const struct screen *screen, WINDOW *window, const struct canvas *canvas)
{
    int rows = getmaxy(window) < canvas_rows(canvas) ? getmaxy(window) : canvas_rows(canvas);
    for (int row = 0; row < rows; row++)
        brush_row(&screen->brush, window, canvas, row);
}

/* The cursor of the highest page that has one. */
static void place_cursor(const struct screen *screen)
{
    int row = 0, col = 0, top = 0, left = 0;
    bool shown = false, found = false;
    for (int i = screen->popup_count - 1; i >= 0 && !found; i--) {
        found = canvas_cursor_get(screen->popups[i].canvas, &row, &col, &shown);
        top = screen->popups[i].area.row;
        left = screen->popups[i].area.col;
    }
    if (!found) {
        top = left = 0;
        if (!canvas_cursor_get(screen->base, &row, &col, &shown))
            row = screen->rows - 1, col = 0, shown = false;
    }
    curs_set(shown ? 1 : 0);
    wmove(newscr, top + row, left + col);
}

void screen_present(struct screen *screen)
{
    paint_page(screen, stdscr, screen->base);
    for (int i = 0; i < SCREEN_POPUPS_MAX; i++) {
        struct popup *popup = &screen->popups[i];
        if (i < screen->popup_count) {
            place_popup(popup);
            paint_page(screen, popup->window, popup->canvas);
        } else if (popup->panel) {
            hide_panel(popup->panel);
        }
    }
    update_panels();
    if (screen->popup_count == 0)
        wnoutrefresh(stdscr);
    if (screen->repaint)
        clearok(curscr, TRUE);
    screen->repaint = false;
    place_cursor(screen);
    doupdate();
}

void screen_repaint(struct screen *screen)
{
    screen->repaint = true;
}

void screen_bell(struct screen *screen)
{
    if (!screen->headless)
        beep();
}

static void base64(const char *text, size_t len, struct buf *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        unsigned bits = (unsigned)(unsigned char)text[i] << 16;
        bits |= i + 1 < len ? (unsigned)(unsigned char)text[i + 1] << 8 : 0;
        bits |= i + 2 < len ? (unsigned)(unsigned char)text[i + 2] : 0;
        buf_char(out, digits[bits >> 18]);
        buf_char(out, digits[bits >> 12 & 63]);
        buf_char(out, i + 1 < len ? digits[bits >> 6 & 63] : '=');
        buf_char(out, i + 2 < len ? digits[bits & 63] : '=');
    }
}

bool screen_copy(struct screen *screen, const char *text)
{
    struct buf painted = {0}, bytes = {0};
    if (strlen(text) > SCREEN_COPY_MAX)
        return false;
    cell_fit(&painted, text, cell_columns(text), CELL_LEFT);
    buf_str(&bytes, "\x1b]52;c;");
    base64(painted.data ? painted.data : "", painted.len, &bytes);
    buf_char(&bytes, '\a');
    send_raw(screen, bytes.data);
    buf_free(&painted);
    buf_free(&bytes);
    return true;
}

void screen_resize(struct screen *screen, int rows, int cols)
{
    if (screen->headless)
        resizeterm(rows, cols);
}

static void snapshot_row(int row, struct buf *out)
{
    size_t end = out->len;
    for (int col = 0; col < COLS;) {
        cchar_t cell;
        wchar_t text[CCHARW_MAX + 1] = {0};
        attr_t attributes;
        short pair;
        mvwin_wch(curscr, row, col, &cell);
        getcchar(&cell, text, &attributes, &pair, NULL);
        for (int i = 0; text[i]; i++)
            text_append(out, (uint32_t)text[i]);
        if (text[0] != L' ' && text[0])
            end = out->len;
        int columns = wcwidth(text[0]);
        col += columns > 1 ? columns : 1;
    }
    if (out->len > end)
        out->data[out->len = end] = '\0';
    buf_char(out, '\n');
}

void screen_snapshot(const struct screen *screen, struct buf *out)
{
    int row, col;
    getyx(curscr, row, col);
    for (int i = 0; i < screen->rows; i++)
        snapshot_row(i, out);
    wmove(curscr, row, col);
}

void screen_cursor(const struct screen *screen, int *row, int *col)
{
    (void)screen;
    getyx(curscr, *row, *col);
}
