/* A price as a list prints it. Used by the importer only; knows no column but its own. */
#ifndef TEYUE_TARIFF_PRICE_WORDS_H
#define TEYUE_TARIFF_PRICE_WORDS_H

#include <stdbool.h>
#include <stdint.h>

enum price_reading {
    PRICE_WORDS_NONE,    /* nothing is printed */
    PRICE_WORDS_UNKNOWN, /* something else than the following */
    PRICE_WORDS_SEVERAL, /* 65/70: several prices */
    PRICE_WORDS_ZERO,    /* 0 */
    PRICE_WORDS_FREE,    /* 免费 */
    PRICE_WORDS_REQUEST, /* 面议, 按实际情况定价, 市价 */
    PRICE_WORDS_NUMBER   /* 50, 50元, 0.6元/平方米, 50-80 */
};

struct price_words {
    enum price_reading reading;
    int64_t low_fen, high_fen; /* of PRICE_WORDS_NUMBER, equal unless a range */
    char unit[64];             /* behind the slash, "" for none */
};

/* text: clean UTF-8, full-width signs folded. */
void price_words_read(const char *text, struct price_words *out);

bool unit_is_measure(const char *unit); /* 米, 平方米, …: sold by the hundredth */
bool unit_is_hour(const char *unit);
bool unit_is_person(const char *unit);

#endif
