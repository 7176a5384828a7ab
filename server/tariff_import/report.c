/* See report.h. */
#include "server/tariff_import/report.h"

const char *report_word(const struct report *report, struct label label)
{
    return label_in(label, report->lang);
}

bool report_fault(const struct report *report, struct label where, int line, struct label what)
{
    buf_str(report->out, report_word(report, where));
    if (line > 0)
        buf_printf(report->out, report->lang == LANG_ZH ? "第%d行" : ", line %d", line);
    buf_printf(report->out, report->lang == LANG_ZH ? ":%s\n" : ": %s\n", report_word(report, what));
    return false;
}
