/* Keys as people write them, and keys as an input method mangles them. Called by screens and widgets. Pure.
 */
#include "client/term/keys.h"
#include "common/buf.h"
#include "common/text.h"

#include <stdio.h>
#include <string.h>

/* What a Chinese input method makes of ASCII keys besides the full-width forms. */
static uint32_t unmangle(uint32_t code)
{
    static const struct {
        uint32_t typed, meant;
    } table[] = {{0x3001, '/'}, {0x3002, '.'}, {0x300a, '<'},  {0x300b, '>'},  {0x3010, '['}, {0x3011, ']'},
                 {0xffe5, '$'}, {0x00b7, '`'}, {0x2018, '\''}, {0x2019, '\''}, {0x201c, '"'}, {0x201d, '"'},
                 {0x300c, '{'}, {0x300d, '}'}, {0x2026, '^'},  {0x2014, '_'}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].typed == code)
            return table[i].meant;
    return text_fold_width(code);
}

struct key key_command(struct key key)
{
    if (key.kind == K_CHAR)
        key.code = unmangle(key.code);
    return key;
}

static const char *const kind_names[] = {
    [K_ENTER] = "Enter",   [K_TAB] = "Tab",       [K_BACKTAB] = "S-Tab", [K_ESC] = "Esc",
    [K_BACKSPACE] = "BS",  [K_DELETE] = "Del",    [K_INSERT] = "Ins",    [K_UP] = "Up",
    [K_DOWN] = "Down",     [K_LEFT] = "Left",     [K_RIGHT] = "Right",   [K_HOME] = "Home",
    [K_END] = "End",       [K_PASTE] = "paste",   [K_PAGE_UP] = "PgUp",  [K_PAGE_DOWN] = "PgDn",
    [K_RESIZE] = "resize", [K_REPORT] = "report",
};

static void append_char(uint32_t code, char *into, size_t size)
{
    struct buf text = {0};
    text_append(&text, code);
    snprintf(into, size, "%s%s", into[0] ? "Alt-" : "", code == ' ' ? "Space" : text.data);
    buf_free(&text);
}

const char *key_label(const struct key *key, char *into, size_t size)
{
    const char *alt = key->mods & KEY_ALT ? "Alt-" : "";
    switch (key->kind) {
    case K_CHAR:
        snprintf(into, size, "%s", alt);
        append_char(key->code, into, size);
        return into;
    case K_CTRL:
        snprintf(into, size, "%sCtrl-%c", alt, key->code >= 'a' ? (int)key->code - 32 : (int)key->code);
        return into;
    case K_F:
        snprintf(into, size, "%sF%u", alt, key->code);
        return into;
    case K_NONE:
        return "";
    default:
        return kind_names[key->kind];
    }
}

bool key_is_char(const struct key *key, uint32_t code)
{
    return key->kind == K_CHAR && key->code == code && !(key->mods & KEY_ALT);
}

bool key_is_ctrl(const struct key *key, char letter)
{
    return key->kind == K_CTRL && key->code == (uint32_t)letter;
}

bool key_is_f(const struct key *key, int number)
{
    return key->kind == K_F && key->code == (uint32_t)number && !(key->mods & (KEY_SHIFT | KEY_CONTROL));
}
