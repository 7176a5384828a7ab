/* An edit buffer: text, a cursor at a grapheme border, limits, one step of undo. Field and note are built on
 * it. It never holds a control character (LF only if lines), a bidi or an invisible one, nor broken UTF-8. */
#ifndef TEYUE_CLIENT_WIDGETS_EDIT_H
#define TEYUE_CLIENT_WIDGETS_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EDIT_CHARS_MAX 4000
#define EDIT_BYTES_MAX 16000

enum edit_filter {
    EDIT_ANY,
    EDIT_DIGITS, /* 0-9 */
    EDIT_MONEY,  /* 0-9 and one point with two digits */
    EDIT_PHONE,  /* 0-9 + - blank */
    EDIT_CODE,   /* letters, digits, - . _ */
    EDIT_DATE,   /* 0-9 - */
    EDIT_TIME    /* 0-9 : */
};

struct edit_rules {
    int chars, columns, bytes; /* 0: EDIT_CHARS_MAX, no limit, EDIT_BYTES_MAX */
    enum edit_filter filter;
    bool fold;  /* full-width letters and digits become half-width; always on with a filter */
    bool lines; /* LF allowed */
};

struct edit;

struct edit *edit_new(const struct edit_rules *);
void edit_free(struct edit *);
const char *edit_text(const struct edit *);
size_t edit_cursor(const struct edit *); /* byte offset, always a grapheme border */
bool edit_overwrites(const struct edit *);

/* Replaces all, as far as the rules let it in; cursor to the end; nothing to undo. */
void edit_set(struct edit *, const char *text);
/* What is typed or pasted at the cursor; what the rules refuse is left out. False if nothing got in. */
bool edit_insert(struct edit *, const char *text);
/* Movement and deletion; false if there was nothing to do. */
bool edit_left(struct edit *);
bool edit_right(struct edit *);
bool edit_home(struct edit *); /* of the line */
bool edit_end(struct edit *);
bool edit_seek(struct edit *, size_t at); /* nearest grapheme border at or before */
bool edit_backspace(struct edit *);
bool edit_delete(struct edit *);
bool edit_kill_end(struct edit *);
bool edit_kill_start(struct edit *);
bool edit_kill_word(struct edit *);
/* Goes back to before the last change; a second call brings it again. */
bool edit_undo(struct edit *);
void edit_toggle_overwrite(struct edit *);

struct key;
/* Does what a key says (arrows, Home, End, Ctrl-A E K U W Z, Backspace, Delete, Insert, characters, paste).
 * False: the key is not an editing key. A refused character is still an editing key. */
bool edit_key(struct edit *, const struct key *);

#endif
