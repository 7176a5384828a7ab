/* Moments and time windows as people type them. Pure: the caller says what the site's clock shows. */
#ifndef TEYUE_CLIENT_WIDGETS_WHEN_H
#define TEYUE_CLIENT_WIDGETS_WHEN_H

#include "common/buf.h"
#include "common/label.h"

#include <stdbool.h>

#define WHEN_TEXT_MAX 100 /* bytes of text that are read at all */
#define WHEN_MINUTES 30   /* length of a window of which only the start was typed */

enum when_kind { WHEN_DATE, WHEN_MOMENT, WHEN_WINDOW };

/* now is "YYYY-MM-DD HH:MM" at the site. Reads "15:30", "9", "9点半", "下午3点", "3pm", "11-24 9:00",
 * "2026-11-24 15:30-16:00", "明天 9:00", "后天", "周五 9点", "tomorrow 9-10", "today", "+2" (days), "now",
 * RFC 3339 (its offset is taken for the site's), full-width too; "any" for a window. Appends "YYYY-MM-DD",
 * "YYYY-MM-DD HH:MM", "YYYY-MM-DD HH:MM/YYYY-MM-DD HH:MM" or "any". False: *why says what is wrong with it,
 * nothing was appended. */
bool when_parse(const char *text, enum when_kind, const char *now, struct buf *out, struct label *why);
/* The other way, for a field to show what it holds: "2026-11-24 15:30-16:00". Other text is copied. */
void when_show(const char *value, struct buf *out);

#endif
