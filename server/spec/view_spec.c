/* Reads the comment lines at the head of a view. Called once at the start for every view (server/views.c): a
 * view that does not say who may see it must never be served. */
#include "server/spec/view_spec.h"

#include "common/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 640
#define STAFF (1u << ROLE_CAM | 1u << ROLE_SUP | 1u << ROLE_TEC | 1u << ROLE_PM | 1u << ROLE_STF)

struct reader {
    const char *name;
    struct view_spec *spec;
    unsigned seen; /* bits by position in keys */
    char *fault;
    size_t size;
};

static bool fail(struct reader *r, const char *what, const char *text)
{
    snprintf(r->fault, r->size, "%s: %s%s%s", r->name, what, *text ? " " : "", text);
    return false;
}

static bool copy(struct reader *r, char *out, size_t size, const char *text)
{
    if (!*text || strlen(text) >= size)
        return fail(r, *text ? "too long:" : "empty line in the head", text);
    memcpy(out, text, strlen(text) + 1);
    return true;
}

static bool read_name(struct reader *r, char *text)
{
    if (strcmp(text, r->name) != 0)
        return fail(r, "the file is not called", text);
    return copy(r, r->spec->name, sizeof r->spec->name, text);
}

static bool read_role(struct reader *r, char *word)
{
    struct view_spec *spec = r->spec;
    enum role role = role_find(word);
    if (strcmp(word, "any") == 0)
        spec->anybody = true;
    else if (strcmp(word, "staff") == 0)
        spec->roles |= STAFF;
    else if (role != ROLE_NONE && role != ROLE_SYSTEM)
        spec->roles |= 1u << role;
    else
        return fail(r, "no such role:", word);
    return true;
}

static bool read_about(struct reader *r, char *text)
{
    return copy(r, r->spec->zh, sizeof r->spec->zh, text);
}

static bool read_about_en(struct reader *r, char *text)
{
    return copy(r, r->spec->en, sizeof r->spec->en, text);
}

/* ---- arguments ---- */

static const struct kind_word {
    const char *word;
    enum view_arg_kind kind;
} kind_words[] = {{"user", VIEW_USER}, {"lang", VIEW_LANG}, {"now", VIEW_NOW}, {"site", VIEW_SITE},
                  {"zone", VIEW_ZONE}, {"text", VIEW_TEXT}, {"int", VIEW_INT}, {"id", VIEW_ID},
                  {"time", VIEW_TIME}, {"day", VIEW_DAY}};

const char *view_arg_kind_name(enum view_arg_kind kind)
{
    for (size_t i = 0; i < array_length(kind_words); i++)
        if (kind_words[i].kind == kind)
            return kind_words[i].word;
    return "";
}

static bool read_kind(struct reader *r, struct view_arg *arg, const char *word)
{
    bool known = !*arg->name;
    for (size_t i = 0; i < array_length(kind_words); i++) {
        if (strcmp(kind_words[i].word, word) == 0 && (kind_words[i].kind < VIEW_TEXT) == known) {
            arg->kind = kind_words[i].kind;
            return true;
        }
    }
    return fail(r, "no such kind of argument:", word);
}

static bool good_name(const char *name)
{
    return *name >= 'a' && *name <= 'z' && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

/* "name:kind", "name:kind?", "name:kind=preset", ":known" */
static bool read_arg(struct reader *r, char *word)
{
    struct view_spec *spec = r->spec;
    if (spec->args == VIEW_ARGS_MAX)
        return fail(r, "too many arguments at", word);
    struct view_arg *arg = &spec->arg[spec->args];
    char *colon = strchr(word, ':');
    if (!colon)
        return fail(r, "argument without a kind:", word);
    *colon = 0;
    char *kind = colon + 1, *preset = strchr(kind, '='), *question = strchr(kind, '?');
    if (*word && (!good_name(word) || view_spec_arg(spec, word)))
        return fail(r, "a bad or repeated argument name:", word);
    if (*word && !copy(r, arg->name, sizeof arg->name, word))
        return false;
    if (preset)
        *preset++ = 0;
    else if (question && !question[1])
        *question = 0;
    if (preset && !copy(r, arg->preset, sizeof arg->preset, preset))
        return false;
    arg->optional = preset || question;
    if (!read_kind(r, arg, kind))
        return false;
    spec->args++;
    return true;
}

static bool each_word(struct reader *r, char *text, bool (*read)(struct reader *, char *))
{
    char *end = text + strlen(text);
    while (text < end) {
        char *word = text + strspn(text, " ");
        size_t length = strcspn(word, " ");
        text = word + length + 1;
        word[length] = 0;
        if (length && !read(r, word))
            return false;
    }
    return true;
}

static bool read_who(struct reader *r, char *text)
{
    return each_word(r, text, read_role);
}

static bool read_args(struct reader *r, char *text)
{
    return each_word(r, text, read_arg);
}

/* ---- the head ---- */

static const struct key {
    const char *word;
    bool (*read)(struct reader *, char *);
} keys[] = {
    {"view", read_name}, {"who", read_who}, {"zh", read_about}, {"en", read_about_en}, {"args", read_args}};

static bool read_line(struct reader *r, char *line)
{
    for (size_t i = 0; i < array_length(keys); i++) {
        size_t length = strlen(keys[i].word);
        if (strncmp(line, keys[i].word, length) != 0 || line[length] != ':')
            continue;
        if (r->seen & 1u << i)
            return fail(r, "said twice:", keys[i].word);
        r->seen |= 1u << i;
        char *value = line + length + 1;
        return keys[i].read(r, value + strspn(value, " "));
    }
    return true;
}

/* Comment lines up to the first that is none; others than the five are remarks. */
static const char *read_head(struct reader *r, const char *sql)
{
    char line[LINE_MAX_BYTES];
    while (strncmp(sql, "--", 2) == 0) {
        size_t length = strcspn(sql, "\n");
        if (length >= sizeof line) {
            fail(r, "a line of the head is too long", "");
            return NULL;
        }
        memcpy(line, sql, length);
        line[length] = 0;
        for (char *end = line + length; end > line && (end[-1] == ' ' || end[-1] == '\r');)
            *--end = 0;
        char *text = line + 2;
        if (!read_line(r, text + strspn(text, " ")))
            return NULL;
        sql += length + (sql[length] == '\n');
    }
    return sql;
}

/* The highest $n outside of quotes. */
static long highest_parameter(const char *sql)
{
    long highest = 0;
    bool quoted = false;
    for (; *sql; sql++) {
        if (*sql == '\'')
            quoted = !quoted;
        if (quoted || *sql != '$')
            continue;
        long number = strtol(sql + 1, NULL, 10);
        highest = number > highest ? number : highest;
    }
    return highest;
}

bool view_spec_parse(const char *name, const char *sql, struct view_spec *spec, char *fault, size_t size)
{
    struct reader r = {.name = name, .spec = spec, .fault = fault, .size = size};
    memset(spec, 0, sizeof *spec);
    const char *body = read_head(&r, sql);
    if (!body)
        return false;
    for (size_t i = 0; i < array_length(keys); i++)
        if (!(r.seen & 1u << i))
            return fail(&r, "the head does not say", keys[i].word);
    if (!spec->anybody && !spec->roles)
        return fail(&r, "nobody may see it", "");
    if (highest_parameter(body) != spec->args)
        return fail(&r, "the parameters are not the arguments", "");
    return true;
}

const struct view_arg *view_spec_arg(const struct view_spec *spec, const char *name)
{
    for (int i = 0; i < spec->args; i++)
        if (*spec->arg[i].name && strcmp(spec->arg[i].name, name) == 0)
            return &spec->arg[i];
    return NULL;
}

bool subject_text_good(const char *text)
{
    return *text && strlen(text) <= SUBJECT_TEXT_MAX &&
           !text[strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")];
}
