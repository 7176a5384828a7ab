/* Search keys from names: the first letters of the Mandarin readings.
 * The server calls it where a name is stored or searched by keys typed without an input method. The readings
 * come from the table that text_initials.py makes at build time; the polyphones worth a second key are listed
 * by hand. */
#include "common/mem.h"
#include "common/text.h"

#include <stdlib.h>

struct reading {
    uint32_t code;
    const char *letters; /* the most usual first */
};

#include "text_initials_table.h"

#define KEYS_MAX 8

struct keys {
    struct buf key[KEYS_MAX];
    size_t count;
};

static int compare_code(const void *left, const void *right)
{
    uint32_t code = *(const uint32_t *)left, other = ((const struct reading *)right)->code;

    return code < other ? -1 : code > other;
}

/* Writes the letters of one character and returns how many there are: none for what is dropped. */
static size_t letters_of(uint32_t code, char letters[READING_LETTERS_MAX])
{
    const struct reading *special = bsearch(&code, special_readings, array_length(special_readings),
                                            sizeof(special_readings[0]), compare_code);
    size_t count = 0;
    char letter = '.';

    if (special != NULL) {
        for (; special->letters[count] != '\0'; count++)
            letters[count] = special->letters[count];
        return count;
    }
    if (code >= FIRST_COMMON && code <= LAST_COMMON)
        letter = common_readings[code - FIRST_COMMON];
    else if ((code >= '0' && code <= '9') || (code >= 'a' && code <= 'z'))
        letter = (char)code;
    else if (code >= 'A' && code <= 'Z')
        letter = (char)(code - 'A' + 'a');
    letters[0] = letter;
    return letter == '.' ? 0 : 1;
}

/* Every key goes on with every letter; once there is no room for that, with the usual one only. */
static void extend(struct keys *keys, const char *letters, size_t count)
{
    size_t before = keys->count;

    if (before * count > KEYS_MAX)
        count = 1;
    for (size_t i = before; i < before * count; i++)
        buf_add(&keys->key[i], keys->key[i % before].data, keys->key[i % before].len);
    keys->count = before * count;
    for (size_t i = 0; i < keys->count; i++)
        buf_char(&keys->key[i], letters[i / before]);
}

void text_initials(struct buf *out, const char *name)
{
    struct keys keys = {.count = 1};

    while (*name != '\0') {
        char letters[READING_LETTERS_MAX];
        size_t count = letters_of(text_fold_width(text_next(&name)), letters);

        if (count > 0)
            extend(&keys, letters, count);
    }
    for (size_t i = 0; i < keys.count; i++) {
        if (i > 0)
            buf_char(out, ' ');
        buf_add(out, keys.key[i].data, keys.key[i].len);
        buf_free(&keys.key[i]);
    }
}
