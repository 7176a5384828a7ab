/* The hash chain of the event log: known values, and every field counts. */
#include "server/workflow/chain.h"
#include "unit.h"

#include <string.h>

static struct chain_event sample(void)
{
    return (struct chain_event){.predecessor = "ab",
                                .subject = 1,
                                .version = 2,
                                .site = 3,
                                .part = 4,
                                .lifecycle = "order",
                                .action = "order.consent",
                                .from = "draft",
                                .to = "ready",
                                .actor = 5,
                                .acting_for = 6,
                                .station = 7,
                                .happened = 8,
                                .entered = 9,
                                .data_digest = "cd"};
}

static void test_digest_is_sha256(void **state)
{
    char hex[CHAIN_HASH_SIZE];
    (void)state;
    chain_digest("", hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    chain_digest("abc", hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* The value is kept: a change of the form would make every stored chain look broken. */
static void test_hash_is_stable(void **state)
{
    struct chain_event event = sample();
    char hex[CHAIN_HASH_SIZE], again[CHAIN_HASH_SIZE];
    (void)state;
    chain_hash(&event, hex);
    chain_digest("2:ab5:order13:order.consent5:draft5:ready2:cd1:11:21:31:41:51:61:71:81:9", again);
    assert_string_equal(hex, again);
}

static void assert_differs(const struct chain_event *changed)
{
    struct chain_event event = sample();
    char a[CHAIN_HASH_SIZE], b[CHAIN_HASH_SIZE];
    chain_hash(&event, a);
    chain_hash(changed, b);
    assert_string_not_equal(a, b);
}

static void test_every_field_counts(void **state)
{
    (void)state;
    struct chain_event changed[15];
    for (int i = 0; i < 15; i++)
        changed[i] = sample();
    changed[0].predecessor = "";
    changed[1].subject++;
    changed[2].version++;
    changed[3].site++;
    changed[4].part++;
    changed[5].lifecycle = "relay";
    changed[6].action = "order.refuse";
    changed[7].from = "none";
    changed[8].to = "closed";
    changed[9].actor++;
    changed[10].acting_for++;
    changed[11].station++;
    changed[12].happened++;
    changed[13].entered++;
    changed[14].data_digest = "ce";
    for (int i = 0; i < 15; i++)
        assert_differs(&changed[i]);
}

static void test_text_cannot_move_between_fields(void **state)
{
    struct chain_event moved = sample();
    (void)state;
    moved.from = "draf";
    moved.to = "tready";
    assert_differs(&moved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digest_is_sha256),
        cmocka_unit_test(test_hash_is_stable),
        cmocka_unit_test(test_every_field_counts),
        cmocka_unit_test(test_text_cannot_move_between_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
