/* Drives server/db from a test: one command a line on stdin, words separated by tabs, one line of answer
 * each. Run by tests/system/test_db.py. It decides nothing: the decisions it writes are made up by the test.
 *
 *   db_probe migrate|check CONNINFO
 *   db_probe play CONNINFO
 *     read|run TAG STATEMENT [PARAM…]              TAG outcome rows first-row
 *     write TAG SUBJECT VERSION ACTION FROM TO ACTOR KEY DIGEST SITE DATA HEAD [EFFECT COLUMN…]
 *                                                  TAG outcome answer-or-constraint
 *     facts TAG AGGREGATE SUBJECT ACTOR            TAG outcome found id version state
 *     missed TAG CURSOR                            TAG outcome rows
 *     ids TAG COUNT                                TAG true|false first last
 *     cursor TAG | now TAG | idle TAG
 *   and by itself: "up true|false", "event CURSOR SUBJECT VERSION ACTION RINGS" */
#include "common/mem.h"
#include "server/db/db.h"

#include <event2/event.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MAX 40

struct probe {
    struct event_base *base;
    struct db *db;
    struct buf input;
};

static const char *const outcomes[] = {"done", "conflict", "repeated", "misused", "refused",
                                       "busy", "down",     "unknown",  "failed"};

static const char *none(const char *text)
{
    return text ? text : "-";
}

static const char *given(const char *text)
{
    return text && strcmp(text, "-") != 0 ? text : NULL;
}

static int64_t number(const char *text)
{
    return given(text) ? strtoll(text, NULL, 10) : 0;
}

/* ---- answers; arg is the tag ---- */

static void on_read(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    printf("%s\t%s\t%d", (char *)arg, outcomes[outcome], rows ? db_rows_count(rows) : -1);
    for (int i = 0; rows && db_rows_count(rows) > 0 && i < db_rows_columns(rows); i++)
        printf("\t%s", none(db_rows_get(rows, 0, i)));
    printf("\n");
    free(arg);
}

static void on_write(void *arg, const struct db_write_result *result)
{
    const char *words = result->answer ? result->answer : result->constraint;
    printf("%s\t%s\t%s\n", (char *)arg, outcomes[result->outcome], none(words));
    free(arg);
}

static void on_facts(void *arg, enum db_outcome outcome, const struct facts *facts, bool found)
{
    printf("%s\t%s\t%d\t%lld\t%lld\t%d\n", (char *)arg, outcomes[outcome], found, (long long)facts->id,
           (long long)facts->version, facts->state);
    free(arg);
}

static void on_up(void *arg, bool up)
{
    (void)arg;
    printf("up\t%s\n", up ? "true" : "false");
}

static void on_events(void *arg, const struct db_rows *rows)
{
    (void)arg;
    for (int i = 0; i < db_rows_count(rows); i++)
        printf("event\t%s\t%s\t%s\t%s\t%s\n", db_rows_get(rows, i, 0), db_rows_get(rows, i, 1),
               db_rows_get(rows, i, 2), db_rows_get(rows, i, 6), none(db_rows_get(rows, i, 11)));
}

/* ---- commands ---- */

static void do_write(struct probe *probe, char **word, int words)
{
    static struct decision decision;
    struct facts facts;
    const struct question question = {.facts = &facts};
    const struct row *row = row_first(word[4]);
    if (!row) {
        printf("%s\tno such action\n", word[1]);
        return;
    }
    facts_init(&facts, lifecycle_of(row->track)->aggregate);
    snprintf(facts.head, sizeof facts.head, "%s", given(word[12]) ? word[12] : "");
    decision.q = &question;
    decision.after = facts;
    decision.after.id = number(word[2]);
    decision.after.version = number(word[3]);
    decision.after.site = number(word[10]);
    decision.moves = 1;
    decision.move[0] = (struct move){.row = row,
                                     .subject = decision.after.id,
                                     .part = decision.after.id,
                                     .version = decision.after.version,
                                     .track = row->track,
                                     .from = state_find(row->track, word[5]),
                                     .to = state_find(row->track, word[6]),
                                     .data = word[11]};
    decision.effects = 0;
    if (words > 13) {
        struct effect_row *effect = &decision.effect[decision.effects++];
        for (effect->effect = 0; effect->effect < EFFECT_COUNT; effect->effect++)
            if (strcmp(effect_name(effect->effect), word[13]) == 0)
                break;
        for (int i = 0; i < EFFECT_COLUMNS_MAX; i++)
            effect->column[i] = 14 + i < words ? given(word[14 + i]) : NULL;
    }
    const struct db_write_request request = {.decision = &decision,
                                             .actor = number(word[7]),
                                             .happened = db_now(probe->db),
                                             .entered = db_now(probe->db),
                                             .key = given(word[8]),
                                             .digest = given(word[9])};
    db_write(probe->db, &request, on_write, xstrdup(word[1]));
}

static void do_facts(struct probe *probe, char **word)
{
    const char *const params[5] = {given(word[3]), NULL, NULL, word[4], "1700000000000000"};
    for (int i = 0; i < AGGREGATE_COUNT; i++)
        if (strcmp(aggregate_name((enum aggregate)i), word[2]) == 0)
            db_facts(probe->db, (enum aggregate)i, params, on_facts, xstrdup(word[1]));
}

static void do_ids(struct probe *probe, char **word)
{
    int count = (int)number(word[2]);
    int64_t *ids = xcalloc((size_t)count, sizeof *ids);
    bool good = db_fresh_ids(probe->db, ids, count);
    printf("%s\t%s\t%lld\t%lld\n", word[1], good ? "true" : "false", (long long)ids[0],
           (long long)ids[count - 1]);
    free(ids);
}

static void perform(struct probe *probe, char **word, int words)
{
    const char *const *params = (const char *const *)&word[3];
    if (strcmp(word[0], "write") == 0)
        do_write(probe, word, words);
    else if (strcmp(word[0], "read") == 0)
        db_read(probe->db, word[2], params, words - 3, on_read, xstrdup(word[1]));
    else if (strcmp(word[0], "run") == 0)
        db_run(probe->db, word[2], params, words - 3, on_read, xstrdup(word[1]));
    else if (strcmp(word[0], "facts") == 0)
        do_facts(probe, word);
    else if (strcmp(word[0], "missed") == 0)
        db_missed(probe->db, word[2], on_read, xstrdup(word[1]));
    else if (strcmp(word[0], "ids") == 0)
        do_ids(probe, word);
    else if (strcmp(word[0], "cursor") == 0)
        printf("%s\t%s\n", word[1], db_cursor(probe->db));
    else if (strcmp(word[0], "now") == 0)
        printf("%s\t%lld\n", word[1], (long long)db_now(probe->db));
    else if (strcmp(word[0], "idle") == 0)
        printf("%s\t%s\n", word[1], db_idle(probe->db) ? "true" : "false");
    else
        printf("what\n");
}

static void on_line(struct probe *probe, char *line)
{
    char *word[WORDS_MAX + 1] = {0};
    int words = 0;
    while (line && words < WORDS_MAX)
        word[words++] = strsep(&line, "\t");
    perform(probe, word, words);
}

static void on_stdin(evutil_socket_t fd, short what, void *arg)
{
    struct probe *probe = arg;
    char bytes[65536];
    ssize_t got = read(fd, bytes, sizeof bytes);
    (void)what;
    if (got <= 0) {
        event_base_loopexit(probe->base, NULL);
        return;
    }
    buf_add(&probe->input, bytes, (size_t)got);
    char *text = buf_take(&probe->input), *line = text;
    for (char *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = 0;
        on_line(probe, line);
    }
    buf_str(&probe->input, line);
    free(text);
}

static int play(const char *conninfo)
{
    struct probe probe = {.base = event_base_new()};
    const struct db_hooks hooks = {on_up, on_events, NULL};
    setvbuf(stdout, NULL, _IOLBF, 0);
    struct event *input = event_new(probe.base, STDIN_FILENO, EV_READ | EV_PERSIST, on_stdin, &probe);
    event_add(input, NULL);
    probe.db = db_open(probe.base, conninfo, &hooks);
    event_base_dispatch(probe.base);
    db_close(&probe.db);
    event_free(input);
    event_base_free(probe.base);
    buf_free(&probe.input);
    return 0;
}

int main(int argc, char **argv)
{
    char words[256];
    if (argc != 3)
        return 64;
    if (strcmp(argv[1], "migrate") == 0)
        return db_migrate(argv[2]) ? 0 : 1;
    if (strcmp(argv[1], "check") == 0) {
        bool good = db_schema_current(argv[2], words, sizeof words);
        printf("%s\n", words);
        return good ? 0 : 1;
    }
    return play(argv[2]);
}
