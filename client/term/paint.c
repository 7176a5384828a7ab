/* From roles to colours, from page cells to curses cells. Called by screen.c. A row is always written whole:
 * half of a double-width cell left standing would corrupt it (ncurses 6.4). */
#include "client/term/paint.h"

#include "common/text.h"

#include <stdlib.h>
#include <wchar.h>

static attr_t attributes_of(unsigned bits)
{
    return (bits & PAINT_BOLD ? A_BOLD : 0) | (bits & PAINT_REVERSE ? A_REVERSE : 0) |
           (bits & PAINT_UNDERLINE ? A_UNDERLINE : 0) | (bits & PAINT_DIM ? A_DIM : 0);
}

static short mix_pair(short number, const struct paint *paint)
{
    bool rich = COLORS >= 256;
    short fg = rich ? paint->rich_fg : paint->fg, bg = rich ? paint->rich_bg : paint->bg;
    if (number >= COLOR_PAIRS || init_pair(number, fg, bg) == ERR)
        return 0;
    return number;
}

void brush_mix(struct brush *brush, const struct theme *theme, bool colour)
{
    bool coloured =
        colour && has_colors() && start_color() == OK && COLORS >= 8 && use_default_colors() == OK;
    const struct theme *used = coloured ? theme : theme_find("mono");
    for (int role = 0; role < ROLE_COUNT; role++) {
        brush->attributes[role] = attributes_of(used->paint[role].attributes);
        brush->pairs[role] = coloured ? mix_pair((short)(role + 1), &used->paint[role]) : 0;
    }
}

static const cchar_t *line_glyph(enum line line)
{
    switch (line) {
    case LINE_H:
        return WACS_HLINE;
    case LINE_V:
        return WACS_VLINE;
    case LINE_TOP_LEFT:
        return WACS_ULCORNER;
    case LINE_TOP_RIGHT:
        return WACS_URCORNER;
    case LINE_BOTTOM_LEFT:
        return WACS_LLCORNER;
    case LINE_BOTTOM_RIGHT:
        return WACS_LRCORNER;
    case LINE_TEE_LEFT:
        return WACS_LTEE;
    case LINE_TEE_RIGHT:
        return WACS_RTEE;
    case LINE_TEE_TOP:
        return WACS_TTEE;
    default:
        return WACS_BTEE;
    }
}

static void line_cell(const struct brush *brush, const struct canvas_cell *cell, cchar_t *out)
{
    wchar_t text[CCHARW_MAX + 1] = {0};
    attr_t attributes = 0;
    short pair = 0;
    if (brush->ascii_lines)
        text[0] = cell->line == LINE_H ? L'-' : cell->line == LINE_V ? L'|' : L'+';
    else
        getcchar(line_glyph(cell->line), text, &attributes, &pair, NULL);
    setcchar(out, text, attributes | brush->attributes[cell->role], brush->pairs[cell->role], NULL);
}

/* Characters that East Asian fonts draw two columns wide while wcwidth() says one: where the terminal does
 * so, the common ones are painted as their ASCII likeness, the rest as '?'. */
static wchar_t undoubted(wchar_t code)
{
    static const struct {
        wchar_t first, last;
        char likeness;
    } doubts[] = {{0xa7, 0xa8, '?'},     {0xb0, 0xb4, '?'},     {0xb7, 0xb7, '.'},     {0xd7, 0xd7, 'x'},
                  {0xf7, 0xf7, '/'},     {0x391, 0x451, '?'},   {0x2010, 0x2016, '-'}, {0x2018, 0x2019, '\''},
                  {0x201c, 0x201d, '"'}, {0x2020, 0x2022, '*'}, {0x2024, 0x2027, '.'}, {0x2030, 0x203e, '?'},
                  {0x2103, 0x2109, 'C'}, {0x2116, 0x2116, '#'}, {0x2150, 0x2199, '?'}, {0x2200, 0x22ff, '?'},
                  {0x2460, 0x24ff, '?'}, {0x2500, 0x273d, '?'}};
    for (size_t i = 0; i < sizeof doubts / sizeof doubts[0]; i++)
        if (code >= doubts[i].first && code <= doubts[i].last && wcwidth(code) == 1)
            return (wchar_t)doubts[i].likeness;
    return code;
}

static void text_cell(const struct brush *brush, const struct canvas_cell *cell, cchar_t *out)
{
    wchar_t text[CCHARW_MAX + 1] = {0};
    const char *at = cell->text;
    for (int i = 0; i < CCHARW_MAX && *at; i++)
        text[i] = brush->wide_doubt ? undoubted((wchar_t)text_next(&at)) : (wchar_t)text_next(&at);
    setcchar(out, text, brush->attributes[cell->role], brush->pairs[cell->role], NULL);
}

void brush_row(const struct brush *brush, WINDOW *window, const struct canvas *canvas, int row)
{
    cchar_t cells[CANVAS_COLS_MAX];
    int count = 0, width = getmaxx(window) < canvas_cols(canvas) ? getmaxx(window) : canvas_cols(canvas);
    for (int col = 0; col < width && count < CANVAS_COLS_MAX;) {
        const struct canvas_cell *cell = canvas_cell_at(canvas, row, col);
        if (cell->line != LINE_NONE)
            line_cell(brush, cell, &cells[count++]);
        else
            text_cell(brush, cell, &cells[count++]);
        col += cell->columns > 0 ? cell->columns : 1;
    }
    mvwadd_wchnstr(window, row, 0, cells, count);
}
