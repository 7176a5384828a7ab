/* From the words of a request to the input of a decision: every argument of the kind its row says, or a fault
 * that names the field. Pure. Part of the core because the core trusts what stands in struct input. */
#ifndef TEYUE_WORKFLOW_ARGUMENTS_H
#define TEYUE_WORKFLOW_ARGUMENTS_H

#include "common/buf.h"
#include "common/words.h"
#include "server/workflow/machine.h"

#define ARGUMENT_TEXT_MAX 200         /* characters of a line when the row names no limit */
#define ARGUMENT_NOTE_MAX 1000        /* characters of a note when the row names no limit */
#define ARGUMENT_LIST_MAX 4000        /* characters of lines, things or answers */
#define ARGUMENT_WORD_MAX 32          /* bytes of a choice out of a view */
#define ARGUMENT_THING_MAX 60         /* characters of a material's name, or of the word with an answer */
#define ARGUMENT_QUANTITY_TEXT_MAX 20 /* characters of a material's quantity */
#define ARGUMENT_SECRET_MAX 128       /* bytes */
#define ARGUMENT_INT_MAX INT64_C(1000000)
#define ARGUMENT_FEN_MAX INT64_C(1000000000)     /* ten million yuan */
#define ARGUMENT_QUANTITY_MAX INT64_C(100000000) /* hundredths: a million units */

/* The input and everything it points to. */
struct arguments {
    struct input input;
    const char *secret; /* what ARG_SECRET said, NULL if nothing; wiped by arguments_free */
    struct buf data;    /* input.data */
    struct buf canon;   /* the request in one form only, for its digest: without key, version and secret */
    char **own;
    int owned, room;
};

/* code is "arg.missing", "arg.kind", "arg.long", "arg.text", "arg.option", "arg.unknown" or "arg.twice". */
struct arguments_fault {
    const char *code;
    const char *field;  /* as sent or as missing; lives as long as words and row */
    struct label label; /* what a person calls the field, {NULL, NULL} if it has no name */
    struct label why;
    const char *clause; /* NULL: none */
};

/* Fills arguments in any case; the caller ends them with arguments_free. zone is that of moments without an
 * offset. "id", "part", "version" and "idem" are no arguments of a row; part is read into input.part. */
bool arguments_parse(struct arguments *, const struct row *, const struct words *, const char *zone,
                     struct arguments_fault *);
void arguments_free(struct arguments *);
/* A copy that lives as long as the arguments: what was looked up for a line. */
const char *arguments_keep(struct arguments *, const char *text);

/* The value of a named argument, NULL if the row has none of that name or it was not given. */
const struct value *arguments_value(const struct arguments *, const char *name);

/* Digits only, no sign, at most max. False leaves *out alone. */
bool arguments_integer(const char *text, int64_t max, int64_t *out);
/* "12", "12.5", "12.50" in hundredths, at most max. */
bool arguments_hundredths(const char *text, int64_t max, int64_t *out);

#endif
