/* Any bytes as a request line: no crash, and what was read can be written so that it reads back the same. */
#include "common/buf.h"
#include "common/text.h"
#include "common/words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void write_line(struct buf *b, const struct words *words)
{
    if (words->tag != NULL)
        buf_printf(b, "@%s ", words->tag);
    buf_str(b, words->verb);
    for (int i = 0; i < words->count; i++) {
        buf_char(b, ' ');
        if (words->arg[i].name != NULL)
            buf_printf(b, "%s=", words->arg[i].name);
        words_quote(b, words->arg[i].value);
    }
}

static void require_same(const struct words *a, const struct words *b)
{
    require((a->tag == NULL) == (b->tag == NULL) && (a->tag == NULL || strcmp(a->tag, b->tag) == 0));
    require(strcmp(a->verb, b->verb) == 0 && a->count == b->count);
    for (int i = 0; i < a->count; i++) {
        const struct word *left = &a->arg[i], *right = &b->arg[i];

        require((left->name == NULL) == (right->name == NULL));
        require(left->name == NULL || strcmp(left->name, right->name) == 0);
        require(strcmp(left->value, right->value) == 0);
        require(text_valid_utf8(left->value, strlen(left->value)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *line = malloc(size + 1);
    struct words words, again;
    struct buf written = {0};
    enum words_fault fault;
    int column;

    require(line != NULL);
    if (size > 0)
        memcpy(line, data, size);
    fault = words_parse(line, size, &words, &column);
    require(column >= 1 && (size_t)column <= size + 1);
    if (fault == WORDS_OK) {
        write_line(&written, &words);
        require(words_parse(written.data, written.len, &again, &column) == WORDS_OK);
        require_same(&words, &again);
        buf_free(&written);
    }
    free(line);
    return 0;
}
