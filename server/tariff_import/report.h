/* What the parts of the importer say to the person at the host, in that person's language. */
#ifndef TEYUE_TARIFF_REPORT_H
#define TEYUE_TARIFF_REPORT_H

#include "common/buf.h"
#include "common/label.h"

#include <stdbool.h>

struct report {
    enum lang lang;
    struct buf *out;
};

/* "list, line 12: …"; line 0 leaves the number out. Returns false: `return report_fault(…);` */
bool report_fault(const struct report *report, struct label where, int line, struct label what);
const char *report_word(const struct report *report, struct label label);

#endif
