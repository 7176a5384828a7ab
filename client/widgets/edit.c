/* The edit buffer. Used by field and note, fuzzed by tests/fuzz/fuzz_field.c. The cursor is a byte offset,
 * but it only ever stands at grapheme borders; what gets in is decided character by character in admit(). */
#include "client/widgets/edit.h"

#include "client/term/cells.h"
#include "client/term/keys.h"
#include "common/buf.h"
#include "common/mem.h"
#include "common/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#define REPLACEMENT 0xfffd

struct edit {
    struct edit_rules rules;
    struct buf text;
    size_t cursor;
    char *before; /* the text one step ago, NULL if there is none */
    size_t before_cursor;
    bool typing; /* the step at hand is a run of typed characters: they are undone together */
    bool overwrite;
};

static void wipe_and_free(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}

struct edit *edit_new(const struct edit_rules *rules)
{
    struct edit *edit = xcalloc(1, sizeof *edit);
    edit->rules = *rules;
    if (rules->chars <= 0 || rules->chars > EDIT_CHARS_MAX)
        edit->rules.chars = EDIT_CHARS_MAX;
    if (rules->bytes <= 0 || rules->bytes > EDIT_BYTES_MAX)
        edit->rules.bytes = EDIT_BYTES_MAX;
    buf_str(&edit->text, "");
    return edit;
}

void edit_free(struct edit *edit)
{
    if (!edit)
        return;
    explicit_bzero(edit->text.data, edit->text.len);
    buf_free(&edit->text);
    wipe_and_free(edit->before);
    free(edit);
}

const char *edit_text(const struct edit *edit)
{
    return edit->text.data;
}

size_t edit_cursor(const struct edit *edit)
{
    return edit->cursor;
}

bool edit_overwrites(const struct edit *edit)
{
    return edit->overwrite;
}

static bool is_letter_or_digit(uint32_t code)
{
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

static bool passes_filter(uint32_t code, enum edit_filter filter)
{
    bool digit = code >= '0' && code <= '9';
    switch (filter) {
    case EDIT_ANY:
        return true;
    case EDIT_DIGITS:
        return digit;
    case EDIT_MONEY:
        return digit || code == '.';
    case EDIT_PHONE:
        return digit || code == '+' || code == '-' || code == ' ';
    case EDIT_CODE:
        return is_letter_or_digit(code) || code == '-' || code == '.' || code == '_';
    case EDIT_DATE:
        return digit || code == '-';
    case EDIT_TIME:
        return digit || code == ':';
    }
    return false;
}

/* Controls, invisible and unassigned characters would be refused by the server: they do not get in. */
static bool is_refused(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return code == REPLACEMENT || category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
           category == UTF8PROC_CATEGORY_CN || category == UTF8PROC_CATEGORY_CS || code == 0x2028 ||
           code == 0x2029 || cell_invisible(code);
}

/* The character as it gets in; 0 if it does not. */
static uint32_t admit(const struct edit_rules *rules, uint32_t code)
{
    if (code == '\n' && rules->lines)
        return code;
    if (code == '\n' || code == '\t')
        code = ' ';
    if (rules->filter != EDIT_ANY || rules->fold) {
        uint32_t folded = code == 0x3002 ? '.' : text_fold_width(code);
        if (rules->filter != EDIT_ANY || is_letter_or_digit(folded))
            code = folded;
    }
    return is_refused(code) || !passes_filter(code, rules->filter) ? 0 : code;
}

/* Money: at most one point, at most two digits after it. */
static bool is_money(const char *text)
{
    const char *point = strchr(text, '.');
    return !point || (!strchr(point + 1, '.') && strlen(point + 1) <= 2);
}

/* Everything up to here is at a border; where the next border at or after `at` is. */
static size_t border_after(const char *text, size_t at)
{
    struct cell cell;
    size_t here = at;
    while (here > 0 && text[here - 1] != '\n')
        here--;
    for (size_t step; here < at && (step = cell_next(text + here, &cell)) > 0;)
        here += step;
    return here;
}

static void remember(struct edit *edit, bool typing)
{
    if (typing && edit->typing)
        return;
    wipe_and_free(edit->before);
    edit->before = xstrdup(edit->text.data);
    edit->before_cursor = edit->cursor;
    edit->typing = typing;
}

/* Replaces len bytes at `at`; the cursor goes to the border after what was put there. */
static void splice(struct edit *edit, size_t at, size_t len, const char *put)
{
    struct buf text = {0};
    buf_add(&text, edit->text.data, at);
    buf_str(&text, put);
    size_t cursor = text.len;
    buf_str(&text, edit->text.data + at + len);
    explicit_bzero(edit->text.data, edit->text.len);
    buf_free(&edit->text);
    edit->text = text;
    edit->cursor = border_after(edit->text.data, cursor);
}

/* Bytes of the clusters that count new ones overwrite; never past the end of the line. */
static size_t overwritten(const struct edit *edit, size_t count)
{
    const char *text = edit->text.data + edit->cursor;
    size_t len = 0;
    struct cell cell;
    while (edit->overwrite && count-- > 0 && text[len] && text[len] != '\n')
        len += cell_next(text + len, &cell);
    return len;
}

struct room {
    size_t chars, bytes;
};

static size_t spare(int limit, size_t used)
{
    return used < (size_t)limit ? (size_t)limit - used : 0;
}

/* Appends what may get in of text, as far as there is room. */
static void filter_text(const struct edit_rules *rules, const char *text, struct room room, struct buf *out)
{
    while (*text && room.chars > 0) {
        uint32_t code = admit(rules, text_next(&text));
        size_t before = out->len;
        if (!code)
            continue;
        text_append(out, code);
        if (out->len > room.bytes) {
            out->data[out->len = before] = '\0';
            return;
        }
        room.chars--;
    }
}

static bool fits(const struct edit *edit, const struct buf *put, size_t replaced)
{
    struct buf whole = {0};
    buf_add(&whole, edit->text.data, edit->cursor);
    buf_str(&whole, put->data);
    buf_str(&whole, edit->text.data + edit->cursor + replaced);
    int limit = edit->rules.columns;
    bool ok = (limit <= 0 || cell_columns(whole.data) <= limit) &&
              (edit->rules.filter != EDIT_MONEY || is_money(whole.data));
    explicit_bzero(whole.data, whole.len);
    buf_free(&whole);
    return ok;
}

static void drop_last(struct buf *put)
{
    put->len -= cell_before(put->data, put->len);
    put->data[put->len] = '\0';
}

/* Characters and bytes that may still come in when `replaced` bytes at the cursor go. */
static struct room room_left(const struct edit *edit, size_t replaced)
{
    const char *at = edit->text.data + edit->cursor;
    size_t gone = text_chars(at) - text_chars(at + replaced);
    return (struct room){spare(edit->rules.chars, text_chars(edit->text.data) - gone),
                         spare(edit->rules.bytes, edit->text.len - replaced)};
}

static bool insert(struct edit *edit, const char *text, bool typing)
{
    struct buf put = {0};
    size_t replaced = overwritten(edit, text_chars(text));
    buf_str(&put, "");
    filter_text(&edit->rules, text, room_left(edit, replaced), &put);
    while (put.len > 0 && !fits(edit, &put, replaced))
        drop_last(&put);
    bool any = put.len > 0;
    if (any) {
        remember(edit, typing);
        splice(edit, edit->cursor, replaced, put.data);
    }
    explicit_bzero(put.data, put.len);
    buf_free(&put);
    return any;
}

bool edit_insert(struct edit *edit, const char *text)
{
    return insert(edit, text, false);
}

void edit_set(struct edit *edit, const char *text)
{
    bool overwrite = edit->overwrite;
    edit->overwrite = false;
    splice(edit, 0, edit->text.len, "");
    insert(edit, text, false);
    wipe_and_free(edit->before);
    edit->before = NULL;
    edit->typing = false;
    edit->overwrite = overwrite;
}

/* Moving ends a run of typing. */
static bool move_to(struct edit *edit, size_t at)
{
    bool moved = at != edit->cursor;
    edit->cursor = at;
    edit->typing = false;
    return moved;
}

bool edit_left(struct edit *edit)
{
    return move_to(edit, edit->cursor - cell_before(edit->text.data, edit->cursor));
}

bool edit_right(struct edit *edit)
{
    struct cell cell;
    return move_to(edit, edit->cursor + cell_next(edit->text.data + edit->cursor, &cell));
}

static size_t line_start(const struct edit *edit)
{
    size_t at = edit->cursor;
    while (at > 0 && edit->text.data[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(const struct edit *edit)
{
    return edit->cursor + strcspn(edit->text.data + edit->cursor, "\n");
}

bool edit_home(struct edit *edit)
{
    return move_to(edit, line_start(edit));
}

bool edit_end(struct edit *edit)
{
    return move_to(edit, line_end(edit));
}

bool edit_seek(struct edit *edit, size_t at)
{
    size_t limit = at < edit->text.len ? at : edit->text.len;
    size_t border = border_after(edit->text.data, limit);
    if (border > limit)
        border -= cell_before(edit->text.data, border);
    return move_to(edit, border);
}

static bool cut(struct edit *edit, size_t from, size_t to)
{
    if (from == to)
        return false;
    remember(edit, false);
    splice(edit, from, to - from, "");
    return true;
}

bool edit_backspace(struct edit *edit)
{
    return cut(edit, edit->cursor - cell_before(edit->text.data, edit->cursor), edit->cursor);
}

bool edit_delete(struct edit *edit)
{
    struct cell cell;
    return cut(edit, edit->cursor, edit->cursor + cell_next(edit->text.data + edit->cursor, &cell));
}

bool edit_kill_end(struct edit *edit)
{
    return cut(edit, edit->cursor, line_end(edit));
}

bool edit_kill_start(struct edit *edit)
{
    return cut(edit, line_start(edit), edit->cursor);
}

enum kind_of_char { BLANK, WIDE, OTHER };

static enum kind_of_char kind_before(const char *text, size_t at, size_t *step)
{
    struct cell cell;
    *step = cell_before(text, at);
    cell_next(text + at - *step, &cell);
    return cell.text[0] == ' ' ? BLANK : cell.columns == 2 ? WIDE : OTHER;
}

bool edit_kill_word(struct edit *edit)
{
    const char *text = edit->text.data;
    size_t at = edit->cursor, start = line_start(edit), step;
    while (at > start && kind_before(text, at, &step) == BLANK)
        at -= step;
    enum kind_of_char kind = at > start ? kind_before(text, at, &step) : BLANK;
    while (at > start && kind_before(text, at, &step) == kind)
        at -= step;
    return cut(edit, at, edit->cursor);
}

bool edit_undo(struct edit *edit)
{
    if (!edit->before)
        return false;
    char *now = xstrdup(edit->text.data);
    size_t now_cursor = edit->cursor;
    buf_clear(&edit->text);
    buf_str(&edit->text, edit->before);
    edit->cursor = edit->before_cursor;
    wipe_and_free(edit->before);
    edit->before = now;
    edit->before_cursor = now_cursor;
    edit->typing = false;
    return true;
}

void edit_toggle_overwrite(struct edit *edit)
{
    edit->overwrite = !edit->overwrite;
    edit->typing = false;
}

static bool control_key(struct edit *edit, uint32_t letter)
{
    static const struct {
        char letter;
        bool (*act)(struct edit *);
    } table[] = {{'a', edit_home},     {'e', edit_end},        {'b', edit_left},      {'f', edit_right},
                 {'k', edit_kill_end}, {'u', edit_kill_start}, {'w', edit_kill_word}, {'z', edit_undo},
                 {'_', edit_undo},     {'d', edit_delete}};
    for (size_t i = 0; i < array_length(table); i++)
        if ((uint32_t)table[i].letter == letter) {
            table[i].act(edit);
            return true;
        }
    return false;
}

static bool type_char(struct edit *edit, const struct key *key)
{
    struct buf text = {0};
    if (key->mods & (KEY_ALT | KEY_CONTROL))
        return false;
    text_append(&text, key->code);
    insert(edit, text.data, true);
    buf_free(&text);
    return true;
}

bool edit_key(struct edit *edit, const struct key *key)
{
    switch (key->kind) {
    case K_CHAR:
        return type_char(edit, key);
    case K_CTRL:
        return control_key(edit, key->code);
    case K_PASTE:
        insert(edit, key->text, false);
        return true;
    case K_LEFT:
        edit_left(edit);
        return true;
    case K_RIGHT:
        edit_right(edit);
        return true;
    case K_HOME:
        edit_home(edit);
        return true;
    case K_END:
        edit_end(edit);
        return true;
    case K_BACKSPACE:
        key->mods &KEY_ALT ? edit_kill_word(edit) : edit_backspace(edit);
        return true;
    case K_DELETE:
        edit_delete(edit);
        return true;
    case K_INSERT:
        edit_toggle_overwrite(edit);
        return true;
    default:
        return false;
    }
}
