/* A login: may this address and this name try now, the stored hash, the work in hashing.c, the person, the
 * seat. Verbs of session_verbs.c. An account that does not exist costs, says and waits the same as one that
 * does. */
#include "server/auth.h"

#include "common/log.h"
#include "common/mem.h"
#include "server/clock.h"
#include "server/db/db.h"
#include "server/hashing.h"
#include "server/person.h"
#include "server/reply.h"
#include "server/request.h"
#include "server/server.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#define LOCK_SECONDS 600
#define LOCK_SECONDS_STATION 60
#define FREE_FAILURES 3
#define STRANGERS 1024 /* names nobody has whose failures are remembered; others push them out */
#define LOGIN_MAX 64   /* bytes of a name that can exist */
#define DELAY_MAX_SECONDS 300

struct stranger {
    uint64_t name; /* keyed hash */
    int failures;
    int64_t until_ms;
};

struct login {
    LIST_ENTRY(login) link;
    struct server *server;
    struct reply *reply;
    enum secret_kind kind;
    char name[LOGIN_MAX + 1];
    char *secret;
    int64_t person; /* 0: nobody of that name */
    int failures;
};

struct logins {
    LIST_HEAD(, login) under_way;
    struct stranger stranger[STRANGERS];
    unsigned char key[crypto_shorthash_KEYBYTES];
};

struct logins *logins_new(void)
{
    struct logins *logins = xcalloc(1, sizeof(*logins));

    LIST_INIT(&logins->under_way);
    crypto_shorthash_keygen(logins->key);
    return logins;
}

void logins_free(struct logins **logins)
{
    free(*logins);
    *logins = NULL;
}

/* ---- names nobody has ---- */

static struct stranger *stranger_of(struct logins *logins, const char *name)
{
    struct stranger *stranger;
    uint64_t hash;

    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)name, strlen(name), logins->key);
    stranger = &logins->stranger[hash % STRANGERS];
    if (stranger->name != hash)
        *stranger = (struct stranger){hash, 0, 0};
    return stranger;
}

static int64_t stranger_wait(struct logins *logins, const char *name)
{
    int64_t left = stranger_of(logins, name)->until_ms - clock_ms();

    return left > 0 ? (left + 999) / 1000 : 0;
}

/* The same delays as system/login_failed.sql. */
static void stranger_failed(struct logins *logins, const char *name)
{
    struct stranger *stranger = stranger_of(logins, name);
    int64_t seconds;

    stranger->failures++;
    if (stranger->failures < FREE_FAILURES)
        return;
    seconds = stranger->failures > 12 ? DELAY_MAX_SECONDS : 1LL << (stranger->failures - FREE_FAILURES);
    stranger->until_ms = clock_ms() + (seconds < DELAY_MAX_SECONDS ? seconds : DELAY_MAX_SECONDS) * 1000;
}

/* ---- answers ---- */

static void login_free(struct login *login)
{
    LIST_REMOVE(login, link);
    sodium_memzero(login->secret, strlen(login->secret));
    free(login->secret);
    free(login);
}

static void refuse_wait(struct reply *reply, int64_t seconds)
{
    static const struct label label = {"输错次数太多,请稍后再试",
                                       "Too many failures: wait before the next try"};
    struct buf json = {0};

    buf_char(&json, '{');
    json_member(&json, "msg", label_in(label, reply_lang(reply)));
    json_member_int(&json, "wait_s", seconds);
    buf_char(&json, '}');
    reply_no(reply, "auth.wait", json.data);
    buf_free(&json);
}

static void refuse_failed(struct reply *reply)
{
    static const struct label label = {"用户名或密码不对", "Wrong user or password"};

    reply_no_label(reply, "auth.failed", label);
}

static void refuse_outcome(struct reply *reply, enum db_outcome outcome)
{
    static const struct label busy = {"现在太忙,请稍后再试", "Too busy: try again in a moment"};
    static const struct label down = {"数据库暂时不可用", "The database is away for the moment"};

    reply_no_label(reply, outcome == DB_BUSY ? "busy" : "unavailable", outcome == DB_BUSY ? busy : down);
}

/* ---- the steps ---- */

/* Counts in the database; who waits for it hears nothing earlier, or the next try could come before the
 * count. Of a name nobody has nothing is counted there, but it takes as long. */
static void count(struct login *login, const char *statement, db_read_done *done)
{
    char id[24];
    const char *params[] = {id};

    snprintf(id, sizeof(id), "%lld", (long long)login->person);
    db_run(login->server->db, statement, params, 1, done, login);
}

static void person_known(void *arg, enum db_outcome outcome, struct person *person)
{
    struct login *login = arg;
    struct reply *reply = login->reply;
    struct session *s = session_get(login->server->sessions, reply_session(reply));
    bool pin = login->kind == SECRET_PIN;
    struct buf json = {0};

    login_free(login);
    if (person == NULL) {
        refuse_outcome(reply, outcome);
        return;
    }
    if (s == NULL) {
        person_unref(&person);
        refuse_failed(reply);
        return;
    }
    log_line(LOG_LEVEL_INFO, "auth.ok", "req=%s person=%lld kind=%s", reply_trace(reply),
             (long long)person->actor.id, pin ? "pin" : "password");
    person_json(&json, person, reply_lang(reply), pin ? LOCK_SECONDS_STATION : LOCK_SECONDS);
    session_sit(s, person);
    reply_ok(reply, json.data);
    buf_free(&json);
}

static void failure_counted(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct login *login = arg;
    struct reply *reply = login->reply;

    (void)rows;
    if (outcome != DB_DONE)
        log_line(LOG_LEVEL_WARN, "auth.uncounted", "req=%s outcome=%d", reply_trace(reply), (int)outcome);
    login_free(login);
    refuse_failed(reply);
}

static void login_wrong(struct login *login)
{
    struct session *s = session_get(login->server->sessions, reply_session(login->reply));

    log_line(LOG_LEVEL_WARN, "auth.failed", "req=%s person=%lld", reply_trace(login->reply),
             (long long)login->person);
    if (s != NULL)
        addresses_failed(sessions_addresses(login->server->sessions), session_address(s), clock_ms());
    if (login->person == 0)
        stranger_failed(login->server->logins, login->name);
    count(login, "system/login_failed", failure_counted);
}

static void read_person(struct login *login)
{
    struct person_question question = {login->server, login->person, reply_station(login->reply)};

    person_read(&question, person_known, login);
}

static void failures_forgotten(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    (void)outcome;
    (void)rows;
    read_person(arg);
}

static void hashed(void *arg, bool right)
{
    struct login *login = arg;

    if (!right)
        login_wrong(login);
    else if (login->failures > 0)
        count(login, "system/login_good", failures_forgotten);
    else
        read_person(login);
}

/* Once the free failures are used up, one try at a time: many at once would all be made before the first one
 * counts. */
static bool is_only_one(const struct login *login)
{
    const struct login *other;

    LIST_FOREACH(other, &login->server->logins->under_way, link)
    {
        if (other != login && strcmp(other->name, login->name) == 0)
            return false;
    }
    return true;
}

static void work(struct login *login, const char *hash, int64_t wait)
{
    struct hashing_task task = {login->kind, hash, login->secret, hashed, login};
    struct reply *reply = login->reply;

    if (wait == 0 && login->failures >= FREE_FAILURES && !is_only_one(login))
        wait = 1;
    if (wait > 0) {
        login_free(login);
        refuse_wait(reply, wait);
    } else if (!hashing_check(login->server->hashing, &task)) {
        login_free(login);
        refuse_outcome(reply, DB_BUSY);
    }
}

static void found(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct login *login = arg;
    struct reply *reply = login->reply;

    if (outcome != DB_DONE) {
        login_free(login);
        refuse_outcome(reply, outcome);
        return;
    }
    if (db_rows_count(rows) == 0) {
        login->failures = stranger_of(login->server->logins, login->name)->failures;
        work(login, NULL, stranger_wait(login->server->logins, login->name));
        return;
    }
    login->person = strtoll(db_rows_get(rows, 0, 0), NULL, 10);
    login->failures = (int)strtol(db_rows_get(rows, 0, 2), NULL, 10);
    work(login, db_rows_get(rows, 0, 1),
         db_rows_get(rows, 0, 3) == NULL ? 0 : strtoll(db_rows_get(rows, 0, 3), NULL, 10));
}

static void read_hash(struct login *login, int64_t site)
{
    char text[24];
    const char *params[] = {login->name, login->kind == SECRET_PIN ? "pin" : "password", text};

    snprintf(text, sizeof(text), "%lld", (long long)site);
    db_read(login->server->db, "system/login", params, 3, found, login);
}

static void begin(struct reply *reply, enum secret_kind kind, const char *name, const char *secret)
{
    struct server *server = reply_server(reply);
    struct session *s = session_get(server->sessions, reply_session(reply));
    struct login *login;

    if (s == NULL || strlen(secret) > HASHING_SECRET_MAX || strlen(name) > LOGIN_MAX) {
        refuse_failed(reply);
        return;
    }
    if (!addresses_may_try(sessions_addresses(server->sessions), session_address(s), clock_ms())) {
        refuse_wait(reply, 60);
        return;
    }
    if (!hashing_has_room(server->hashing)) {
        refuse_outcome(reply, DB_BUSY);
        return;
    }
    login = xcalloc(1, sizeof(*login));
    login->server = server;
    login->reply = reply;
    login->kind = kind;
    snprintf(login->name, sizeof(login->name), "%s", name);
    login->secret = xstrdup(secret);
    LIST_INSERT_HEAD(&server->logins->under_way, login, link);
    read_hash(login, session_seat(s)->station_site);
}

void auth_password(struct reply *reply, const struct words *words)
{
    begin(reply, SECRET_PASSWORD, words_get(words, "user"), words_get(words, "password"));
}

void auth_pin(struct reply *reply, const struct words *words)
{
    begin(reply, SECRET_PIN, words_get(words, "user"), words_get(words, "pin"));
}
