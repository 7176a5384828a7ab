/* Radio choice. Used by forms. */
#include "client/widgets/choice.h"

#include "common/mem.h"
#include "common/text.h"

#include <stdlib.h>
#include <string.h>

#define MARK 3 /* "(o)" */
#define GAP 1

struct choice {
    const struct choice_option *options;
    int count, chosen, cursor;
};

struct choice *choice_new(const struct choice_option *options, int count)
{
    struct choice *choice = xcalloc(1, sizeof *choice);
    choice->options = options;
    choice->count = count > CHOICE_MAX ? CHOICE_MAX : count;
    choice->chosen = -1;
    return choice;
}

void choice_free(struct choice *choice)
{
    free(choice);
}

void choice_options(struct choice *choice, const struct choice_option *options, int count)
{
    char *chosen = xstrdup(choice_value(choice));
    choice->options = options;
    choice->count = count > CHOICE_MAX ? CHOICE_MAX : count;
    choice->cursor = 0;
    choice_set(choice, chosen);
    free(chosen);
}

const char *choice_value(const struct choice *choice)
{
    return choice->chosen >= 0 ? choice->options[choice->chosen].value : "";
}

void choice_set(struct choice *choice, const char *value)
{
    choice->chosen = -1;
    for (int i = 0; i < choice->count; i++)
        if (strcmp(choice->options[i].value, value) == 0)
            choice->chosen = choice->cursor = i;
}

static void choose(struct choice *choice, int n)
{
    choice->cursor = choice->chosen = n;
}

static enum heard step(struct choice *choice, int by)
{
    int to = choice->cursor + by;
    if (to >= 0 && to < choice->count)
        choice->cursor = to;
    if (choice->chosen >= 0)
        choice->chosen = choice->cursor;
    return HEARD;
}

/* A letter jumps to the next option whose name in either language, or whose initials, start with it. */
static bool starts_with(const struct choice_option *option, uint32_t code)
{
    const char *en = option->label.en ? option->label.en : "", *zh = option->label.zh ? option->label.zh : "";
    struct buf initials = {0};
    text_initials(&initials, zh);
    uint32_t lower = code >= 'A' && code <= 'Z' ? code + 32 : code;
    bool yes = (*en && ((uint32_t)(unsigned char)*en | 32) == lower) ||
               (initials.len && (uint32_t)(unsigned char)initials.data[0] == lower) ||
               (*zh && text_next(&zh) == code);
    buf_free(&initials);
    return yes;
}

static enum heard type(struct choice *choice, uint32_t code)
{
    if (code == ' ') {
        choose(choice, choice->cursor);
        return HEARD;
    }
    if (code >= '1' && code <= '9' && (int)(code - '1') < choice->count) {
        choose(choice, (int)(code - '1'));
        return HEARD;
    }
    for (int i = 1; i <= choice->count; i++) {
        int n = (choice->cursor + i) % choice->count;
        if (starts_with(&choice->options[n], code)) {
            choose(choice, n);
            return HEARD;
        }
    }
    return HEARD_NOT;
}

enum heard choice_key(struct choice *choice, const struct key *key)
{
    struct key meant = key_command(*key);
    if (choice->count == 0 || meant.mods & KEY_ALT)
        return HEARD_NOT;
    if (meant.kind == K_LEFT || meant.kind == K_RIGHT)
        return step(choice, meant.kind == K_LEFT ? -1 : 1);
    return meant.kind == K_CHAR ? type(choice, meant.code) : HEARD_NOT;
}

/* Where option n stands in a width of cols: an option that does not fit goes to the next row whole. */
static struct span place_of(const struct choice *choice, int n, enum lang lang, int cols)
{
    struct span place = {0, 0, 0};
    for (int i = 0; i <= n; i++) {
        const char *word = label_in(choice->options[i].label, lang);
        int next = i ? place.col + place.width + GAP : 0;
        place.width = MARK + cell_columns(word ? word : "");
        place.row += next > 0 && next + place.width > cols;
        place.col = next + place.width > cols ? 0 : next;
    }
    return place;
}

int choice_rows(const struct choice *choice, enum lang lang, int cols)
{
    return choice->count ? place_of(choice, choice->count - 1, lang, cols).row + 1 : 1;
}

static void draw_option(const struct choice *choice, struct canvas *canvas, struct span span, int n)
{
    canvas_write(canvas, span, n == choice->chosen ? "(o)" : "( )", ROLE_TEXT);
    canvas_write(canvas, span_at(span.row, span.col + MARK, span.width - MARK),
                 canvas_word(canvas, choice->options[n].label), ROLE_TEXT);
}

void choice_draw(const struct choice *choice, struct canvas *canvas, struct area area, bool focused)
{
    canvas_fill(canvas, area, ROLE_TEXT);
    for (int i = 0; i < choice->count; i++) {
        struct span place = place_of(choice, i, canvas_lang(canvas), area.cols);
        if (place.row >= area.rows)
            return;
        int room = area.cols - place.col;
        place = span_at(area.row + place.row, area.col + place.col, place.width < room ? place.width : room);
        draw_option(choice, canvas, place, i);
        if (focused && i == choice->cursor) {
            canvas_role(canvas, place, ROLE_CURSOR);
            canvas_cursor(canvas, place.row, place.col + 1, true);
        }
    }
}
