/* A price form as text: the notation of the database column, both ways, and the words of a posted list.
 * Called through price.h; knows no arithmetic of lines. */
#include "server/workflow/price.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_names[] = {
    [PRICE_FIXED] = "fixed",     [PRICE_RANGE] = "range", [PRICE_MEASURED] = "measured",
    [PRICE_PERHOUR] = "perhour", [PRICE_TIERS] = "tiers", [PRICE_FREE] = "free",
    [PRICE_REQUEST] = "request",
};

#define KIND_COUNT (sizeof(kind_names) / sizeof(kind_names[0]))

const char *price_kind_name(enum price_kind kind)
{
    return kind_names[kind];
}

/* ---- reading ---- */

struct reader {
    const char *start, *at;
    struct buf *error;
};

static bool fail(struct reader *reader, struct label wanted)
{
    buf_printf(reader->error, "第%d列:%s / column %d: %s", (int)(reader->at - reader->start) + 1, wanted.zh,
               (int)(reader->at - reader->start) + 1, wanted.en);
    return false;
}

static void skip_blanks(struct reader *reader)
{
    reader->at += strspn(reader->at, " ");
}

static bool take_char(struct reader *reader, char c)
{
    skip_blanks(reader);
    if (*reader->at != c)
        return false;
    reader->at++;
    return true;
}

static bool take_word(struct reader *reader, const char *word)
{
    size_t len = strlen(word);

    skip_blanks(reader);
    if (strncmp(reader->at, word, len) != 0 || (reader->at[len] >= 'a' && reader->at[len] <= 'z'))
        return false;
    reader->at += len;
    return true;
}

/* A whole number from 1 to max, without leading zeros: a price of nothing is written "free". */
static bool take_number(struct reader *reader, int64_t max, int64_t *out)
{
    static const struct label wanted = {
        "此处应为整数(分,数量为百分之一),不小于1且在限度内",
        "a whole number (fen, or hundredths) from 1 to the limit is expected"};
    int64_t value = 0;
    const char *p;

    skip_blanks(reader);
    if (*reader->at < '1' || *reader->at > '9')
        return fail(reader, wanted);
    for (p = reader->at; *p >= '0' && *p <= '9'; p++) {
        value = value * 10 + (*p - '0');
        if (value > max)
            return fail(reader, wanted);
    }
    reader->at = p;
    *out = value;
    return true;
}

static bool read_range(struct reader *reader, struct price_form *form)
{
    if (!take_number(reader, PRICE_FEN_MAX, &form->low_fen))
        return false;
    if (!take_char(reader, '-'))
        return fail(reader, (struct label){"此处应为“-”", "\"-\" is expected"});
    if (!take_number(reader, PRICE_FEN_MAX, &form->high_fen))
        return false;
    if (form->low_fen >= form->high_fen)
        return fail(reader, (struct label){"上限须高于下限", "the upper end must be above the lower"});
    return true;
}

static bool read_single(struct reader *reader, struct price_form *form)
{
    if (!take_number(reader, PRICE_FEN_MAX, &form->low_fen))
        return false;
    form->high_fen = form->low_fen;
    return true;
}

static bool read_tier(struct reader *reader, struct price_form *form)
{
    struct price_tier *tier = &form->tier[form->tier_count];
    int64_t below = form->tier_count > 0 ? tier[-1].up_to : 0;

    if (form->tier_count > 0 && below == 0)
        return fail(reader, (struct label){"“*”之后不能再有分档", "no band may follow \"*\""});
    if (!take_char(reader, '*') && !take_number(reader, PRICE_QUANTITY_MAX, &tier->up_to))
        return false;
    if (tier->up_to != 0 && tier->up_to <= below)
        return fail(reader, (struct label){"分档须由小到大", "bands must ascend"});
    if (!take_char(reader, ':'))
        return fail(reader, (struct label){"此处应为“:”", "\":\" is expected"});
    tier->flat = take_word(reader, "flat");
    if (!tier->flat && !take_word(reader, "unit"))
        return fail(reader, (struct label){"此处应为 flat 或 unit", "\"flat\" or \"unit\" is expected"});
    form->tier_count++;
    return take_number(reader, PRICE_FEN_MAX, &tier->fen);
}

static bool read_tiers(struct reader *reader, struct price_form *form)
{
    do {
        if (form->tier_count == PRICE_TIERS_MAX)
            return fail(reader, (struct label){"分档过多", "too many bands"});
        if (!read_tier(reader, form))
            return false;
    } while (take_char(reader, ','));
    return true;
}

static bool read_kind(struct reader *reader, struct price_form *form)
{
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        if (take_word(reader, kind_names[kind])) {
            form->kind = (enum price_kind)kind;
            return true;
        }
    }
    return fail(reader,
                (struct label){"此处应为 fixed、range、measured、perhour、tiers、free 或 request",
                               "fixed, range, measured, perhour, tiers, free or request is expected"});
}

static bool read_form(struct reader *reader, struct price_form *form)
{
    if (!read_kind(reader, form))
        return false;
    switch (form->kind) {
    case PRICE_FREE:
    case PRICE_REQUEST:
        return true;
    case PRICE_RANGE:
        return read_range(reader, form);
    case PRICE_TIERS:
        return read_tiers(reader, form);
    case PRICE_FIXED:
    case PRICE_MEASURED:
    case PRICE_PERHOUR:
        return read_single(reader, form);
    }
    return false;
}

static bool read_modifier(struct reader *reader, struct price_form *form)
{
    if (form->kind == PRICE_FREE || form->kind == PRICE_REQUEST)
        return fail(reader, (struct label){"免费和面议不带附加条件", "free and request take no modifier"});
    if (form->increment == 0 && take_word(reader, "increment"))
        return take_number(reader, PRICE_QUANTITY_MAX, &form->increment);
    if (form->minimum_fen == 0 && take_word(reader, "minimum"))
        return take_number(reader, PRICE_AMOUNT_MAX, &form->minimum_fen);
    return fail(reader, (struct label){"此处应为 increment 或 minimum,各一次",
                                       "increment or minimum is expected, each once"});
}

bool price_parse(const char *notation, struct price_form *form, struct buf *error)
{
    struct reader reader = {notation, notation, error};

    *form = (struct price_form){0};
    buf_clear(error);
    if (strnlen(notation, PRICE_NOTATION_MAX + 1) > PRICE_NOTATION_MAX)
        return fail(&reader, (struct label){"价格过长", "the price is too long"});
    if (!read_form(&reader, form))
        return false;
    while (take_char(&reader, ';')) {
        if (!read_modifier(&reader, form))
            return false;
    }
    skip_blanks(&reader);
    if (*reader.at != '\0')
        return fail(&reader, (struct label){"多余的文字", "nothing more is expected"});
    return true;
}

/* ---- printing ---- */

static void print_tiers(const struct price_form *form, struct buf *out)
{
    for (int i = 0; i < form->tier_count; i++) {
        const struct price_tier *tier = &form->tier[i];

        buf_str(out, i > 0 ? ", " : " ");
        if (tier->up_to == 0)
            buf_char(out, '*');
        else
            buf_printf(out, "%" PRId64, tier->up_to);
        buf_printf(out, ":%s %" PRId64, tier->flat ? "flat" : "unit", tier->fen);
    }
}

void price_print(const struct price_form *form, struct buf *out)
{
    buf_str(out, kind_names[form->kind]);
    if (form->kind == PRICE_TIERS)
        print_tiers(form, out);
    else if (form->low_fen != 0)
        buf_printf(out, " %" PRId64, form->low_fen);
    if (form->kind == PRICE_RANGE)
        buf_printf(out, "-%" PRId64, form->high_fen);
    if (form->increment != 0)
        buf_printf(out, "; increment %" PRId64, form->increment);
    if (form->minimum_fen != 0)
        buf_printf(out, "; minimum %" PRId64, form->minimum_fen);
}

/* ---- for people ---- */

struct speech {
    enum lang lang;
    const char *unit;
    struct buf *out;
};

/* 5000 -> 50, 60 -> 0.6, 505 -> 5.05: hundredths as a price list writes them. */
static void say_number(struct buf *out, int64_t hundredths)
{
    int64_t rest = hundredths % 100;

    buf_printf(out, "%" PRId64, hundredths / 100);
    if (rest % 10 != 0)
        buf_printf(out, ".%02d", (int)rest);
    else if (rest != 0)
        buf_printf(out, ".%d", (int)rest / 10);
}

static void say_money(const struct speech *speech, int64_t low, int64_t high)
{
    buf_str(speech->out, label_in((struct label){"", "¥"}, speech->lang));
    say_number(speech->out, low);
    if (high != low) {
        buf_char(speech->out, '-');
        say_number(speech->out, high);
    }
    buf_str(speech->out, label_in((struct label){"元", ""}, speech->lang));
}

static void say_per_unit(const struct speech *speech)
{
    if (*speech->unit != '\0')
        buf_printf(speech->out, "/%s", speech->unit);
}

/* A quantity with its unit: 100平方米, 100 平方米. */
static void say_quantity(const struct speech *speech, int64_t quantity, const char *unit)
{
    say_number(speech->out, quantity);
    if (speech->lang == LANG_EN && *unit != '\0')
        buf_char(speech->out, ' ');
    buf_str(speech->out, unit);
}

static void say_tier_reach(const struct speech *speech, const struct price_form *form, int i)
{
    const struct price_tier *tier = &form->tier[i];

    if (tier->up_to == 0) {
        buf_str(speech->out,
                label_in(i > 0 ? (struct label){"以上", "above "} : (struct label){"", ""}, speech->lang));
        return;
    }
    buf_str(speech->out, label_in((struct label){"", "up to "}, speech->lang));
    say_quantity(speech, tier->up_to, speech->unit);
    buf_str(speech->out, label_in((struct label){"以内", " "}, speech->lang));
}

static void say_tiers(const struct speech *speech, const struct price_form *form)
{
    for (int i = 0; i < form->tier_count; i++) {
        const struct price_tier *tier = &form->tier[i];

        if (i > 0)
            buf_str(speech->out, label_in((struct label){",", ", "}, speech->lang));
        say_tier_reach(speech, form, i);
        say_money(speech, tier->fen, tier->fen);
        if (tier->flat)
            buf_str(speech->out, label_in((struct label){"", " in all"}, speech->lang));
        else
            say_per_unit(speech);
    }
}

static void say_form(const struct speech *speech, const struct price_form *form)
{
    switch (form->kind) {
    case PRICE_FREE:
        buf_str(speech->out, label_in((struct label){"免费", "free"}, speech->lang));
        return;
    case PRICE_REQUEST:
        buf_str(speech->out, label_in((struct label){"面议", "on request"}, speech->lang));
        return;
    case PRICE_TIERS:
        say_tiers(speech, form);
        return;
    case PRICE_PERHOUR:
        say_money(speech, form->low_fen, form->high_fen);
        buf_str(speech->out, label_in((struct label){"/人·小时", "/person and hour"}, speech->lang));
        return;
    case PRICE_FIXED:
    case PRICE_RANGE:
    case PRICE_MEASURED:
        say_money(speech, form->low_fen, form->high_fen);
        say_per_unit(speech);
    }
}

static void say_increment(const struct speech *speech, const struct price_form *form)
{
    const char *unit =
        price_takes_hours(form) ? label_in((struct label){"小时", "hour"}, speech->lang) : speech->unit;

    buf_str(speech->out, label_in((struct label){",不足", ", part of "}, speech->lang));
    say_quantity(speech, form->increment, unit);
    buf_str(speech->out, label_in((struct label){"按", " counts as "}, speech->lang));
    say_quantity(speech, form->increment, unit);
    buf_str(speech->out, label_in((struct label){"计", ""}, speech->lang));
}

void price_for_people(const struct price_form *form, const char *unit, enum lang lang, struct buf *out)
{
    const struct speech speech = {lang, unit, out};

    say_form(&speech, form);
    if (form->increment != 0)
        say_increment(&speech, form);
    if (form->minimum_fen != 0) {
        buf_str(out, label_in((struct label){",最低", ", at least "}, lang));
        say_money(&speech, form->minimum_fen, form->minimum_fen);
    }
}
