/* Reads moments and windows as people type them. Called by forms. A scanner over the folded text: an optional
 * day, a time, for windows an end. It asks no clock: the caller says what the site's clock shows. */
#include "client/widgets/when.h"

#include "client/widgets/calendar.h"
#include "common/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define MINUTES_A_DAY 1440

enum half { HALF_NONE, HALF_MORNING, HALF_NOON, HALF_AFTERNOON };

struct scan {
    const char *at;
    enum when_kind kind;
    int today, now_minute; /* day number, minute of the day */
    int day;
    bool has_day;
    enum half half;
};

struct clock_time {
    int minute;
    bool has_half; /* said to be morning or afternoon */
};

static const struct label bad_form = {"看不懂这个时间,例: 明天 9:00 或 2026-11-24 15:30-16:00",
                                      "not understood; try: tomorrow 9:00 or 2026-11-24 15:30-16:00"};
static const struct label no_time = {"还缺几点几分", "the time of day is missing"};
static const struct label bad_day = {"没有这一天", "there is no such day"};
static const struct label bad_time = {"没有这个钟点", "there is no such time of day"};
static const struct label bad_order = {"结束早于开始", "it ends before it starts"};

/* Half-width, lower case, one kind of dash, "到" and "至" as dashes too. */
static void normalise(const char *text, struct buf *out)
{
    while (*text && out->len < WHEN_TEXT_MAX) {
        uint32_t code = text_fold_width(text_next(&text));
        if (code == 0x2013 || code == 0x2014 || code == 0x5230 || code == 0x81f3 || code == '~')
            code = '-';
        text_append(out, code < 0x80 ? (uint32_t)tolower((int)code) : code);
    }
}

static void skip_blanks(struct scan *scan)
{
    while (*scan->at == ' ')
        scan->at++;
}

static bool take(struct scan *scan, const char *word)
{
    size_t len = strlen(word);
    if (strncmp(scan->at, word, len) != 0)
        return false;
    scan->at += len;
    return true;
}

/* A number of at most max digits; -1 if there is none. */
static int take_number(struct scan *scan, int max)
{
    int number = 0, digits = 0;
    while (digits < max && isdigit((unsigned char)*scan->at)) {
        number = number * 10 + (*scan->at++ - '0');
        digits++;
    }
    return digits ? number : -1;
}

static int digits_ahead(const char *text)
{
    int count = 0;
    while (isdigit((unsigned char)text[count]))
        count++;
    return count;
}

static bool set_day(struct scan *scan, int day)
{
    scan->day = day;
    scan->has_day = true;
    return true;
}

static bool take_day_word(struct scan *scan)
{
    static const struct {
        const char *word;
        int days;
    } words[] = {{"大后天", 3}, {"后天", 2},  {"明天", 1},      {"今天", 0}, {"昨天", -1},
                 {"前天", -2},  {"明", 1},    {"今", 0},        {"昨", -1},  {"tomorrow", 1},
                 {"tmr", 1},    {"today", 0}, {"yesterday", -1}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (take(scan, words[i].word))
            return set_day(scan, scan->today + words[i].days);
    return false;
}

static int take_weekday(struct scan *scan)
{
    static const char *const zh[] = {"一", "二", "三", "四", "五", "六", "日"};
    static const char *const en[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (int i = 0; i < 7; i++)
        if (take(scan, zh[i]))
            return i;
    if (take(scan, "天"))
        return 6;
    for (int i = 0; i < 7; i++)
        if (take(scan, en[i])) {
            while (islower((unsigned char)*scan->at))
                scan->at++;
            return i;
        }
    return -1;
}

/* "周五" is the next Friday, today included; "下周五" the one of next week. */
static bool take_week(struct scan *scan)
{
    const char *start = scan->at;
    bool next = take(scan, "下") || take(scan, "next ");
    bool named =
        take(scan, "周") || take(scan, "星期") || take(scan, "礼拜") || islower((unsigned char)*scan->at);
    int weekday = named ? take_weekday(scan) : -1;
    int today = calendar_weekday(scan->today);
    if (weekday < 0) {
        scan->at = start;
        return false;
    }
    if (next)
        return set_day(scan, scan->today - today + 7 + weekday);
    return set_day(scan, scan->today + (weekday - today + 7) % 7);
}

/* A day without its year is this year's, or next year's if it lies more than half a year back. */
static int near_day(const struct scan *scan, int month, int day)
{
    int year = calendar_year(scan->today), found = calendar_day(year, month, day);
    if (found != CALENDAR_NONE && found < scan->today - 183)
        return calendar_day(year + 1, month, day);
    return found;
}

/* In a window "9-10" is nine to ten unless something follows that must be the time. */
static bool dash_means_day(const struct scan *scan, const char *after)
{
    if (scan->kind != WHEN_WINDOW)
        return true;
    if (*after != ' ')
        return false;
    while (*after == ' ')
        after++;
    return *after && *after != '-';
}

static bool take_month_day(struct scan *scan, bool *bad)
{
    const char *start = scan->at;
    int month = take_number(scan, 2), day = -1;
    bool dash = month >= 0 && (*scan->at == '-' || *scan->at == '/' || *scan->at == '.');
    if (dash) {
        scan->at++;
        day = take_number(scan, 2);
        dash = day >= 0 && *scan->at != ':' && !isdigit((unsigned char)*scan->at) &&
               dash_means_day(scan, scan->at);
    } else if (month >= 0 && take(scan, "月")) {
        day = take_number(scan, 2);
        if (!take(scan, "日"))
            take(scan, "号");
    }
    if (day < 0 || (start[digits_ahead(start)] != '\xe6' && !dash)) {
        scan->at = start;
        return false;
    }
    int found = near_day(scan, month, day);
    *bad = found == CALENDAR_NONE;
    return set_day(scan, found);
}

static bool take_full_date(struct scan *scan, bool *bad)
{
    const char *start = scan->at;
    int parts[3];
    if (digits_ahead(scan->at) != 4)
        return false;
    for (int i = 0; i < 3; i++) {
        parts[i] = take_number(scan, i ? 2 : 4);
        bool mark = i == 2 || take(scan, "-") || take(scan, "/") || take(scan, ".") || take(scan, "年") ||
                    take(scan, "月");
        if (parts[i] < 0 || !mark) {
            scan->at = start;
            return false;
        }
    }
    take(scan, "日");
    int found = calendar_day(parts[0], parts[1], parts[2]);
    *bad = found == CALENDAR_NONE;
    return set_day(scan, found);
}

static bool take_offset(struct scan *scan)
{
    const char *start = scan->at;
    if (!take(scan, "+"))
        return false;
    int days = take_number(scan, 3);
    if (days < 0) {
        scan->at = start;
        return false;
    }
    return set_day(scan, scan->today + days);
}

/* Takes a day if there is one. False: there is one, but not in the calendar. */
static bool take_day(struct scan *scan)
{
    bool bad = false;
    skip_blanks(scan);
    bool found = take_day_word(scan) || take_full_date(scan, &bad) || take_month_day(scan, &bad) ||
                 take_offset(scan) || take_week(scan);
    if (found && *scan->at == 't' && isdigit((unsigned char)scan->at[1]))
        scan->at++;
    skip_blanks(scan);
    return !bad;
}

static enum half take_half(struct scan *scan)
{
    static const struct {
        const char *word;
        enum half half;
    } words[] = {{"凌晨", HALF_MORNING},   {"早上", HALF_MORNING},   {"上午", HALF_MORNING},
                 {"早", HALF_MORNING},     {"中午", HALF_NOON},      {"下午", HALF_AFTERNOON},
                 {"傍晚", HALF_AFTERNOON}, {"晚上", HALF_AFTERNOON}, {"晚", HALF_AFTERNOON},
                 {"am", HALF_MORNING},     {"pm", HALF_AFTERNOON}};
    skip_blanks(scan);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (take(scan, words[i].word)) {
            skip_blanks(scan);
            return words[i].half;
        }
    return HALF_NONE;
}

/* Seconds, their fraction and an offset, as a machine writes them. */
static void skip_seconds(struct scan *scan)
{
    take_number(scan, 2);
    if (take(scan, "."))
        take_number(scan, 9);
    bool sign = *scan->at == '+' || *scan->at == '-';
    bool offset = sign && digits_ahead(scan->at + 1) == 2 && scan->at[3] == ':';
    scan->at += offset && digits_ahead(scan->at + 4) == 2 ? 6 : *scan->at == 'z';
}

static int take_minutes(struct scan *scan)
{
    if (take(scan, ":")) {
        int minutes = digits_ahead(scan->at) >= 2 ? take_number(scan, 2) : -1;
        if (minutes >= 0 && take(scan, ":"))
            skip_seconds(scan);
        return minutes;
    }
    if (!take(scan, "点"))
        return 0;
    if (take(scan, "半"))
        return 30;
    if (take(scan, "一刻"))
        return 15;
    if (take(scan, "三刻"))
        return 45;
    if (take(scan, "钟") || digits_ahead(scan->at) == 0)
        return 0;
    int minutes = take_number(scan, 2);
    take(scan, "分");
    return minutes;
}

static int in_half(int hour, enum half half)
{
    if (half == HALF_MORNING && hour == 12)
        return 0;
    if ((half == HALF_AFTERNOON && hour < 12) || (half == HALF_NOON && hour <= 3))
        return hour + 12;
    return hour;
}

/* False: there is no time, or not on the clock (*bad). */
static bool take_time(struct scan *scan, struct clock_time *out, bool *bad)
{
    enum half half = take_half(scan);
    int digits = digits_ahead(scan->at);
    int hour = take_number(scan, digits == 4 ? 2 : 3), minutes;
    if (hour < 0)
        return false;
    minutes = digits == 4 ? take_number(scan, 2) : take_minutes(scan);
    enum half after = take_half(scan);
    half = after == HALF_NONE ? half : after;
    hour = in_half(hour, half);
    out->has_half = half != HALF_NONE;
    out->minute = hour * 60 + minutes;
    *bad = digits > 4 || hour > 23 || minutes < 0 || minutes > 59;
    skip_blanks(scan);
    return !*bad;
}

static bool take_now(struct scan *scan, struct clock_time *out)
{
    if (!take(scan, "now") && !take(scan, "现在"))
        return false;
    out->minute = scan->now_minute;
    out->has_half = true;
    skip_blanks(scan);
    return true;
}

static void print_moment(struct buf *out, int day, int minute)
{
    calendar_print(out, day + minute / MINUTES_A_DAY);
    buf_printf(out, " %02d:%02d", minute % MINUTES_A_DAY / 60, minute % 60);
}

/* "No matter when", for windows. */
static bool is_any(const struct scan *scan)
{
    static const char *const words[] = {"any", "anytime", "随时", "不限", "都可以", "都行"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(scan->at, words[i]) == 0)
            return true;
    return false;
}

static bool refuse(struct label *why, struct label reason)
{
    *why = reason;
    return false;
}

/* After the start of a window: its end, or none. "下午3-4" and "9-10pm" mean the same half of the day. */
static bool take_end(struct scan *scan, struct clock_time *start, int *end_day, int *end, struct label *why)
{
    bool bad = false;
    struct clock_time time = {0};
    *end_day = scan->day;
    *end = start->minute + WHEN_MINUTES;
    if (!take(scan, "-") && !take(scan, "/"))
        return true;
    skip_blanks(scan);
    if (digits_ahead(scan->at) == 4 && scan->at[4] == '-') {
        if (!take_full_date(scan, &bad))
            return refuse(why, bad_form);
        *end_day = scan->day;
        take(scan, "t");
        skip_blanks(scan);
    }
    if (bad)
        return refuse(why, bad_day);
    if (!take_time(scan, &time, &bad))
        return refuse(why, bad ? bad_time : bad_form);
    if (start->has_half && !time.has_half && time.minute < start->minute && time.minute < 720)
        time.minute += 720;
    if (!start->has_half && time.has_half && start->minute < 720 && start->minute + 720 < time.minute)
        start->minute += 720;
    *end = time.minute;
    return true;
}

static bool read_window(struct scan *scan, struct clock_time start, struct buf *out, struct label *why)
{
    int first_day = scan->day, end_day, end;
    if (!take_end(scan, &start, &end_day, &end, why))
        return false;
    skip_blanks(scan);
    if (*scan->at)
        return refuse(why, bad_form);
    if (end_day < first_day || (end_day == first_day && end <= start.minute))
        return refuse(why, bad_order);
    print_moment(out, first_day, start.minute);
    buf_char(out, '/');
    print_moment(out, end_day, end);
    return true;
}

static bool read_scan(struct scan *scan, struct buf *out, struct label *why)
{
    struct clock_time start = {0};
    bool bad = false;
    if (scan->kind == WHEN_WINDOW && is_any(scan)) {
        buf_str(out, "any");
        return true;
    }
    if (!take_day(scan))
        return refuse(why, bad_day);
    if (scan->kind == WHEN_DATE) {
        bool today = take_now(scan, &start);
        if (*scan->at || !(scan->has_day || today))
            return refuse(why, bad_form);
        calendar_print(out, scan->day);
        return true;
    }
    if (!take_now(scan, &start) && !take_time(scan, &start, &bad))
        return refuse(why, bad ? bad_time : *scan->at || !scan->has_day ? bad_form : no_time);
    if (scan->kind == WHEN_WINDOW)
        return read_window(scan, start, out, why);
    if (*scan->at)
        return refuse(why, bad_form);
    print_moment(out, scan->day, start.minute);
    return true;
}

bool when_parse(const char *text, enum when_kind kind, const char *now, struct buf *out, struct label *why)
{
    int year, month, day, hour, minute;
    if (strlen(text) > WHEN_TEXT_MAX ||
        sscanf(now, "%4d-%2d-%2d %2d:%2d", &year, &month, &day, &hour, &minute) != 5)
        return refuse(why, bad_form);
    struct buf folded = {0};
    buf_str(&folded, "");
    normalise(text, &folded);
    int today = calendar_day(year, month, day);
    struct scan scan = {
        .at = folded.data, .kind = kind, .today = today, .day = today, .now_minute = hour * 60 + minute};
    bool ok = today == CALENDAR_NONE ? refuse(why, bad_day) : read_scan(&scan, out, why);
    buf_free(&folded);
    return ok;
}

void when_show(const char *value, struct buf *out)
{
    const char *slash = strchr(value, '/');
    bool window =
        slash && slash - value == 16 && strlen(slash + 1) == 16 && strncmp(value, slash + 1, 11) == 0;
    if (!window) {
        buf_str(out, value);
        return;
    }
    buf_add(out, value, 16);
    buf_char(out, '-');
    buf_str(out, slash + 1 + 11);
}
