/* Decisions as array literals: quoting, NULLs, hostile text, whole batches. What PostgreSQL makes of them is
 * shown in tests/system/test_db.py. */
#include "common/mem.h"
#include "server/db/batch.h"
#include "server/workflow/chain.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct facts facts;
    struct question question;
    struct decision decision;
    struct db_write_request request;
};

/* An order with one move at version 5. */
static struct fixture *fixture_new(int64_t subject)
{
    struct fixture *f = xcalloc(1, sizeof *f);
    const struct row *row = row_first("order.quote");
    facts_init(&f->facts, AGGREGATE_ORDER);
    f->facts.id = subject;
    f->facts.site = 7;
    snprintf(f->facts.head, sizeof f->facts.head, "abc");
    f->question.facts = &f->facts;
    f->decision.q = &f->question;
    f->decision.after = f->facts;
    f->decision.after.version = 5;
    f->decision.moves = 1;
    f->decision.move[0] = (struct move){.row = row,
                                        .subject = subject,
                                        .part = subject,
                                        .version = 5,
                                        .track = LIFECYCLE_ORDER,
                                        .from = ORDER_DRAFT,
                                        .to = ORDER_DRAFT,
                                        .data = "{\"a\":\"b\\\\\"}"};
    f->request = (struct db_write_request){&f->decision, 3, 0, 10, 20, "key", "digest", 0};
    return f;
}

static void add_effect(struct fixture *f, enum effect effect, const char *first, const char *second)
{
    struct effect_row *row = &f->decision.effect[f->decision.effects++];
    *row = (struct effect_row){.effect = effect};
    row->column[0] = first;
    row->column[1] = second;
}

static void assert_column(struct parcel *const *parcels, int count, int piece, int column, const char *wanted)
{
    struct buf out = {0};
    parcels_column(parcels, count, piece, column, &out);
    assert_string_equal(out.data, wanted);
    buf_free(&out);
}

static void test_elements_are_quoted(void **state)
{
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"", "{\"\"}"},
        {NULL, "{NULL}"},
        {"NULL", "{\"NULL\"}"},
        {"a", "{\"a\"}"},
        {"a\"b", "{\"a\\\"b\"}"},
        {"a\\b", "{\"a\\\\b\"}"},
        {"\\", "{\"\\\\\"}"},
        {"\"", "{\"\\\"\"}"},
        {"},{", "{\"},{\"}"},
        {"'); drop table event; --", "{\"'); drop table event; --\"}"},
        {" a, b ", "{\" a, b \"}"},
        {"水龙头\n漏水", "{\"水龙头\n漏水\"}"},
    };
    (void)state;
    for (size_t i = 0; i < array_length(rows); i++) {
        struct buf out = {0};
        buf_char(&out, '{');
        array_add(&out, rows[i].text);
        buf_char(&out, '}');
        assert_string_equal(out.data, rows[i].wanted);
        buf_free(&out);
    }
}

static void test_elements_are_separated(void **state)
{
    struct buf out = {0};
    (void)state;
    buf_char(&out, '{');
    array_add(&out, "a");
    array_add(&out, NULL);
    array_add_int(&out, -5);
    array_add(&out, "{");
    array_add(&out, "b");
    assert_string_equal(out.data, "{\"a\",NULL,-5,\"{\",\"b\"");
    buf_free(&out);
}

static void test_event_columns(void **state)
{
    struct fixture *f = fixture_new(100);
    struct parcel *parcel = parcel_new(&f->request);
    char digest[CHAIN_HASH_SIZE], quoted[CHAIN_HASH_SIZE + 4];
    static const char *const wanted[] = {"{100}",       "{5}",
                                         "{7}",         "{\"order\"}",
                                         "{100}",       "{\"order.quote\"}",
                                         "{\"draft\"}", "{\"draft\"}",
                                         "{3}",         "{NULL}",
                                         "{NULL}",      "{10}",
                                         "{20}",        "{\"{\\\"a\\\":\\\"b\\\\\\\\\\\"}\"}"};
    (void)state;
    for (size_t i = 0; i < array_length(wanted); i++)
        assert_column(&parcel, 1, PIECE_EVENT, (int)i, wanted[i]);
    chain_digest(f->decision.move[0].data, digest);
    snprintf(quoted, sizeof quoted, "{\"%s\"}", digest);
    assert_column(&parcel, 1, PIECE_EVENT, 14, quoted);
    parcel_free(parcel);
    free(f);
}

/* The second event of a subject stands on the first one's hash, another subject's on its own head. */
static void test_hashes_are_chained(void **state)
{
    struct fixture *f = fixture_new(100);
    char hash[3][CHAIN_HASH_SIZE], digest[CHAIN_HASH_SIZE];
    struct buf wanted = {0};
    (void)state;
    f->facts.relay = 50;
    snprintf(f->facts.relay_head, sizeof f->facts.relay_head, "def");
    f->decision.moves = 3;
    f->decision.move[1] = f->decision.move[2] = f->decision.move[0];
    f->decision.move[1].subject = f->decision.move[1].part = 50;
    f->decision.move[2].version = 6;
    chain_digest(f->decision.move[0].data, digest);
    struct chain_event event = {"abc",   100, 5, 7, 100, "order", "order.quote", "draft",
                                "draft", 3,   0, 0, 10,  20,      digest};
    chain_hash(&event, hash[0]);
    event.predecessor = hash[0];
    event.version = 6;
    chain_hash(&event, hash[2]);
    event.predecessor = "def";
    event.version = 5;
    event.subject = event.part = 50;
    chain_hash(&event, hash[1]);
    buf_printf(&wanted, "{\"%s\",\"%s\",\"%s\"}", hash[0], hash[1], hash[2]);
    struct parcel *parcel = parcel_new(&f->request);
    assert_column(&parcel, 1, PIECE_EVENT, 15, wanted.data);
    const int64_t *subjects;
    assert_int_equal(parcel_subjects(parcel, &subjects), 2);
    assert_int_equal(subjects[0], 100);
    assert_int_equal(subjects[1], 50);
    parcel_free(parcel);
    buf_free(&wanted);
    free(f);
}

static void test_request_only_with_a_key(void **state)
{
    struct fixture *f = fixture_new(100);
    struct parcel *parcel = parcel_new(&f->request);
    (void)state;
    assert_column(&parcel, 1, PIECE_REQUEST, 1, "{\"key\"}");
    assert_column(&parcel, 1, PIECE_REQUEST, 3, "{100}");
    assert_column(&parcel, 1, PIECE_REQUEST, 4, "{5}");
    parcel_free(parcel);
    f->request.key = NULL;
    parcel = parcel_new(&f->request);
    assert_false(parcel_has(parcel, PIECE_REQUEST));
    parcel_free(parcel);
    free(f);
}

static void test_effects_are_grouped(void **state)
{
    struct fixture *f = fixture_new(100);
    (void)state;
    add_effect(f, EFFECT_relay_place, "1", "a\"b");
    add_effect(f, EFFECT_quote_withdraw, "2", NULL);
    add_effect(f, EFFECT_relay_place, "3", NULL);
    f->request.deadline = 9;
    struct parcel *parcel = parcel_new(&f->request);
    assert_column(&parcel, 1, PIECE_EFFECT + EFFECT_relay_place, 0, "{\"1\",\"3\"}");
    assert_column(&parcel, 1, PIECE_EFFECT + EFFECT_relay_place, 1, "{\"a\\\"b\",NULL}");
    assert_column(&parcel, 1, PIECE_EFFECT + EFFECT_quote_withdraw, 0, "{\"2\"}");
    assert_column(&parcel, 1, PIECE_EFFECT + EFFECT_deadline_fired, 0, "{9}");
    assert_false(parcel_has(parcel, PIECE_EFFECT + EFFECT_charge));
    parcel_free(parcel);
    free(f);
}

/* As many effects as a decision can have, and the deadline it fires besides. */
static void test_every_effect_fits(void **state)
{
    struct fixture *f = fixture_new(100);
    struct buf out = {0};
    (void)state;
    for (int i = 0; i < DECISION_EFFECTS_MAX; i++)
        add_effect(f, EFFECT_deadline_fired, "1", NULL);
    f->request.deadline = 2;
    struct parcel *parcel = parcel_new(&f->request);
    parcels_column(&parcel, 1, PIECE_EFFECT + EFFECT_deadline_fired, 0, &out);
    assert_int_equal(out.len, 2 + DECISION_EFFECTS_MAX * strlen("\"1\",") + strlen("2"));
    buf_free(&out);
    parcel_free(parcel);
    free(f);
}

/* A full batch, of which only some have rows for a statement. */
static void test_batch_of_the_limit(void **state)
{
    struct parcel *parcels[DB_BATCH_MAX];
    struct buf subjects = {0}, odd = {0};
    (void)state;
    for (int i = 0; i < DB_BATCH_MAX; i++) {
        struct fixture *f = fixture_new(1000 + i);
        char id[12];
        snprintf(id, sizeof id, "%d", i);
        if (i % 2)
            add_effect(f, EFFECT_relay_place, id, NULL);
        parcels[i] = parcel_new(&f->request);
        buf_printf(&subjects, "%s%d", i ? "," : "{", 1000 + i);
        if (i % 2)
            buf_printf(&odd, "%s\"%d\"", i > 1 ? "," : "{", i);
        free(f);
    }
    buf_char(&subjects, '}');
    buf_char(&odd, '}');
    assert_column(parcels, DB_BATCH_MAX, PIECE_EVENT, 0, subjects.data);
    assert_column(parcels, DB_BATCH_MAX, PIECE_ANSWER, 0, subjects.data);
    assert_column(parcels, DB_BATCH_MAX, PIECE_EFFECT + EFFECT_relay_place, 0, odd.data);
    for (int i = 0; i < DB_BATCH_MAX; i++)
        parcel_free(parcels[i]);
    buf_free(&subjects);
    buf_free(&odd);
}

/* Every effect has a statement of its own name, and no more columns than a segment's arrays hold. */
static void test_pieces(void **state)
{
    (void)state;
    assert_string_equal(piece_statement(PIECE_REQUEST), "system/request");
    assert_string_equal(piece_statement(PIECE_ANSWER), "system/answer");
    assert_string_equal(piece_statement(PIECE_EFFECT + EFFECT_part_new), "effect/part_new");
    for (int piece = 0; piece < PIECE_COUNT; piece++)
        assert_in_range(piece_columns(piece), 1, PIECE_COLUMNS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elements_are_quoted),
        cmocka_unit_test(test_elements_are_separated),
        cmocka_unit_test(test_event_columns),
        cmocka_unit_test(test_hashes_are_chained),
        cmocka_unit_test(test_request_only_with_a_key),
        cmocka_unit_test(test_effects_are_grouped),
        cmocka_unit_test(test_every_effect_fits),
        cmocka_unit_test(test_batch_of_the_limit),
        cmocka_unit_test(test_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
