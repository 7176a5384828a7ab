/* One request line: [@tag] verb word… name=value…  (docs/protocol.md, "Requests").
 * The parser works in place on the caller's line; the words point into it. Pure: no I/O, no allocation. */
#ifndef TEYUE_COMMON_WORDS_H
#define TEYUE_COMMON_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#define WORDS_MAX_ARGS 64
#define WORDS_MAX_TAG 16

struct word {
    const char *name;  /* NULL for a positional word */
    const char *value; /* unescaped, may be "" */
    int column;        /* 1-based column (characters) where it starts, for error messages */
};

struct words {
    const char *tag; /* NULL if none */
    const char *verb;
    struct word arg[WORDS_MAX_ARGS];
    int count;
};

enum words_fault {
    WORDS_OK,
    WORDS_EMPTY,   /* nothing but blanks: ignore the line */
    WORDS_UTF8,    /* not valid UTF-8 */
    WORDS_CONTROL, /* a control character or NUL in the line */
    WORDS_TAG,     /* tag too long or with a foreign character */
    WORDS_VERB,    /* verb is not lower(.lower)* */
    WORDS_QUOTE,   /* a quote without its pair, or text right after a closing quote */
    WORDS_ESCAPE,  /* an unknown escape inside quotes: only \" \\ \n \t \uXXXX, no NUL, no surrogate */
    WORDS_NAME,    /* name before "=" is not lower(lower|digit|_)* */
    WORDS_TWICE,   /* the same name twice */
    WORDS_MANY     /* more than WORDS_MAX_ARGS */
};

/* line[0..len) without its newline (a CR before it is dropped); must have room for a NUL at line[len].
 * *column says where it went wrong. tag is set whenever it could be read, also when the rest of the line is
 * at fault. */
enum words_fault words_parse(char *line, size_t len, struct words *out, int *column);
const char *words_fault_name(enum words_fault); /* "parse.quote" … */
/* The value of a named argument, NULL if it is not there. */
const char *words_get(const struct words *, const char *name);

struct buf;
/* Writes value so that words_parse reads it back: bare if it can be, quoted otherwise. */
void words_quote(struct buf *, const char *value);

#endif
