/* Refusals in words. Called by the menu of next steps and by forms. */
#include "client/screens/refusal.h"

#include "client/screens/rows.h"

#include <string.h>

static void add_who(struct buf *out, const json_t *reason, enum lang lang)
{
    json_t *list = reply_list(reason, "who"), *one;
    struct buf who = {0};
    size_t n;
    json_array_foreach(list, n, one)
    {
        if (who.len)
            buf_str(&who, lang == LANG_ZH ? "、" : ", ");
        reply_show(one, &who);
    }
    if (who.len)
        word_fill(out, lang, W_WHO_CAN, who.data, NULL);
    buf_free(&who);
}

void refusal_reason(struct buf *out, const json_t *reason, enum lang lang)
{
    const char *clause = reply_text(reason, "clause");
    buf_str(out, reply_text(reason, "msg"));
    if (*clause)
        word_fill(out, lang, W_CLAUSE, clause, NULL);
    add_who(out, reason, lang);
}

void refusal_why(struct buf *out, const json_t *step, enum lang lang)
{
    size_t n;
    json_t *reason;
    json_array_foreach(reply_list(step, "why"), n, reason)
    {
        if (n > 0)
            buf_str(out, lang == LANG_ZH ? ";" : "; ");
        refusal_reason(out, reason, lang);
    }
}

static void add_slots(struct buf *out, const json_t *refusal, enum lang lang)
{
    size_t n;
    json_t *slot;
    json_array_foreach(reply_list(refusal, "free"), n, slot)
    {
        const char *to = reply_text(slot, "to");
        buf_str(out, n == 0 ? "\n" : lang == LANG_ZH ? "、" : ", ");
        if (n == 0)
            buf_str(out, word_in(W_FREE_SLOTS, lang));
        row_time(out, reply_text(slot, "from"));
        buf_printf(out, "-%.5s", strlen(to) >= 16 ? to + 11 : to);
    }
}

/* The first reason often says what the refusal itself says: then it stands there once. */
void refusal_text(struct buf *out, const struct reply *reply, enum lang lang)
{
    const char *msg = reply_text(reply->json, "msg");
    json_t *reasons = reply_list(reply->json, "refusals"), *reason;
    size_t n;
    bool said = false;
    json_array_foreach(reasons, n, reason) said |= strcmp(reply_text(reason, "msg"), msg) == 0;
    buf_str(out, "");
    if (!said && *msg)
        refusal_reason(out, reply->json, lang);
    else if (!said)
        buf_str(out, reply->code);
    json_array_foreach(reasons, n, reason)
    {
        if (out->len)
            buf_char(out, '\n');
        refusal_reason(out, reason, lang);
    }
    add_slots(out, reply->json, lang);
}
