/* Any bytes as a terminal's input to every kind of field: keys come out, texts change, and after each key the
 * text is valid, within its limits, the cursor at a grapheme border, and every painted row exactly as wide as
 * its span. The first byte chooses rules, the second the width. */
#include "client/term/keys.h"
#include "client/widgets/edit.h"
#include "client/widgets/field.h"
#include "client/widgets/note.h"
#include "client/widgets/when.h"
#include "common/text.h"

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CHARS 40
#define COLUMNS 30
#define BYTES 90

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    setlocale(LC_ALL, "C.UTF-8");
    return 0;
}

static void require(bool holds)
{
    if (!holds)
        abort();
}

static struct edit_rules rules_of(uint8_t choice)
{
    return (struct edit_rules){.chars = choice & 1 ? CHARS : 0,
                               .columns = choice & 2 ? COLUMNS : 0,
                               .bytes = choice & 4 ? BYTES : 0,
                               .filter = (enum edit_filter)((choice >> 3) % (EDIT_TIME + 1)),
                               .fold = choice & 64,
                               .lines = choice & 128};
}

static bool at_border(const char *text, size_t cursor)
{
    struct cell cell;
    size_t at = 0;
    while (at < cursor && text[at])
        at += cell_next(text + at, &cell);
    return at == cursor;
}

static void check_text(const struct edit *edit, const struct edit_rules *rules)
{
    const char *text = edit_text(edit);
    require(text_valid_utf8(text, strlen(text)));
    require(edit_cursor(edit) <= strlen(text) && at_border(text, edit_cursor(edit)));
    require(!rules->chars || text_chars(text) <= CHARS);
    require(!rules->bytes || strlen(text) <= BYTES);
    for (const char *at = text; *at; at++)
        require((unsigned char)*at >= 0x20 || (rules->lines && *at == '\n'));
}

static void check_row(struct field *field, int width)
{
    struct canvas *canvas = canvas_new(1, width, LANG_ZH);
    struct buf text = {0};
    int row, col;
    bool shown;
    field_draw(field, canvas, span_at(0, 0, width), true);
    canvas_text(canvas, &text);
    text.data[text.len - 1] = '\0';
    require(text_columns(text.data) == width);
    require(canvas_cursor_get(canvas, &row, &col, &shown) && col > 0 && col < width);
    buf_free(&text);
    canvas_free(canvas);
}

static void check_when(const char *text)
{
    for (int kind = WHEN_DATE; kind <= WHEN_WINDOW; kind++) {
        struct buf out = {0}, again = {0};
        struct label why;
        if (when_parse(text, (enum when_kind)kind, "2026-11-24 14:32", &out, &why)) {
            require(when_parse(out.data, (enum when_kind)kind, "2026-11-24 14:32", &again, &why));
            require(strcmp(out.data, again.data) == 0);
        }
        buf_free(&out);
        buf_free(&again);
    }
}

/* All three get the same keys. */
static void feed(struct keys *keys, struct edit *edit, struct field *field, struct note *note)
{
    struct key key;
    while (keys_take(keys, &key)) {
        edit_key(edit, &key);
        field_key(field, &key);
        note_key(note, &key);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > 4096)
        return 0;
    struct edit_rules rules = rules_of(data[0]);
    int width = 4 + data[1] % 60;
    struct keys *keys = keys_new();
    struct edit *edit = edit_new(&rules);
    struct field *field = field_new(&(struct field_spec){.rules = rules, .mask = data[1] & 64});
    struct note *note = note_new(CHARS);
    struct canvas *page = canvas_new(4, width, LANG_ZH);
    for (size_t at = 2; at < size; at += 16) {
        size_t len = size - at < 16 ? size - at : 16;
        keys_feed_bytes(keys, (const char *)data + at, len, (int64_t)at * 10);
        feed(keys, edit, field, note);
        check_text(edit, &rules);
        check_row(field, width);
        note_draw(note, page, area_at(0, 0, 4, width), true);
    }
    check_when(edit_text(edit));
    canvas_free(page);
    note_free(note);
    field_free(field);
    edit_free(edit);
    keys_free(keys);
    return 0;
}
