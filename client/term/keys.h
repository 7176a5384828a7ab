/* From characters to keys: a state machine that knows no terminal library. Unknown CSI and SS3 sequences are
 * swallowed, never leaked as letters. Escape followed by a digit (typed quickly, or Alt) is the function key.
 * Bracketed paste becomes one K_PASTE. */
#ifndef TEYUE_CLIENT_TERM_KEYS_H
#define TEYUE_CLIENT_TERM_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEYS_SEQUENCE_MAX 32 /* characters of one escape sequence; longer ones are swallowed whole */
#define KEYS_PASTE_MAX 16384 /* bytes of one paste; the rest is dropped and `cut` set */
#define KEYS_ESCAPE_MS 25    /* how long an Escape waits for its sequence */
#define KEYS_PASTE_MS 2000   /* how long an unfinished paste waits for more */
#define KEYS_QUEUE_MAX 64    /* keys waiting to be taken; further ones are dropped */

enum key_kind {
    K_NONE,
    K_CHAR, /* code is the character; with KEY_ALT it is Alt-code */
    K_CTRL, /* code is 'a'..'z' or one of @ [ \ ] ^ _ */
    K_ENTER,
    K_TAB,
    K_BACKTAB,
    K_ESC,
    K_BACKSPACE,
    K_DELETE,
    K_INSERT,
    K_UP,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_HOME,
    K_END,
    K_PAGE_UP,
    K_PAGE_DOWN,
    K_F,      /* code 1..24 */
    K_PASTE,  /* text */
    K_RESIZE, /* the screen has another size: redraw */
    K_REPORT  /* cursor position report, taken by the screen */
};

#define KEY_SHIFT 1u
#define KEY_ALT 2u
#define KEY_CONTROL 4u

struct key {
    enum key_kind kind;
    uint32_t code;
    unsigned mods;
    const char *text; /* K_PASTE: valid UTF-8, good until the next keys_take() */
    bool cut;         /* K_PASTE: it was longer */
};

struct keys;

struct keys *keys_new(void);
void keys_free(struct keys *);
/* How long a lone Escape waits for a digit or sequence (default KEYS_ESCAPE_MS, at most 1000). */
void keys_escape_wait(struct keys *, int ms);
/* The terminal's own name of a key, such as terminfo's kf1; sequence starts with ESC. */
void keys_define(struct keys *, const char *sequence, struct key);
/* One character from the terminal at now (milliseconds of any steady clock). */
void keys_feed(struct keys *, uint32_t code, int64_t now);
/* Bytes instead of characters, for tests and scripts; broken UTF-8 is dropped. */
void keys_feed_bytes(struct keys *, const char *bytes, size_t len, int64_t now);
/* Ends what has waited long enough. */
void keys_expire(struct keys *, int64_t now);
/* Milliseconds until keys_expire() is due, -1 if nothing waits. */
int keys_wait(const struct keys *, int64_t now);
/* The next key; false if there is none. */
bool keys_take(struct keys *, struct key *out);
/* Puts a key at the end of the queue. */
void keys_push(struct keys *, struct key);
/* A cursor report is expected: the next CSI row;col R is K_REPORT (code = col), not Shift-F3. */
void keys_expect_report(struct keys *);

/* For commands, not for text: full-width and Chinese punctuation an input method makes of ASCII keys is
 * folded back ("：" ':', "、" '/', "？" '?', "１" '1'). */
struct key key_command(struct key);
/* A key as people write it: "F2", "Ctrl-S", "Esc", "a". The text is static or in `into` (>= 16 bytes). */
const char *key_label(const struct key *, char *into, size_t size);
bool key_is_char(const struct key *, uint32_t code);
bool key_is_ctrl(const struct key *, char letter);
bool key_is_f(const struct key *, int number);

#endif
