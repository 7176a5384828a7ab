/* Cells of tables out of JSON. Called by list.c; knows kinds of columns, not what they are about. */
#include "client/screens/rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MINUTES_SHOWN_MAX (100 * 60) /* beyond that, days */

enum column_kind column_kind_of(const char *name)
{
    static const struct {
        const char *name;
        enum column_kind kind;
    } kinds[] = {
        {"fen", COLUMN_FEN}, {"time", COLUMN_TIME}, {"countdown", COLUMN_COUNTDOWN}, {"mark", COLUMN_MARK}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return kinds[i].kind;
    return COLUMN_TEXT;
}

static void fen_text(struct buf *out, const json_t *value)
{
    if (!json_is_integer(value)) {
        reply_show(value, out);
        return;
    }
    long long fen = json_integer_value(value), size = llabs(fen);
    buf_printf(out, "%s%lld", fen < 0 ? "-" : "", size / 100);
    if (size % 100)
        buf_printf(out, ".%02lld", size % 100);
}

void row_time(struct buf *out, const char *rfc3339)
{
    bool moment_like = strlen(rfc3339) >= 16 && rfc3339[4] == '-' && rfc3339[10] == 'T';
    if (moment_like)
        buf_printf(out, "%.5s %.5s", rfc3339 + 5, rfc3339 + 11);
    else
        buf_str(out, rfc3339);
}

/* Time left as hours and minutes, days when it is long. */
static void countdown_text(struct buf *out, const char *due, moment now)
{
    moment at;
    if (!*due || !moment_parse(due, "UTC", &at)) {
        buf_str(out, due);
        return;
    }
    int64_t left = at - now, minutes = (left < 0 ? -left : left) / MOMENT_MINUTE;
    const char *sign = left < 0 ? "-" : "";
    if (minutes >= MINUTES_SHOWN_MAX)
        buf_printf(out, "%s%" PRId64 "d", sign, minutes / (24 * 60));
    else
        buf_printf(out, "%s%02" PRId64 ":%02" PRId64, sign, minutes / 60, minutes % 60);
}

void row_cell(struct buf *out, enum column_kind kind, const json_t *value, moment now)
{
    const char *text = json_string_value(value);
    buf_str(out, "");
    if (kind == COLUMN_FEN)
        fen_text(out, value);
    else if (kind == COLUMN_TIME && text)
        row_time(out, text);
    else if (kind == COLUMN_COUNTDOWN && text)
        countdown_text(out, text, now);
    else
        reply_show(value, out);
}

enum role row_role(const json_t *row)
{
    static const struct {
        const char *name;
        enum role role;
    } roles[] = {{"overdue", ROLE_OVERDUE},
                 {"warn", ROLE_WARN},
                 {"ok", ROLE_OK},
                 {"self", ROLE_SELF},
                 {"locked", ROLE_LOCKED}};
    const char *name = reply_text(row, "role");
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (strcmp(roles[i].name, name) == 0)
            return roles[i].role;
    return ROLE_TEXT;
}

char row_mark(const json_t *row)
{
    const char *mark = reply_text(row, "mark");
    return mark[0] > ' ' && mark[0] < 0x7f && mark[1] == '\0' ? mark[0] : 0;
}

void row_key(struct buf *out, const json_t *row)
{
    static const char *const names[] = {"id", "part", "ring"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        reply_show(json_object_get(row, names[i]), out);
        buf_char(out, '/');
    }
}
