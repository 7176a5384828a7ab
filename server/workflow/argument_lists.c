/* The three lists a value can hold, each entry ended by ";". Pure; called by arguments.c with clean text.
 * Whether a code exists or a quantity makes sense is for the guards; here it only has to be one. */
#include "server/workflow/argument_lists.h"

#include "common/mem.h"
#include "common/text.h"

#include <stdlib.h>
#include <string.h>

static char *trimmed(char *text)
{
    while (*text == ' ')
        text++;
    for (char *end = text + strlen(text); end > text && end[-1] == ' ';)
        *--end = 0;
    return text;
}

/* Cuts text at the first of a character and gives what follows it, NULL if it is not there. */
static char *cut(char *text, char at)
{
    char *found = strchr(text, at);
    if (!found)
        return NULL;
    *found = 0;
    return trimmed(found + 1);
}

/* CODE*QUANTITY[*SECOND][@YUAN] */
static enum argument_fault read_line(struct arguments *a, char *entry)
{
    if (a->input.lines == LINES_MAX)
        return ARGUMENT_LONG;
    struct line *line = &a->input.line[a->input.lines++];
    char *chosen = cut(entry, '@'), *quantity = cut(entry, '*');
    char *second = quantity ? cut(quantity, '*') : NULL;
    char *code = trimmed(entry);
    *line = (struct line){.chosen_fen = -1};
    if (!quantity || !*code ||
        !arguments_hundredths(trimmed(quantity), ARGUMENT_QUANTITY_MAX, &line->quantity))
        return ARGUMENT_KIND;
    if (second && !arguments_hundredths(trimmed(second), ARGUMENT_QUANTITY_MAX, &line->second))
        return ARGUMENT_KIND;
    if (chosen && !arguments_hundredths(chosen, ARGUMENT_FEN_MAX, &line->chosen_fen))
        return ARGUMENT_KIND;
    if (strlen(code) >= sizeof line->code)
        return ARGUMENT_LONG;
    memcpy(line->code, code, strlen(code) + 1);
    return ARGUMENT_OK;
}

static enum argument_fault add_thing(struct arguments *a, const char *name, const char *quantity,
                                     const char *word)
{
    if (a->input.things == LINES_MAX)
        return ARGUMENT_LONG;
    for (int i = 0; i < a->input.things; i++)
        if (strcmp(a->input.thing[i].name, name) == 0)
            return ARGUMENT_TWICE;
    a->input.thing[a->input.things++] =
        (struct thing){arguments_keep(a, name), arguments_keep(a, quantity), arguments_keep(a, word)};
    return ARGUMENT_OK;
}

/* NAME*QUANTITY; the last "*" parts them, so that a name may hold one ("86*86 底盒*2"). */
static enum argument_fault read_thing(struct arguments *a, char *entry)
{
    char *star = strrchr(entry, '*');
    if (!star)
        return ARGUMENT_KIND;
    *star = 0;
    char *name = trimmed(entry), *quantity = trimmed(star + 1);
    if (!*name || !*quantity)
        return ARGUMENT_KIND;
    if (text_chars(name) > ARGUMENT_THING_MAX || text_chars(quantity) > ARGUMENT_QUANTITY_TEXT_MAX)
        return ARGUMENT_LONG;
    return add_thing(a, name, quantity, "");
}

/* CODE=yes|no|na[:WORD] */
static enum argument_fault read_answer(struct arguments *a, char *entry)
{
    char *answer = cut(entry, '='), *word = answer ? cut(answer, ':') : NULL;
    char *code = trimmed(entry);
    if (!answer || !*code || strlen(code) > ARGUMENT_WORD_MAX ||
        code[strspn(code, "abcdefghijklmnopqrstuvwxyz_")])
        return ARGUMENT_KIND;
    answer = trimmed(answer);
    if (strcmp(answer, "yes") != 0 && strcmp(answer, "no") != 0 && strcmp(answer, "na") != 0)
        return ARGUMENT_OPTION;
    if (word && text_chars(word) > ARGUMENT_THING_MAX)
        return ARGUMENT_LONG;
    return add_thing(a, code, answer, word ? word : "");
}

static enum argument_fault read_entry(struct arguments *a, enum arg_kind kind, char *entry)
{
    if (kind == ARG_LINES)
        return read_line(a, entry);
    return kind == ARG_THINGS ? read_thing(a, entry) : read_answer(a, entry);
}

/* A last ";" with nothing after it is let through; an empty entry in the middle is not. */
enum argument_fault argument_list_read(struct arguments *a, enum arg_kind kind, const char *text)
{
    char *copy = xstrdup(text), *entry = copy;
    enum argument_fault fault = ARGUMENT_OK;
    while (fault == ARGUMENT_OK && entry && *entry) {
        char *next = cut(entry, ';');
        fault = read_entry(a, kind, entry);
        entry = next;
    }
    free(copy);
    return fault;
}
