/* Moments and windows as they are typed at the desk. */
#include "client/widgets/when.h"
#include "unit.h"

#include <string.h>

#define NOW "2026-11-24 14:32" /* a Tuesday */

struct sample {
    enum when_kind kind;
    const char *typed, *value; /* NULL: refused */
};

static void check(const struct sample *sample)
{
    struct buf out = {0};
    struct label why = {NULL, NULL};
    bool ok = when_parse(sample->typed, sample->kind, NOW, &out, &why);
    if (ok != (sample->value != NULL) || (ok && strcmp(out.data, sample->value) != 0))
        fail_msg("\"%s\" gave %s (%s), wanted %s", sample->typed, ok ? out.data : "a refusal",
                 why.en ? why.en : "", sample->value ? sample->value : "a refusal");
    assert_true(ok || (why.zh && why.en && out.len == 0));
    buf_free(&out);
}

static void test_moments(void **state)
{
    static const struct sample samples[] = {
        {WHEN_MOMENT, "15:30", "2026-11-24 15:30"},
        {WHEN_MOMENT, "1530", "2026-11-24 15:30"},
        {WHEN_MOMENT, "9", "2026-11-24 09:00"},
        {WHEN_MOMENT, "９：０５", "2026-11-24 09:05"},
        {WHEN_MOMENT, "明天 9:00", "2026-11-25 09:00"},
        {WHEN_MOMENT, "明天9点半", "2026-11-25 09:30"},
        {WHEN_MOMENT, "明天下午3点", "2026-11-25 15:00"},
        {WHEN_MOMENT, "明早8点一刻", "2026-11-25 08:15"},
        {WHEN_MOMENT, "今晚7点", "2026-11-24 19:00"},
        {WHEN_MOMENT, "中午12点", "2026-11-24 12:00"},
        {WHEN_MOMENT, "大后天 10:00", "2026-11-27 10:00"},
        {WHEN_MOMENT, "周五 9点", "2026-11-27 09:00"},
        {WHEN_MOMENT, "周二 9点", "2026-11-24 09:00"},
        {WHEN_MOMENT, "下周一 9点", "2026-11-30 09:00"},
        {WHEN_MOMENT, "friday 9", "2026-11-27 09:00"},
        {WHEN_MOMENT, "tomorrow 3pm", "2026-11-25 15:00"},
        {WHEN_MOMENT, "today 12am", "2026-11-24 00:00"},
        {WHEN_MOMENT, "11-25 9:00", "2026-11-25 09:00"},
        {WHEN_MOMENT, "11月25日 9:00", "2026-11-25 09:00"},
        {WHEN_MOMENT, "01-05 9:00", "2027-01-05 09:00"},
        {WHEN_MOMENT, "2026-11-24 15:30", "2026-11-24 15:30"},
        {WHEN_MOMENT, "2026-11-24T15:30", "2026-11-24 15:30"},
        {WHEN_MOMENT, "2026/11/24 15:30", "2026-11-24 15:30"},
        {WHEN_MOMENT, "2026年11月24日 15点30分", "2026-11-24 15:30"},
        {WHEN_MOMENT, "+2 9:00", "2026-11-26 09:00"},
        {WHEN_MOMENT, "now", "2026-11-24 14:32"},
        {WHEN_MOMENT, "现在", "2026-11-24 14:32"},
        {WHEN_MOMENT, "2026-11-24T15:30:00+08:00", "2026-11-24 15:30"},
        {WHEN_MOMENT, "2026-11-24T15:30:00.123456Z", "2026-11-24 15:30"},
        {WHEN_MOMENT, "any", NULL},
        {WHEN_MOMENT, "2026-02-30 9:00", NULL},
        {WHEN_MOMENT, "25:00", NULL},
        {WHEN_MOMENT, "9:60", NULL},
        {WHEN_MOMENT, "9:5", NULL},
        {WHEN_MOMENT, "明天", NULL},
        {WHEN_MOMENT, "", NULL},
        {WHEN_MOMENT, "改天", NULL},
        {WHEN_MOMENT, "15:30 左右", NULL},
        {WHEN_MOMENT, "123456789012345678901234567890", NULL},
        {WHEN_MOMENT,
         "111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
         "1111111",
         NULL},
        {WHEN_DATE, "2026-12-31", "2026-12-31"},
        {WHEN_DATE, "明天", "2026-11-25"},
        {WHEN_DATE, "now", "2026-11-24"},
        {WHEN_DATE, "9-10", "2026-09-10"},
        {WHEN_DATE, "2028-02-29", "2028-02-29"},
        {WHEN_DATE, "2027-02-29", NULL},
        {WHEN_DATE, "9:00", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        check(&samples[i]);
}

static void test_windows(void **state)
{
    static const struct sample samples[] = {
        {WHEN_WINDOW, "15:30-16:00", "2026-11-24 15:30/2026-11-24 16:00"},
        {WHEN_WINDOW, "2026-11-24 15:30-16:00", "2026-11-24 15:30/2026-11-24 16:00"},
        {WHEN_WINDOW, "2026-11-24 15:30/2026-11-24 16:00", "2026-11-24 15:30/2026-11-24 16:00"},
        {WHEN_WINDOW, "2026-11-24 23:30/2026-11-25 00:30", "2026-11-24 23:30/2026-11-25 00:30"},
        {WHEN_WINDOW, "tomorrow 9-10", "2026-11-25 09:00/2026-11-25 10:00"},
        {WHEN_WINDOW, "9-10", "2026-11-24 09:00/2026-11-24 10:00"},
        {WHEN_WINDOW, "11-25 9-10", "2026-11-25 09:00/2026-11-25 10:00"},
        {WHEN_WINDOW, "明天9点到10点半", "2026-11-25 09:00/2026-11-25 10:30"},
        {WHEN_WINDOW, "明天下午3-4点", "2026-11-25 15:00/2026-11-25 16:00"},
        {WHEN_WINDOW, "tomorrow 2-3pm", "2026-11-25 14:00/2026-11-25 15:00"},
        {WHEN_WINDOW, "９：００～１０：００", "2026-11-24 09:00/2026-11-24 10:00"},
        {WHEN_WINDOW, "明天 9:00", "2026-11-25 09:00/2026-11-25 09:30"},
        {WHEN_WINDOW, "23:45", "2026-11-24 23:45/2026-11-25 00:15"},
        {WHEN_WINDOW, "2026-11-24T15:30:00+08:00/2026-11-24T16:00:00+08:00",
         "2026-11-24 15:30/2026-11-24 16:00"},
        {WHEN_WINDOW, "any", "any"},
        {WHEN_WINDOW, "随时", "any"},
        {WHEN_WINDOW, "10-9", NULL},
        {WHEN_WINDOW, "10:00-10:00", NULL},
        {WHEN_WINDOW, "9-", NULL},
        {WHEN_WINDOW, "9-10-11", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        check(&samples[i]);
}

static void test_shown_again(void **state)
{
    struct buf out = {0};
    (void)state;
    when_show("2026-11-24 15:30/2026-11-24 16:00", &out);
    assert_string_equal(out.data, "2026-11-24 15:30-16:00");
    buf_clear(&out);
    when_show("2026-11-24 23:30/2026-11-25 00:30", &out);
    assert_string_equal(out.data, "2026-11-24 23:30/2026-11-25 00:30");
    buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moments),
        cmocka_unit_test(test_windows),
        cmocka_unit_test(test_shown_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
