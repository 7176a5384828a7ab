/* Rules of data (kinds D and K): what must be said before a step. A request without it, or with a declaration
 * that is not "yes", is refused and names the field; a price in a request is refused, not ignored. */
#include "common/mem.h"
#include "server/workflow/arguments.h"
#include "support_golden.h"

#include <stdio.h>
#include <string.h>

/* What an argument of the kind looks like in a request. */
static const char *sample(const struct arg *arg)
{
    static const char *const samples[] = {
        [ARG_TEXT] = "李女士",
        [ARG_NOTE] = "一句话",
        [ARG_CHOICE] = "water",
        [ARG_TICK] = "yes",
        [ARG_TIME] = "2026-03-10 10:00",
        [ARG_WINDOW] = "2026-03-10 14:00/2026-03-10 16:00",
        [ARG_DAY] = "2026-03-10",
        [ARG_INT] = "7",
        [ARG_FEN] = "12.50",
        [ARG_PICK] = "77",
        [ARG_LINES] = "W-01*1",
        [ARG_THINGS] = "水龙头*1",
        [ARG_ANSWERS] = "c1=yes",
        [ARG_SECRET] = "123456",
    };
    return arg->kind == ARG_CHOICE && arg->options ? arg->options[0].value : samples[arg->kind];
}

/* Every argument of the row but `without`; `with` replaces one value. */
static struct words request_of(const struct row *row, const char *without, const char *name,
                               const char *value)
{
    struct words words = {.verb = row->action};
    for (const struct arg *arg = row->args; arg && arg->name; arg++) {
        if (without && strcmp(arg->name, without) == 0)
            continue;
        bool replaced = name && strcmp(arg->name, name) == 0;
        words.arg[words.count++] = (struct word){arg->name, replaced ? value : sample(arg), 1};
    }
    return words;
}

static void expect_fault(const struct row *row, const struct words *words, const char *code,
                         const char *field)
{
    struct arguments arguments;
    struct arguments_fault fault = {.code = "", .field = ""};
    if (arguments_parse(&arguments, row, words, "Asia/Shanghai", &fault))
        fail_msg("%s: taken, though %s is %s", row->action, field, code);
    assert_string_equal(fault.field, field);
    assert_string_equal(fault.code, code);
    arguments_free(&arguments);
}

static void expect_read(const struct row *row, const struct words *words)
{
    struct arguments arguments;
    struct arguments_fault fault = {.code = "", .field = ""};
    if (!arguments_parse(&arguments, row, words, "Asia/Shanghai", &fault))
        fail_msg("%s: %s of %s", row->action, fault.code, fault.field);
    arguments_free(&arguments);
}

static void required(const char *action, const char *const *fields)
{
    const struct row *row = row_first(action);
    struct words words = request_of(row, NULL, NULL, NULL);
    assert_non_null(row);
    expect_read(row, &words);
    for (; *fields; fields++) {
        words = request_of(row, *fields, NULL, NULL);
        expect_fault(row, &words, "arg.missing", *fields);
        words = request_of(row, NULL, *fields, "");
        struct arguments arguments;
        struct arguments_fault fault;
        assert_false(arguments_parse(&arguments, row, &words, "Asia/Shanghai", &fault));
        arguments_free(&arguments);
    }
}

/* A declaration is "yes" or it is none. */
static void declared(const char *action, const char *const *fields)
{
    required(action, fields);
    for (; *fields; fields++) {
        const struct row *row = row_first(action);
        struct words words = request_of(row, NULL, *fields, "no");
        struct arguments arguments;
        struct arguments_fault fault;
        assert_false(arguments_parse(&arguments, row, &words, "Asia/Shanghai", &fault));
        assert_string_equal(fault.field, *fields);
        arguments_free(&arguments);
    }
}

#define FIELDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void intake(void **state)
{
    (void)state;
    required("order.create", FIELDS("unit", "own_area", "contract_duty", "class", "wanted", "wish"));
}

static void wanted_any(void **state)
{
    const struct row *row = row_first("order.create");
    struct words words = request_of(row, NULL, "wanted", "any");
    (void)state;
    expect_read(row, &words);
    words = request_of(row, "wanted", NULL, NULL);
    expect_fault(row, &words, "arg.missing", "wanted");
}

static void consent(void **state)
{
    (void)state;
    required("order.consent", FIELDS("channel", "speaker", "relation"));
    required("order.explain", FIELDS("channel"));
}

static void materials_told(void **state)
{
    (void)state;
    declared("order.consent", FIELDS("materials_told"));
}

static void no_price_from_the_wire(void **state)
{
    static const char *const names[] = {"price", "unit_fen", "fen", "amount", "unit"};
    const struct row *row = row_first("order.quote");
    (void)state;
    for (size_t i = 0; i < array_length(names); i++) {
        struct words words = request_of(row, NULL, NULL, NULL);
        words.arg[words.count++] = (struct word){names[i], "1.00", 1};
        expect_fault(row, &words, "arg.unknown", names[i]);
    }
}

static void price_answers(void **state)
{
    (void)state;
    required("price.approve", FIELDS("name", "unit", "price"));
    required("price.refuse", FIELDS("reason"));
}

static void times(void **state)
{
    (void)state;
    required("time.propose", FIELDS("window", "reason"));
    required("time.agree", FIELDS("window", "with", "channel", "at"));
    required("time.set", FIELDS("window", "with", "channel", "at"));
}

static void before_leaving(void **state)
{
    (void)state;
    declared("visit.leave", FIELDS("uniform", "greeting", "shoe_covers", "tool_kit", "cloth", "mat"));
}

static void before_starting(void **state)
{
    (void)state;
    declared("visit.start", FIELDS("wish_repeated", "mat_laid"));
}

static void before_finishing(void **state)
{
    (void)state;
    declared("visit.finish", FIELDS("cleaned", "called", "demonstrated"));
}

static void before_departing(void **state)
{
    (void)state;
    required("visit.depart", FIELDS("anything_else"));
}

static void failed_visit(void **state)
{
    static const char *const causes[] = {"customer_absent", "no_access", "materials", "company", "other"};
    const struct row *row = row_first("visit.fail");
    (void)state;
    required("visit.fail", FIELDS("cause", "note"));
    for (size_t i = 0; i < array_length(causes); i++) {
        struct words words = request_of(row, NULL, "cause", causes[i]);
        expect_read(row, &words);
    }
}

static void materials_on_arrival(void **state)
{
    (void)state;
    required("visit.arrive", FIELDS("materials"));
}

static void acceptance(void **state)
{
    static const char *const tried[] = {"yes", "no", "na"};
    const struct row *row = row_first("round.accept");
    (void)state;
    required("round.accept", FIELDS("tried", "satisfaction", "signer", "relation", "signed_at"));
    for (size_t i = 0; i < array_length(tried); i++) {
        struct words words = request_of(row, NULL, "tried", tried[i]);
        expect_read(row, &words);
    }
}

static void refusal(void **state)
{
    (void)state;
    required("round.refuse", FIELDS("reason", "redo"));
    declared("round.refuse", FIELDS("apology"));
    required("round.unsigned", FIELDS("cause", "note"));
}

static void outcomes(void **state)
{
    (void)state;
    required("case.rework", FIELDS("who", "by", "reason"));
    required("case.remedy", FIELDS("what", "reason"));
    required("case.relief", FIELDS("item", "price", "reason"));
    required("case.accept", FIELDS("evidence", "reason"));
    required("case.end", FIELDS("reason"));
}

static void rectification(void **state)
{
    (void)state;
    required("case.act", FIELDS("what", "who", "by"));
    required("case.close", FIELDS("view", "with", "channel", "at"));
}

static void claims(void **state)
{
    (void)state;
    required("claim.open", FIELDS("what", "at"));
    required("claim.settle", FIELDS("amount", "form", "day", "signed_by"));
}

static void followup(void **state)
{
    (void)state;
    required("followup.record", FIELDS("method", "at", "spoken_with", "result", "signature"));
    required("followup.attempt", FIELDS("outcome"));
    required("followup.correct", FIELDS("result", "reason", "signature"));
}

static void cancelling(void **state)
{
    (void)state;
    required("order.cancel", FIELDS("reason"));
    required("order.decline", FIELDS("reason"));
}

static void incidents(void **state)
{
    (void)state;
    required("incident.report", FIELDS("kind", "what", "happened_at"));
    required("relay.create", FIELDS("wish"));
    required("relay.close", FIELDS("reason"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE("R2.0-1 R3.0-1 R3.0-2 R3.0-4 what intake records", intake),
        RULE("R5.4.1-4 the wanted window, or any time explicitly", wanted_any),
        RULE("R5.3.2-2 consent: channel, speaker, relation", consent),
        RULE("R5.4.3-2 the customer supplies the materials: told", materials_told),
        RULE("R5.2.3-2 a price in a request is refused, not ignored", no_price_from_the_wire),
        RULE("R5.2.4-3 an approval fixes name, unit and price; a refusal its reason", price_answers),
        RULE("R5.4.1-5 R5.4.1-6 a proposal and an agreement", times),
        RULE("R5.5.1-1 R5.5.7-3 the five ones before leaving", before_leaving),
        RULE("R5.5.4-1 wish repeated and mat laid before the start", before_starting),
        RULE("R5.5.5-1 cleaned, called, demonstrated before finished", before_finishing),
        RULE("R5.5.5-3 anything else is answered", before_departing),
        RULE("R5.4.1-11 A12 a failed visit says whose side it was", failed_visit),
        RULE("R5.4.3-3 materials on arrival", materials_on_arrival),
        RULE("R5.6.1-1 what an acceptance says", acceptance),
        RULE("R5.6.2-1 a refusal has the customer's reason and an apology", refusal),
        RULE("R5.6.3-2 each outcome with its reason", outcomes),
        RULE("R5.7.3-3 who does what by when, and the customer's view", rectification),
        RULE("R5.6.4-1 R5.6.4-2 what a claim and a settlement say", claims),
        RULE("R5.7.2-3 what a follow-up says", followup),
        RULE("RX-9 R5.3.2-4 an end has a reason", cancelling),
        RULE("R5.3.2-11 R5.3.3-1 R5.3.3-3 incidents and relays", incidents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
