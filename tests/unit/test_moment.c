/* Moments: what is one, what is none, and that what is printed reads back. */
#include "common/mem.h"
#include "common/moment.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define SHANGHAI "Asia/Shanghai"
#define BERLIN "Europe/Berlin"
#define UTC(seconds) ((seconds)*MOMENT_SECOND)

static void test_parse(void **state)
{
    static const struct {
        const char *text, *zone;
        moment expected;
    } rows[] = {
        {"2026-11-23T14:32:01+08:00", SHANGHAI, UTC(1795415521)},
        {"2026-11-23T06:32:01Z", SHANGHAI, UTC(1795415521)},
        {"2026-11-23t06:32:01z", SHANGHAI, UTC(1795415521)},
        {"2026-11-23T00:32:01-06:00", BERLIN, UTC(1795415521)},
        {"2026-11-23 06:32:01-00:00", BERLIN, UTC(1795415521)},
        {"2026-11-23 14:32:01", SHANGHAI, UTC(1795415521)},
        {"2026-11-23 14:32", SHANGHAI, UTC(1795415520)},
        {"2026-11-23T14:32", SHANGHAI, UTC(1795415520)},
        {"2026-11-23T07:32", BERLIN, UTC(1795415520)},
        {"2026-11-23T06:32:01.5Z", SHANGHAI, UTC(1795415521) + 500000},
        {"2026-11-23T06:32:01.000001Z", SHANGHAI, UTC(1795415521) + 1},
        {"2026-11-23T06:32:01.999999Z", SHANGHAI, UTC(1795415521) + 999999},
        {"2000-01-01T00:00:00Z", SHANGHAI, UTC(946684800)},
        {"2199-12-31T23:59:59Z", SHANGHAI, UTC(7258118399)},
        {"2024-02-29 00:00", "UTC", UTC(1709164800)},
        {"2026-03-29 01:59", BERLIN, UTC(1774745940)},          /* the last minute before summer time */
        {"2026-03-29 03:00", BERLIN, UTC(1774746000)},          /* and the next one */
        {"2026-10-25 02:30", BERLIN, UTC(1792888200)},          /* comes twice: the first */
        {"2026-10-25T02:30:00+01:00", BERLIN, UTC(1792891800)}, /* the second, said exactly */
        {"2026-10-25 03:00", BERLIN, UTC(1792893600)},
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        moment at = MOMENT_NONE;

        if (!moment_parse(rows[i].text, rows[i].zone, &at) || at != rows[i].expected)
            fail_msg("%s in %s: %lld", rows[i].text, rows[i].zone, (long long)at);
    }
}

static void test_what_is_no_moment(void **state)
{
    static const char *const rows[] = {
        "",
        "now",
        "2026",
        "2026-11-23",
        "2026-11-23 ",
        "2026-11-23 14",
        "2026-11-23 14:3",
        "2026-11-23 4:32",
        "26-11-23 14:32",
        "2026-1-23 14:32",
        "2026/11/23 14:32",
        " 2026-11-23 14:32",
        "2026-11-23 14:32 ",
        "2026-11-23  14:32",
        "2026-11-23_14:32",
        "2026-13-01 00:00",
        "2026-00-01 00:00",
        "2026-02-29 00:00",
        "2026-04-31 00:00",
        "2026-04-00 00:00",
        "2026-11-23 24:00",
        "2026-11-23 23:60",
        "2026-11-23 23:59:60",
        "2026-11-23 14:32:01.5",  /* a fraction only with an offset */
        "2026-11-23T14:32+08:00", /* RFC 3339 has seconds */
        "2026-11-23T14:32:01+08",
        "2026-11-23T14:32:01+0800",
        "2026-11-23T14:32:01+24:00",
        "2026-11-23T14:32:01+08:60",
        "2026-11-23T14:32:01+08:00x",
        "2026-11-23T14:32:01Z+08:00",
        "2026-11-23T14:32:01.Z",
        "2026-11-23T14:32:01.1234567Z",
        "2026-11-23T14:32:01,5Z",
        "1999-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "9999-12-31T00:00:00Z",
        "２０２６-11-23 14:32",
        "-026-11-23 14:32",
        "+026-11-23 14:32",
        "2026-03-29 02:00", /* the hour Berlin skips, from its first minute … */
        "2026-03-29 02:59", /* … to its last */
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        moment at;

        if (moment_parse(rows[i], BERLIN, &at))
            fail_msg("'%s' was taken for a moment", rows[i]);
    }
}

static void test_zones(void **state)
{
    static const char *const unknown[] = {
        "",
        "Asia/Shanghaj",
        "Asia",
        "../zoneinfo/UTC",
        "tzdata.zi",
        "zone.tab",
        "CST-8",
        "Asia/Shanghai/",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", /* 65 characters */
    };
    moment at;

    (void)state;
    assert_true(moment_zone_known(SHANGHAI));
    assert_true(moment_zone_known("UTC"));
    assert_false(moment_zone_known(NULL));
    for (size_t i = 0; i < array_length(unknown); i++) {
        assert_false(moment_zone_known(unknown[i]));
        assert_false(moment_parse("2026-11-23 14:32", unknown[i], &at));
        assert_false(moment_parse_day("2026-11-23", unknown[i], &at));
    }
    assert_true(moment_parse("2026-11-23 14:32", SHANGHAI, &at)); /* an unknown zone leaves nothing behind */
    assert_int_equal(at, UTC(1795415520));
}

static void test_days(void **state)
{
    static const struct {
        const char *text, *zone;
        moment expected; /* MOMENT_NONE: no day */
    } rows[] = {
        {"2026-11-23", SHANGHAI, UTC(1795363200)},
        {"2026-11-23", "UTC", UTC(1795392000)},
        {"2000-01-01", SHANGHAI, UTC(946656000)},
        {"2199-12-31", SHANGHAI, UTC(7258003200)},
        {"2018-11-04", "America/Sao_Paulo", UTC(1541300400)}, /* summer time began at midnight: 01:00 */
        {"2026-11-01", "America/Havana", UTC(1793505600)},    /* 00:00 comes twice: the first */
        {"2011-12-30", "Pacific/Apia", MOMENT_NONE},          /* Samoa skipped this day */
        {"2011-12-31", "Pacific/Apia", UTC(1325239200)},
        {"2026-02-29", SHANGHAI, MOMENT_NONE},
        {"2026-11-23 00:00", SHANGHAI, MOMENT_NONE},
        {"2026-11-2", SHANGHAI, MOMENT_NONE},
        {"1999-12-31", SHANGHAI, MOMENT_NONE},
        {"2200-01-01", SHANGHAI, MOMENT_NONE},
        {"", SHANGHAI, MOMENT_NONE},
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        moment at = MOMENT_NONE;
        bool good = moment_parse_day(rows[i].text, rows[i].zone, &at);

        if (good != (rows[i].expected != MOMENT_NONE) || at != rows[i].expected)
            fail_msg("%s in %s: %lld", rows[i].text, rows[i].zone, (long long)at);
    }
}

static void test_print(void **state)
{
    static const struct {
        moment at;
        const char *zone, *text;
    } rows[] = {
        {UTC(1795415521), SHANGHAI, "2026-11-23T14:32:01+08:00"},
        {UTC(1795415521), "UTC", "2026-11-23T06:32:01+00:00"},
        {UTC(1795415521), "America/St_Johns", "2026-11-23T03:02:01-03:30"},
        {UTC(1795415521) + 1, SHANGHAI, "2026-11-23T14:32:01.000001+08:00"},
        {UTC(1795415521) + 500000, SHANGHAI, "2026-11-23T14:32:01.500000+08:00"},
        {UTC(1792888200), BERLIN, "2026-10-25T02:30:00+02:00"},
        {UTC(1792891800), BERLIN, "2026-10-25T02:30:00+01:00"},
        {0, "UTC", "1970-01-01T00:00:00+00:00"},
        {-1, "UTC", "1969-12-31T23:59:59.999999+00:00"},
        {UTC(1795415521), "No/Where", "2026-11-23T06:32:01+00:00"},
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        struct buf b = {0};

        moment_print(&b, rows[i].at, rows[i].zone);
        assert_string_equal(b.data, rows[i].text);
        buf_free(&b);
    }
}

/* Every quarter of an hour of two years, through both changes of the clock, in zones that do and don't. */
static void test_printed_reads_back(void **state)
{
    static const char *const zones[] = {SHANGHAI, BERLIN, "Australia/Lord_Howe", "America/Sao_Paulo"};

    (void)state;
    for (size_t z = 0; z < array_length(zones); z++) {
        struct buf b = {0};

        for (moment at = UTC(1735689600); at < UTC(1798761600); at += 15 * MOMENT_MINUTE) {
            moment back = MOMENT_NONE;

            buf_clear(&b);
            moment_print(&b, at, zones[z]);
            assert_true(moment_parse(b.data, zones[z], &back));
            assert_int_equal(back, at);
            b.data[strlen("2026-11-23T14:32:01")] = '\0';
            assert_true(moment_parse(b.data, zones[z], &back));
            assert_true(back == at || back == at - MOMENT_HOUR || back == at - MOMENT_HOUR / 2);
        }
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse), cmocka_unit_test(test_what_is_no_moment),
        cmocka_unit_test(test_zones), cmocka_unit_test(test_days),
        cmocka_unit_test(test_print), cmocka_unit_test(test_printed_reads_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
