/* Heads of views: every line and kind, and each way a head can be broken so that the daemon does not start
 * with it. Beside them the two small readers of server/spec: members of a JSON object, and how near a
 * mistyped verb is. */
#include "common/mem.h"
#include "server/spec/json_find.h"
#include "server/spec/near.h"
#include "server/spec/view_spec.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "-- view: order.queue\n-- who: cam\n-- zh: 队列\n-- en: Queue\n"

static void test_good_head(void **state)
{
    static const char sql[] =
        "-- view: order.queue\n-- who: cam staff tad\n-- zh: 在办单\n-- en: Open orders\n"
        "-- a remark: of the writer\n"
        "-- args: :user :lang :now :site :zone q:text? limit:int=50 id:id from:time day:day\n"
        "select '$99' where $1 < $2 and $10 = 3\n";
    static const enum view_arg_kind kinds[] = {VIEW_USER, VIEW_LANG, VIEW_NOW, VIEW_SITE, VIEW_ZONE,
                                               VIEW_TEXT, VIEW_INT,  VIEW_ID,  VIEW_TIME, VIEW_DAY};
    struct view_spec spec;
    char fault[200] = "";

    (void)state;
    if (!view_spec_parse("order.queue", sql, &spec, fault, sizeof fault))
        fail_msg("%s", fault);
    assert_string_equal(spec.name, "order.queue");
    assert_string_equal(spec.zh, "在办单");
    assert_string_equal(spec.en, "Open orders");
    assert_false(spec.anybody);
    assert_true(spec.roles == (1u << ROLE_CAM | 1u << ROLE_SUP | 1u << ROLE_TEC | 1u << ROLE_PM |
                               1u << ROLE_STF | 1u << ROLE_TAD));
    assert_int_equal(spec.args, array_length(kinds));
    for (size_t i = 0; i < array_length(kinds); i++)
        assert_int_equal(spec.arg[i].kind, kinds[i]);
}

static void test_optional_and_preset(void **state)
{
    struct view_spec spec;
    char fault[200];

    (void)state;
    assert_true(view_spec_parse("order.queue", HEAD "-- args: q:text? limit:int=50 id:id\nselect $1, $2, $3",
                                &spec, fault, sizeof fault));
    assert_true(spec.arg[0].optional && !*spec.arg[0].preset);
    assert_true(spec.arg[1].optional);
    assert_string_equal(spec.arg[1].preset, "50");
    assert_false(spec.arg[2].optional);
    assert_ptr_equal(view_spec_arg(&spec, "limit"), &spec.arg[1]);
    assert_null(view_spec_arg(&spec, ""));
    assert_null(view_spec_arg(&spec, "lim"));
}

static void test_anybody(void **state)
{
    struct view_spec spec;
    char fault[200];

    (void)state;
    assert_true(view_spec_parse("a.b", "-- view: a.b\n-- who: any\n-- zh: 甲\n-- en: A\n-- args:\nselect 1",
                                &spec, fault, sizeof fault));
    assert_true(spec.anybody);
    assert_int_equal(spec.args, 0);
}

static void test_broken_heads(void **state)
{
    static const char *const broken[] = {
        "",
        "select 1",
        HEAD "select 1",
        "-- view: order.queue\n-- who: cam\n-- en: Queue\n-- args:\nselect 1",
        "-- view: order.queue\n-- who: cam\n-- zh:\n-- en: Queue\n-- args:\nselect 1",
        "-- view: order.queue\n-- who:\n-- zh: 队列\n-- en: Queue\n-- args:\nselect 1",
        "-- view: order.queue\n-- who: boss\n-- zh: 队列\n-- en: Queue\n-- args:\nselect 1",
        "-- view: order.queue\n-- who: system\n-- zh: 队列\n-- en: Queue\n-- args:\nselect 1",
        "-- view: order.list\n-- who: cam\n-- zh: 队列\n-- en: Queue\n-- args:\nselect 1",
        HEAD "-- who: pm\n-- args:\nselect 1",
        HEAD "-- args: q\nselect $1",
        HEAD "-- args: q:word\nselect $1",
        HEAD "-- args: q:user\nselect $1",
        HEAD "-- args: :text\nselect $1",
        HEAD "-- args: Q:text\nselect $1",
        HEAD "-- args: q:text q:text\nselect $1, $2",
        HEAD "-- args: q:text=\nselect $1",
        HEAD "-- args: :user\nselect 1",
        HEAD "-- args: :user\nselect $1, $2",
        HEAD "-- args: :user\nselect '$1'",
        HEAD
        "-- args: a:int b:int c:int d:int e:int f:int g:int h:int i:int j:int k:int l:int m:int\nselect $13",
        HEAD "-- args: a234567890123456789012345:int\nselect $1",
        HEAD "\n-- args: :user\nselect $1",
    };

    (void)state;
    for (size_t i = 0; i < array_length(broken); i++) {
        struct view_spec spec;
        char fault[200] = "";

        if (view_spec_parse("order.queue", broken[i], &spec, fault, sizeof fault))
            fail_msg("accepted: %s", broken[i]);
        assert_true(strncmp(fault, "order.queue: ", 13) == 0);
    }
}

static void test_longest_head(void **state)
{
    struct view_spec spec;
    char fault[200], about[VIEW_ABOUT_MAX + 1];

    (void)state;
    for (int over = 0; over <= 1; over++) {
        memset(about, 'x', sizeof about);
        about[VIEW_ABOUT_MAX - 1 + over] = 0;
        char *sql = xasprintf("-- view: a.b\n-- who: any\n-- zh: 甲\n-- en: %s\n-- args:\nselect 1", about);
        assert_int_equal(view_spec_parse("a.b", sql, &spec, fault, sizeof fault), !over);
        free(sql);
    }
}

static void test_members_are_found(void **state)
{
    static const struct {
        const char *json, *key, *value;
    } rows[] = {
        {"{\"text\":\"您好\"}", "text", "\"您好\""},
        {"{\"a\" : 1, \"text\" : \"x\\\"}\" }", "text", "\"x\\\"}\""},
        {"{\"a\":{\"text\":\"no\",\"b\":[1,{}]},\"text\":\"yes\"}", "text", "\"yes\""},
        {"{\"label\":{\"zh\":\"待派工\",\"en\":\"To dispatch\"},\"id\":7}", "label",
         "{\"zh\":\"待派工\",\"en\":\"To dispatch\"}"},
        {"{\"id\":7}", "id", "7"},
        {"{\"id\":7}", "text", NULL},
        {"{\"texts\":7}", "text", NULL},
        {"{}", "text", NULL},
        {"[1]", "text", NULL},
        {"", "text", NULL},
        {"{\"text\":\"open", "text", NULL},
        {"{\"text\"", "text", NULL},
        {"{\"text\":}", "text", NULL},
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        const char *value;
        size_t len;
        bool found = json_find(rows[i].json, rows[i].key, &value, &len);

        if (found != (rows[i].value != NULL))
            fail_msg("%s", rows[i].json);
        if (found)
            assert_true(len == strlen(rows[i].value) && strncmp(value, rows[i].value, len) == 0);
    }
}

static void test_distances(void **state)
{
    char longest[NEAR_LENGTH_MAX + 2];

    (void)state;
    assert_int_equal(near_distance("order.list", "order.list"), 0);
    assert_int_equal(near_distance("order.lits", "order.list"), 1);
    assert_int_equal(near_distance("order.lst", "order.list"), 1);
    assert_int_equal(near_distance("ordre.lst", "order.list"), 2);
    assert_int_equal(near_distance("orde", "order.list"), 1);
    assert_int_equal(near_distance("", "abc"), 3);
    memset(longest, 'a', sizeof longest);
    longest[NEAR_LENGTH_MAX] = 0;
    assert_int_equal(near_distance(longest, longest), 0);
    longest[NEAR_LENGTH_MAX] = 'a';
    longest[NEAR_LENGTH_MAX + 1] = 0;
    assert_int_equal(near_distance(longest, longest), NEAR_FAR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_head),    cmocka_unit_test(test_optional_and_preset),
        cmocka_unit_test(test_anybody),      cmocka_unit_test(test_broken_heads),
        cmocka_unit_test(test_longest_head), cmocka_unit_test(test_members_are_found),
        cmocka_unit_test(test_distances),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
