/* Words a person reads, in both languages, beside the thing they name: no catalogue can drift from the table
 * it belongs to, and a missing translation is a missing initialiser. */
#ifndef TEYUE_COMMON_LABEL_H
#define TEYUE_COMMON_LABEL_H

#include <stdbool.h>

enum lang { LANG_ZH, LANG_EN };

struct label {
    const char *zh, *en;
};

static inline const char *label_in(struct label label, enum lang lang)
{
    return lang == LANG_ZH ? label.zh : label.en;
}

/* "zh", "zh_CN", "zh_CN.UTF-8" … are Chinese, everything else English; NULL is English. */
enum lang lang_of(const char *name);
/* "zh" or "en". */
const char *lang_name(enum lang);

#endif
