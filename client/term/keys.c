/* Characters in, keys out. Called by the screen (and by tests and fuzzers) with one character at a time and
 * the time; knows no terminal library. Sequences are recognised by their grammar, so an unknown one never
 * leaks. */
#include "client/term/keys.h"

#include "client/term/sequence.h"
#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"

#include <stdlib.h>
#include <string.h>

#define ESC 0x1b
#define STRING_MS 200
#define DEFINED_MAX 64

enum state { GROUND, ESCAPE, ESCAPE_TWICE, CSI, CSI_LINUX, CSI_MOUSE, SS3, STRING, PASTE };

struct defined {
    char sequence[KEYS_SEQUENCE_MAX];
    struct key key;
};

struct keys {
    enum state state;
    char sequence[KEYS_SEQUENCE_MAX + 1]; /* what came after ESC */
    int len, mouse_left;
    bool alt; /* ESC ESC [ …: rxvt's way to say Alt */
    int64_t since;
    int escape_ms;
    bool report;
    struct buf paste;
    bool paste_cut;
    char *taken; /* text of the paste handed out last */
    struct key queue[KEYS_QUEUE_MAX];
    int head, count;
    struct defined defined[DEFINED_MAX];
    int defined_count;
};

struct keys *keys_new(void)
{
    struct keys *keys = xcalloc(1, sizeof *keys);
    keys->escape_ms = KEYS_ESCAPE_MS;
    return keys;
}

void keys_free(struct keys *keys)
{
    if (!keys)
        return;
    struct key key;
    while (keys_take(keys, &key))
        ;
    free(keys->taken);
    buf_free(&keys->paste);
    free(keys);
}

void keys_escape_wait(struct keys *keys, int ms)
{
    keys->escape_ms = ms < 1 ? 1 : ms > 1000 ? 1000 : ms;
}

void keys_define(struct keys *keys, const char *sequence, struct key key)
{
    if (keys->defined_count == DEFINED_MAX || sequence[0] != ESC || strlen(sequence) >= KEYS_SEQUENCE_MAX)
        return;
    struct defined *defined = &keys->defined[keys->defined_count++];
    memcpy(defined->sequence, sequence + 1, strlen(sequence)); /* with its NUL */
    defined->key = key;
}

void keys_push(struct keys *keys, struct key key)
{
    if (keys->count == KEYS_QUEUE_MAX)
        return;
    keys->queue[(keys->head + keys->count++) % KEYS_QUEUE_MAX] = key;
}

bool keys_take(struct keys *keys, struct key *out)
{
    free(keys->taken);
    keys->taken = NULL;
    if (keys->count == 0)
        return false;
    *out = keys->queue[keys->head];
    keys->head = (keys->head + 1) % KEYS_QUEUE_MAX;
    keys->count--;
    if (out->kind == K_PASTE)
        keys->taken = (char *)out->text;
    return true;
}

static void push_kind(struct keys *keys, enum key_kind kind, uint32_t code, unsigned mods)
{
    keys_push(keys, (struct key){.kind = kind, .code = code, .mods = mods});
}

static void enter(struct keys *keys, enum state state, int64_t now)
{
    keys->state = state;
    keys->since = now;
}

static void end_paste(struct keys *keys)
{
    struct key key = {.kind = K_PASTE, .cut = keys->paste_cut};
    keys->state = GROUND;
    keys->paste_cut = false;
    if (keys->count == KEYS_QUEUE_MAX || keys->paste.len == 0) {
        buf_clear(&keys->paste);
        return;
    }
    key.text = buf_take(&keys->paste);
    keys_push(keys, key);
}

/* The terminal's own name for what came after ESC, if it has one. */
static bool push_defined(struct keys *keys)
{
    for (int i = 0; i < keys->defined_count; i++)
        if (strcmp(keys->defined[i].sequence, keys->sequence) == 0) {
            struct key key = keys->defined[i].key;
            key.mods |= keys->alt ? KEY_ALT : 0;
            keys_push(keys, key);
            return true;
        }
    return false;
}

static bool push_report(struct keys *keys)
{
    int row, col;
    if (!keys->report || !sequence_is_report(keys->sequence, &row, &col))
        return false;
    keys->report = false;
    push_kind(keys, K_REPORT, (uint32_t)col, 0);
    return true;
}

static void finish(struct keys *keys, int64_t now)
{
    struct key key = {.kind = K_NONE};
    keys->state = GROUND;
    if (strcmp(keys->sequence, "[200~") == 0) {
        buf_clear(&keys->paste);
        keys->len = 0;
        enter(keys, PASTE, now);
        return;
    }
    if (push_defined(keys) || push_report(keys) || !sequence_key(keys->sequence, &key))
        return;
    key.mods |= keys->alt ? KEY_ALT : 0;
    keys_push(keys, key);
}

/* Keeps a character of a sequence; the tail of an overlong one is forgotten but still swallowed. */
static void keep(struct keys *keys, uint32_t code)
{
    if (keys->len < KEYS_SEQUENCE_MAX) {
        keys->sequence[keys->len++] = code < 0x80 ? (char)code : '?';
        keys->sequence[keys->len] = '\0';
    } else {
        keys->sequence[1] = '\0';
    }
}

static void feed_ground(struct keys *keys, uint32_t code, int64_t now, unsigned mods)
{
    keys->state = GROUND;
    if (code == ESC)
        enter(keys, ESCAPE, now);
    else if (code == '\r' || code == '\n')
        push_kind(keys, K_ENTER, 0, mods);
    else if (code == '\t')
        push_kind(keys, K_TAB, 0, mods);
    else if (code == 0x7f || code == 0x08)
        push_kind(keys, K_BACKSPACE, 0, mods);
    else if (code < 0x20)
        push_kind(keys, K_CTRL, code == 0 ? '@' : code < 27 ? code + 'a' - 1 : code + '@', mods);
    else if (code >= 0xa0 || code < 0x7f)
        push_kind(keys, K_CHAR, code, mods);
}

static void feed_escape(struct keys *keys, uint32_t code, int64_t now)
{
    bool twice = keys->state == ESCAPE_TWICE;
    keys->len = 0;
    keys->alt = twice;
    if (code == '[' || code == 'O') {
        keep(keys, code);
        enter(keys, code == '[' ? CSI : SS3, now);
        return;
    }
    if (twice)
        push_kind(keys, K_ESC, 0, 0);
    if (code == ESC) {
        enter(keys, ESCAPE_TWICE, now);
    } else if (code == ']' || code == 'P' || code == '^' || code == '_' || code == 'X') {
        keep(keys, code);
        enter(keys, STRING, now);
    } else if (code >= '0' && code <= '9') {
        keys->state = GROUND;
        push_kind(keys, K_F, code == '0' ? 10 : code - '0', 0);
    } else {
        feed_ground(keys, code, now, KEY_ALT);
    }
}

static void feed_csi(struct keys *keys, uint32_t code, int64_t now)
{
    keep(keys, code);
    if (keys->len == 2 && code == '[') {
        keys->state = CSI_LINUX;
    } else if (keys->len == 2 && code == 'M') {
        keys->state = CSI_MOUSE;
        keys->mouse_left = 3;
    } else if ((code >= 0x40 && code <= 0x7e) || (code == '$' && keys->sequence[1] != '?')) {
        finish(keys, now);
    } else if (code < 0x20 || code >= 0x7f) {
        keys->state = GROUND;
        if (code == ESC)
            enter(keys, ESCAPE, now);
    }
}

static void feed_mouse(struct keys *keys)
{
    if (--keys->mouse_left == 0)
        keys->state = GROUND;
}

static void feed_string(struct keys *keys, uint32_t code, int64_t now)
{
    bool ends = code == 0x07 || code == 0x9c || (code == '\\' && keys->sequence[keys->len - 1] == ESC);
    if (ends)
        keys->state = GROUND;
    else if (keys->len < KEYS_SEQUENCE_MAX)
        keep(keys, code);
    else
        keys->sequence[keys->len - 1] = code < 0x80 ? (char)code : '?';
    keys->since = now;
}

static void add_pasted(struct keys *keys, uint32_t code)
{
    if (keys->paste.len + 4 > KEYS_PASTE_MAX)
        keys->paste_cut = true;
    else
        text_append(&keys->paste, code == '\r' ? '\n' : code);
}

/* Inside a paste only its end mark means something; its letters may be spread over many reads. */
static void feed_paste(struct keys *keys, uint32_t code, int64_t now)
{
    static const char end[] = "\x1b[201~";
    keys->since = now;
    if (code == (unsigned char)end[keys->len]) {
        if (end[++keys->len] == '\0')
            end_paste(keys);
        return;
    }
    for (int i = 1; i < keys->len; i++)
        add_pasted(keys, (unsigned char)end[i]);
    keys->len = code == ESC ? 1 : 0;
    if (code != ESC && code != 0)
        add_pasted(keys, code);
}

void keys_feed(struct keys *keys, uint32_t code, int64_t now)
{
    keys_expire(keys, now);
    switch (keys->state) {
    case GROUND:
        feed_ground(keys, code, now, 0);
        break;
    case ESCAPE:
    case ESCAPE_TWICE:
        feed_escape(keys, code, now);
        break;
    case CSI:
        feed_csi(keys, code, now);
        break;
    case CSI_LINUX:
    case SS3:
        keep(keys, code);
        finish(keys, now);
        break;
    case CSI_MOUSE:
        feed_mouse(keys);
        break;
    case STRING:
        feed_string(keys, code, now);
        break;
    case PASTE:
        feed_paste(keys, code, now);
        break;
    }
}

void keys_feed_bytes(struct keys *keys, const char *bytes, size_t len, int64_t now)
{
    char *text = xstrndup(len ? bytes : "", len ? len : 1);
    for (const char *at = text; *at;) {
        uint32_t code = text_next(&at);
        if (code != 0xfffd)
            keys_feed(keys, code, now);
    }
    free(text);
}

static int patience(const struct keys *keys)
{
    switch (keys->state) {
    case GROUND:
        return -1;
    case ESCAPE:
    case ESCAPE_TWICE:
        return keys->escape_ms;
    case STRING:
        return keys->len > 1 ? STRING_MS : KEYS_ESCAPE_MS;
    case PASTE:
        return KEYS_PASTE_MS;
    default:
        return KEYS_ESCAPE_MS;
    }
}

void keys_expire(struct keys *keys, int64_t now)
{
    int limit = patience(keys);
    if (limit < 0 || now - keys->since < limit)
        return;
    enum state was = keys->state;
    keys->state = GROUND;
    if (was == PASTE) {
        end_paste(keys);
    } else if (was == ESCAPE || was == ESCAPE_TWICE) {
        push_kind(keys, K_ESC, 0, 0);
        if (was == ESCAPE_TWICE)
            push_kind(keys, K_ESC, 0, 0);
    } else if (keys->len == 1 && was != CSI_MOUSE) {
        push_kind(keys, K_CHAR, (uint32_t)keys->sequence[0], KEY_ALT);
    }
}

int keys_wait(const struct keys *keys, int64_t now)
{
    int limit = patience(keys);
    if (limit < 0)
        return -1;
    int64_t left = keys->since + limit - now;
    return left < 0 ? 0 : (int)left;
}

void keys_expect_report(struct keys *keys)
{
    keys->report = true;
}
