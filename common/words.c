/* The tokenizer of request lines: the only parser that bytes from strangers reach before login.
 * The server calls words_parse, the client words_quote. It knows no verb and no argument.
 * Every character is read once from left to right; what is written back is never longer than what was read,
 * so the words fit into the line they came from. */
#include "common/words.h"

#include "common/buf.h"
#include "common/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <utf8proc.h>

struct cursor {
    char *at, *end; /* *end is NUL */
    int column;
};

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_tag(char c)
{
    return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

static void step(struct cursor *c)
{
    c->at++;
    while (((unsigned char)*c->at & 0xc0) == 0x80)
        c->at++;
    c->column++;
}

static void skip_ascii(struct cursor *c, size_t count)
{
    c->at += count;
    c->column += (int)count;
}

static void skip_blanks(struct cursor *c)
{
    skip_ascii(c, strspn(c->at, " "));
}

/* Ends the word before the cursor and passes the blank that followed it. */
static void close_word(struct cursor *c)
{
    if (c->at == c->end)
        return;
    *c->at = '\0';
    skip_ascii(c, 1);
}

/* Leaves the cursor at the first character that is broken or a control. */
static enum words_fault check_characters(struct cursor *c)
{
    while (c->at < c->end) {
        utf8proc_int32_t code;
        utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)c->at, c->end - c->at, &code);

        if (len <= 0)
            return WORDS_UTF8;
        if (is_control((uint32_t)code))
            return WORDS_CONTROL;
        c->at += len;
        c->column++;
    }
    return WORDS_OK;
}

/* Runs before the characters are checked, so that even a broken line is answered under its tag. */
static enum words_fault parse_tag(struct cursor *c, struct words *out)
{
    size_t len = 0;

    if (*c->at != '@')
        return WORDS_OK;
    while (is_tag(c->at[1 + len]))
        len++;
    if (len == 0 || len > WORDS_MAX_TAG || (c->at[1 + len] != ' ' && c->at + 1 + len != c->end))
        return WORDS_TAG;
    out->tag = c->at + 1;
    skip_ascii(c, 1 + len);
    close_word(c);
    skip_blanks(c);
    return WORDS_OK;
}

static enum words_fault parse_verb(struct cursor *c, struct words *out)
{
    bool part_begins = true;

    out->verb = c->at;
    while (c->at < c->end && *c->at != ' ') {
        bool dot = *c->at == '.';

        if (part_begins ? !is_lower(*c->at) : !is_lower(*c->at) && *c->at != '_' && !dot)
            return WORDS_VERB;
        part_begins = dot;
        step(c);
    }
    if (part_begins)
        return WORDS_VERB;
    close_word(c);
    return WORDS_OK;
}

static bool name_is_good(const char *name, size_t len)
{
    if (len == 0 || !is_lower(name[0]))
        return false;
    for (size_t i = 1; i < len; i++) {
        if (!is_lower(name[i]) && !is_digit(name[i]) && name[i] != '_')
            return false;
    }
    return true;
}

/* "name=" if the word has one; a quote before the "=" means that the "=" is not a name's. */
static enum words_fault parse_name(struct cursor *c, const struct words *words, struct word *word)
{
    size_t len = strcspn(c->at, " =\"");

    if (c->at[len] != '=')
        return WORDS_OK;
    if (!name_is_good(c->at, len))
        return WORDS_NAME;
    c->at[len] = '\0';
    if (words_get(words, c->at) != NULL)
        return WORDS_TWICE;
    word->name = c->at;
    skip_ascii(c, len + 1);
    return WORDS_OK;
}

static enum words_fault parse_bare(struct cursor *c, struct word *word)
{
    word->value = c->at;
    while (c->at < c->end && *c->at != ' ') {
        if (*c->at == '"' || *c->at == '{')
            return WORDS_QUOTE;
        if (*c->at == '\\')
            return WORDS_ESCAPE;
        step(c);
    }
    close_word(c);
    return WORDS_OK;
}

static int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    return isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

/* The code of XXXX, 0 if it is none that a text may hold: a NUL would end it, a surrogate is not UTF-8. */
static int32_t unicode_escape(const char *hex)
{
    int32_t code = 0;

    for (int i = 0; i < 4; i++) {
        int digit = hex_value(hex[i]);

        if (digit < 0)
            return 0;
        code = code * 16 + digit;
    }
    return code >= 0xd800 && code <= 0xdfff ? 0 : code;
}

/* The cursor is on the backslash. */
static bool parse_escape(struct cursor *c, char **write)
{
    static const char from[] = "\"\\nt", to[] = "\"\\\n\t";
    char kind = c->at[1];
    const char *simple = kind == '\0' ? NULL : strchr(from, kind);
    int32_t code = 0;

    if (simple != NULL) {
        *(*write)++ = to[simple - from];
        skip_ascii(c, 2);
        return true;
    }
    if (kind == 'u')
        code = unicode_escape(c->at + 2);
    if (code == 0)
        return false;
    *write += utf8proc_encode_char(code, (utf8proc_uint8_t *)*write);
    skip_ascii(c, 6);
    return true;
}

static void copy_character(struct cursor *c, char **write)
{
    char *from = c->at;

    step(c);
    memmove(*write, from, (size_t)(c->at - from));
    *write += c->at - from;
}

static enum words_fault parse_quoted(struct cursor *c, struct word *word)
{
    int opened = c->column;
    char *write;

    step(c);
    word->value = write = c->at;
    while (c->at < c->end && *c->at != '"') {
        if (*c->at != '\\')
            copy_character(c, &write);
        else if (!parse_escape(c, &write))
            return WORDS_ESCAPE;
    }
    if (c->at == c->end) {
        c->column = opened;
        return WORDS_QUOTE;
    }
    step(c);
    *write = '\0';
    if (c->at < c->end && *c->at != ' ')
        return WORDS_QUOTE;
    close_word(c);
    return WORDS_OK;
}

static enum words_fault parse_argument(struct cursor *c, struct words *out)
{
    struct word *word = &out->arg[out->count];
    enum words_fault fault;

    if (out->count == WORDS_MAX_ARGS)
        return WORDS_MANY;
    *word = (struct word){.column = c->column};
    fault = parse_name(c, out, word);
    if (fault == WORDS_OK)
        fault = *c->at == '"' ? parse_quoted(c, word) : parse_bare(c, word);
    if (fault == WORDS_OK)
        out->count++;
    return fault;
}

static enum words_fault parse_line(struct cursor *c, struct words *out)
{
    struct cursor ahead;
    enum words_fault fault;

    skip_blanks(c);
    if (c->at == c->end)
        return WORDS_EMPTY;
    fault = parse_tag(c, out);
    if (fault != WORDS_OK)
        return fault;
    ahead = *c;
    fault = check_characters(&ahead);
    if (fault != WORDS_OK) {
        *c = ahead;
        return fault;
    }
    fault = parse_verb(c, out);
    while (fault == WORDS_OK) {
        skip_blanks(c);
        if (c->at == c->end)
            break;
        fault = parse_argument(c, out);
    }
    return fault;
}

enum words_fault words_parse(char *line, size_t len, struct words *out, int *column)
{
    struct cursor c = {line, line + len, 1};
    enum words_fault fault;

    if (len > 0 && line[len - 1] == '\r')
        c.end--;
    *c.end = '\0';
    out->tag = out->verb = NULL;
    out->count = 0;
    fault = parse_line(&c, out);
    *column = c.column;
    return fault;
}

const char *words_fault_name(enum words_fault fault)
{
    static const char *const names[] = {
        [WORDS_OK] = "parse.ok",           [WORDS_EMPTY] = "parse.empty",   [WORDS_UTF8] = "parse.utf8",
        [WORDS_CONTROL] = "parse.control", [WORDS_TAG] = "parse.tag",       [WORDS_VERB] = "parse.verb",
        [WORDS_QUOTE] = "parse.quote",     [WORDS_ESCAPE] = "parse.escape", [WORDS_NAME] = "parse.name",
        [WORDS_TWICE] = "parse.twice",     [WORDS_MANY] = "parse.many",
    };

    return names[fault];
}

const char *words_get(const struct words *words, const char *name)
{
    for (int i = 0; i < words->count; i++) {
        const struct word *word = &words->arg[i];

        if (word->name != NULL && strcmp(word->name, name) == 0)
            return word->value;
    }
    return NULL;
}

/* "=" is quoted although a bare value may hold it: the same text must also survive as a positional word. */
static bool can_be_bare(const char *value)
{
    if (*value == '\0')
        return false;
    while (*value != '\0') {
        uint32_t code = text_next(&value);

        if (is_control(code) || (code < 0x80 && strchr(" \"\\{=", (int)code) != NULL))
            return false;
    }
    return true;
}

static void quote_character(struct buf *b, uint32_t code)
{
    if (code == '"' || code == '\\')
        buf_char(b, '\\');
    if (code == '\n')
        buf_str(b, "\\n");
    else if (code == '\t')
        buf_str(b, "\\t");
    else if (is_control(code))
        buf_printf(b, "\\u%04" PRIx32, code);
    else
        text_append(b, code);
}

void words_quote(struct buf *b, const char *value)
{
    if (can_be_bare(value)) {
        buf_str(b, value);
        return;
    }
    buf_char(b, '"');
    while (*value != '\0')
        quote_character(b, text_next(&value));
    buf_char(b, '"');
}
