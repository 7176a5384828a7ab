/* The terminal: opened once, painted a frame at a time, read without waiting. The only module (with its .c
 * neighbours) that knows curses. A frame: screen_begin(), draw, screen_popup() for each popup from the lowest
 * to the highest, screen_present(). Nothing is kept from frame to frame by the caller: draw all, the terminal
 * library sends the difference. */
#ifndef TEYUE_CLIENT_TERM_SCREEN_H
#define TEYUE_CLIENT_TERM_SCREEN_H

#include "client/term/canvas.h"
#include "client/term/keys.h"
#include "common/buf.h"
#include "common/label.h"

#include <stdbool.h>

#define SCREEN_POPUPS_MAX 6
#define SCREEN_COPY_MAX 256 /* bytes one screen_copy() may put into the clipboard */
#define SCREEN_MIN_ROWS 16
#define SCREEN_MIN_COLS 60

enum layout {
    LAYOUT_TINY,   /* below 60x16: bar_too_small() and nothing else */
    LAYOUT_NORMAL, /* complete at 80x24 */
    LAYOUT_WIDE    /* from 110x30: a side pane */
};

struct screen_options {
    const char *colour;  /* never, auto, always; NULL: from the environment */
    const char *theme;   /* NULL: dark */
    const char *borders; /* lines, ascii, auto; NULL: auto (lines unless the terminal draws them two wide) */
    bool headless;       /* no terminal: paints into memory, keys come from screen_feed() */
    int rows, cols;      /* headless only */
};

struct screen;

/* Sets the locale up: the user's if it is UTF-8, C.UTF-8 for an unset or plain C one. False for any other
 * charset, with the reason in both languages in why. Call before anything measures text. */
bool screen_locale(struct buf *why);
/* The language to start with: wanted ("zh", "en" or NULL) or else that of the environment. The Linux console
 * cannot show hanzi: there it is English and *notice is set. */
enum lang screen_language(const char *wanted, bool *notice);

/* NULL with the reason in why if there is no usable terminal. At most one screen is open at a time. */
struct screen *screen_open(const struct screen_options *, struct buf *why);
/* Gives the terminal back as it was. Crash signals do it too. */
void screen_close(struct screen *);

int screen_rows(const struct screen *);
int screen_cols(const struct screen *);
enum layout screen_layout(const struct screen *);

/* The descriptor to watch for reading; on every event take keys until there is none. */
int screen_input(const struct screen *);
/* SIGWINCH came (an event loop that catches it itself says so here, then takes keys): the next key is
 * K_RESIZE and the next frame is sent whole, even if the size is the old one again. */
void screen_resized(struct screen *);
/* Next key; false if there is none now. */
bool screen_key(struct screen *, struct key *out);
/* Milliseconds after which screen_key() has to be asked again although nothing was typed; -1: no need. */
int screen_key_wait(const struct screen *);
/* Headless: bytes as if typed. */
void screen_feed(struct screen *, const char *bytes, size_t len);
/* Lets a lone Escape wait longer for its digit (terminals without Alt or F keys). */
void screen_escape_wait(struct screen *, int ms);

/* The blank page of the new frame. */
struct canvas *screen_begin(struct screen *, enum lang);
/* A page above all earlier ones of this frame, moved and cut so that it is on the screen; a negative row or
 * col centres it. NULL if there are SCREEN_POPUPS_MAX already. */
struct canvas *screen_popup(struct screen *, struct area);
void screen_present(struct screen *);
/* ^L: sends everything anew with the next frame. */
void screen_repaint(struct screen *);
void screen_bell(struct screen *);
/* Text to the terminal's clipboard (OSC 52), scrubbed; false if it is too long. */
bool screen_copy(struct screen *, const char *text);
/* Another size, headless only (a terminal tells its own). */
void screen_resize(struct screen *, int rows, int cols);
/* What the terminal shows after the last frame, a line a row, blanks at the row ends removed. */
void screen_snapshot(const struct screen *, struct buf *);
/* Where its cursor is. */
void screen_cursor(const struct screen *, int *row, int *col);

#endif
