/* Moments from and to text. A local time is converted by asking the zone's rules for the offset around it and
 * keeping the instant that reads back as the same local time: what mktime(3) would invent for a time that
 * summer time skips is refused. Server and client call it, each from its one thread: the zone is the TZ of
 * the process. It knows no "now". */
#include "common/moment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ZONE_DIRECTORY "/usr/share/zoneinfo/"
#define ZONE_NAME_MAX 64
#define DAY_SECONDS 86400
#define YEAR_FIRST 2000
#define YEAR_LAST 2199

/* The C library takes a zone it cannot read for UTC without a word, so the file is looked at first. */
bool moment_zone_known(const char *zone)
{
    char path[sizeof(ZONE_DIRECTORY) + ZONE_NAME_MAX];
    char magic[4] = {0};
    FILE *file;

    if (zone == NULL || *zone == '\0' || strlen(zone) > ZONE_NAME_MAX || strstr(zone, "..") != NULL)
        return false;
    snprintf(path, sizeof(path), ZONE_DIRECTORY "%s", zone);
    file = fopen(path, "re");
    if (file == NULL)
        return false;
    if (fread(magic, 1, sizeof(magic), file) != sizeof(magic))
        magic[0] = '\0';
    fclose(file);
    return memcmp(magic, "TZif", sizeof(magic)) == 0;
}

/* Nearly every caller stays in one zone: reading its file again for each moment would be most of the cost. */
static bool enter_zone(const char *zone)
{
    static char current[ZONE_NAME_MAX + 1];

    if (zone != NULL && current[0] != '\0' && strcmp(zone, current) == 0)
        return true;
    if (!moment_zone_known(zone))
        return false;
    snprintf(current, sizeof(current), "%s", zone);
    setenv("TZ", current, 1);
    tzset();
    return true;
}

static long offset_at(time_t when)
{
    struct tm local;

    return localtime_r(&when, &local) == NULL ? 0 : local.tm_gmtoff;
}

/* fields read as if they were UTC; the first instant that has them in the current zone */
static bool local_to_utc(time_t fields, time_t *out)
{
    time_t before = fields - offset_at(fields - DAY_SECONDS);
    time_t after = fields - offset_at(fields + DAY_SECONDS);
    time_t first = before < after ? before : after;
    time_t second = before < after ? after : before;

    *out = first + offset_at(first) == fields ? first : second;
    return *out + offset_at(*out) == fields;
}

/* Exactly count digits. */
static bool take_digits(const char **text, int count, int *out)
{
    *out = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (**text < '0' || **text > '9')
            return false;
        *out = *out * 10 + (**text - '0');
    }
    return true;
}

static bool take_char(const char **text, const char *any)
{
    if (**text == '\0' || strchr(any, **text) == NULL)
        return false;
    (*text)++;
    return true;
}

/* fields becomes the day's midnight as if in UTC. timegm carries 31 June over to 1 July: that is no day. */
static bool take_date(const char **text, time_t *fields)
{
    struct tm date = {0};
    int day, month;

    if (!take_digits(text, 4, &date.tm_year) || !take_char(text, "-") || !take_digits(text, 2, &month) ||
        !take_char(text, "-") || !take_digits(text, 2, &day))
        return false;
    if (date.tm_year < YEAR_FIRST || date.tm_year > YEAR_LAST)
        return false;
    date.tm_year -= 1900;
    date.tm_mon = month - 1;
    date.tm_mday = day;
    *fields = timegm(&date);
    return date.tm_mon == month - 1 && date.tm_mday == day;
}

/* A moment as its text says it, before a zone is applied. */
struct written {
    time_t fields;
    int64_t fraction; /* microseconds */
    bool has_seconds, has_fraction;
};

static bool take_fraction(const char **text, struct written *w)
{
    int64_t unit = MOMENT_SECOND / 10;

    if (!take_char(text, "."))
        return true;
    w->has_fraction = true;
    for (; **text >= '0' && **text <= '9'; (*text)++, unit /= 10) {
        if (unit == 0)
            return false;
        w->fraction += (**text - '0') * unit;
    }
    return unit != MOMENT_SECOND / 10;
}

static bool take_time(const char **text, struct written *w)
{
    int hour, minute, second = 0;

    if (!take_digits(text, 2, &hour) || !take_char(text, ":") || !take_digits(text, 2, &minute))
        return false;
    w->has_seconds = take_char(text, ":");
    if (w->has_seconds && (!take_digits(text, 2, &second) || !take_fraction(text, w)))
        return false;
    w->fields += hour * 3600 + minute * 60 + second;
    return hour < 24 && minute < 60 && second < 60;
}

/* "Z" or "+hh:mm" and nothing after it */
static bool take_offset(const char **text, long *offset)
{
    int hour = 0, minute = 0;
    bool west = **text == '-';

    if (!take_char(text, "Zz")) {
        if (!take_char(text, "+-") || !take_digits(text, 2, &hour) || !take_char(text, ":") ||
            !take_digits(text, 2, &minute) || hour > 23 || minute > 59)
            return false;
    }
    *offset = (hour * 3600 + minute * 60) * (west ? -1 : 1);
    return **text == '\0';
}

bool moment_parse(const char *text, const char *zone, moment *out)
{
    struct written w = {0};
    time_t when;
    long offset;

    if (!take_date(&text, &w.fields) || !take_char(&text, "Tt ") || !take_time(&text, &w))
        return false;
    if (*text == '\0') {
        if (w.has_fraction || !enter_zone(zone) || !local_to_utc(w.fields, &when))
            return false;
    } else {
        if (!w.has_seconds || !take_offset(&text, &offset))
            return false;
        when = w.fields - offset;
    }
    *out = when * MOMENT_SECOND + w.fraction;
    return true;
}

bool moment_parse_day(const char *text, const char *zone, moment *out)
{
    time_t day, when;

    if (!take_date(&text, &day) || *text != '\0' || !enter_zone(zone))
        return false;
    for (time_t fields = day; fields < day + DAY_SECONDS; fields += 60) {
        if (local_to_utc(fields, &when)) {
            *out = when * MOMENT_SECOND;
            return true;
        }
    }
    return false;
}

void moment_print(struct buf *b, moment at, const char *zone)
{
    int64_t fraction = ((at % MOMENT_SECOND) + MOMENT_SECOND) % MOMENT_SECOND;
    time_t when = (at - fraction) / MOMENT_SECOND;
    struct tm local;
    long minutes;

    if ((enter_zone(zone) ? localtime_r(&when, &local) : gmtime_r(&when, &local)) == NULL)
        abort();
    minutes = labs(local.tm_gmtoff) / 60;
    buf_printf(b, "%04d-%02d-%02dT%02d:%02d:%02d", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday,
               local.tm_hour, local.tm_min, local.tm_sec);
    if (fraction != 0)
        buf_printf(b, ".%06d", (int)fraction);
    buf_printf(b, "%c%02ld:%02ld", local.tm_gmtoff < 0 ? '-' : '+', minutes / 60, minutes % 60);
}
