/* Any line of words as the arguments of a row with every kind: no crash, texts within their limits, and what
 * is kept is read from the request alone, so that reading it again gives the same. */
#include "common/text.h"
#include "common/words.h"
#include "server/workflow/arguments.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct option options[] = {{"red", {"红", "Red"}}, {NULL, {NULL, NULL}}};
static const struct arg args[] = {{"a", ARG_TEXT, false, {"a", "a"}, NULL, NULL, 5, NULL},
                                  {"b", ARG_NOTE, false, {"b", "b"}, NULL, NULL, 9, NULL},
                                  {"c", ARG_CHOICE, false, {"c", "c"}, options, NULL, 0, NULL},
                                  {"d", ARG_CHOICE, false, {"d", "d"}, NULL, "class.list", 0, NULL},
                                  {"e", ARG_TICK, false, {"e", "e"}, NULL, NULL, 0, NULL},
                                  {"f", ARG_TIME, false, {"f", "f"}, NULL, NULL, 0, NULL},
                                  {"g", ARG_WINDOW, false, {"g", "g"}, NULL, NULL, 0, NULL},
                                  {"h", ARG_DAY, false, {"h", "h"}, NULL, NULL, 0, NULL},
                                  {"i", ARG_INT, false, {"i", "i"}, NULL, NULL, 0, NULL},
                                  {"j", ARG_FEN, false, {"j", "j"}, NULL, NULL, 0, NULL},
                                  {"k", ARG_PICK, false, {"k", "k"}, NULL, "x.find", 0, NULL},
                                  {"l", ARG_LINES, false, {"l", "l"}, NULL, "x.find", 0, NULL},
                                  {"m", ARG_THINGS, false, {"m", "m"}, NULL, NULL, 0, NULL},
                                  {"n", ARG_ANSWERS, false, {"n", "n"}, NULL, "x.find", 0, NULL},
                                  {"o", ARG_SECRET, false, {"o", "o"}, NULL, NULL, 0, NULL},
                                  {NULL, ARG_TEXT, false, {NULL, NULL}, NULL, NULL, 0, NULL}};
static const struct row row = {.action = "fuzz.do", .args = args};

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void require_sane(const struct arguments *a)
{
    require(text_chars(a->input.value[0].text) <= 5 && text_chars(a->input.value[1].text) <= 9);
    require(a->input.value[8].n >= 0 && a->input.value[8].n <= ARGUMENT_INT_MAX);
    require(a->input.value[9].n >= 0 && a->input.value[9].n <= ARGUMENT_FEN_MAX);
    require(a->input.lines <= LINES_MAX && a->input.things <= LINES_MAX);
    for (int i = 0; i < a->input.lines; i++)
        require(a->input.line[i].quantity >= 0 && a->input.line[i].quantity <= ARGUMENT_QUANTITY_MAX);
    require(text_valid_utf8(a->data.data, a->data.len));
}

static void read_twice(const struct words *words)
{
    struct arguments first, again;
    struct arguments_fault fault;
    bool good = arguments_parse(&first, &row, words, "Asia/Shanghai", &fault);

    require(arguments_parse(&again, &row, words, "Asia/Shanghai", &fault) == good);
    if (good) {
        require_sane(&first);
        require(strcmp(first.data.data, again.data.data) == 0 &&
                strcmp(first.canon.data, again.canon.data) == 0);
    } else {
        require(fault.code && fault.field && fault.why.zh && fault.why.en);
    }
    arguments_free(&first);
    arguments_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *line = malloc(size + 1);
    struct words words;
    int column;

    require(line != NULL);
    if (size > 0)
        memcpy(line, data, size);
    if (words_parse(line, size, &words, &column) == WORDS_OK)
        read_twice(&words);
    free(line);
    return 0;
}
