/* The verbs that belong to a connection itself; dispatch.c finds them here and has checked access and
 * arguments. */
#include "common/mem.h"
#include "common/wire.h"
#include "server/auth.h"
#include "server/db/db.h"
#include "server/dispatch.h"
#include "server/person.h"
#include "server/push.h"
#include "server/reply.h"
#include "server/request.h"
#include "server/server.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static void hello_ok(struct reply *reply, enum lang lang)
{
    struct buf json = {0};

    buf_char(&json, '{');
    json_member_int(&json, "proto", WIRE_PROTOCOL);
    json_member(&json, "lang", lang_name(lang));
    buf_char(&json, '}');
    reply_ok(reply, json.data);
    buf_free(&json);
}

static void station_known(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct reply *reply = arg;
    struct session *s = session_get(reply_server(reply)->sessions, reply_session(reply));
    static const struct label unknown = {"这台电脑没有登记", "This computer is not registered"};
    static const struct label down = {"数据库暂时不可用", "The database is away for the moment"};
    struct seat *seat;

    if (outcome != DB_DONE) {
        reply_no_label(reply, "unavailable", down);
        return;
    }
    if (s == NULL || db_rows_count(rows) == 0) {
        reply_no_label(reply, "station.unknown", unknown);
        return;
    }
    seat = session_seat(s);
    seat->station = strtoll(db_rows_get(rows, 0, 0), NULL, 10);
    seat->station_site = strtoll(db_rows_get(rows, 0, 1), NULL, 10);
    if (seat->person != NULL)
        seat->person->actor.station = seat->station;
    hello_ok(reply, seat->lang);
}

static void station_read(struct reply *reply, const char *key)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof(digest) + 1];
    const char *params[] = {hex};

    crypto_hash_sha256(digest, (const unsigned char *)key, strlen(key));
    sodium_bin2hex(hex, sizeof(hex), digest, sizeof(digest));
    db_read(reply_server(reply)->db, "system/station", params, 1, station_known, reply);
}

static void hello(struct reply *reply, const struct words *words)
{
    struct session *s = session_get(reply_server(reply)->sessions, reply_session(reply));
    const char *lang = words_get(words, "lang");
    const char *key = words_get(words, "station");
    enum lang wanted = lang == NULL ? reply_lang(reply) : lang_of(lang);

    if (s != NULL)
        session_seat(s)->lang = wanted;
    if (key != NULL)
        station_read(reply, key);
    else
        hello_ok(reply, wanted);
}

static void people_known(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct reply *reply = arg;
    static const struct label down = {"数据库暂时不可用", "The database is away for the moment"};
    struct buf json = {0};

    if (outcome != DB_DONE) {
        reply_no_label(reply, "unavailable", down);
        return;
    }
    for (int i = 0; i < db_rows_count(rows); i++) {
        buf_clear(&json);
        buf_char(&json, '{');
        json_member(&json, "user", db_rows_get(rows, i, 0));
        json_member(&json, "name", db_rows_get(rows, i, 1));
        buf_char(&json, '}');
        reply_row(reply, json.data);
    }
    buf_clear(&json);
    buf_printf(&json, "{\"rows\":%d}", db_rows_count(rows));
    reply_ok(reply, json.data);
    buf_free(&json);
}

static void people_recent(struct reply *reply, const struct words *words)
{
    struct session *s = session_get(reply_server(reply)->sessions, reply_session(reply));
    struct buf site = {0};
    const char *params[1];

    (void)words;
    buf_printf(&site, "%lld", s == NULL ? 0 : (long long)session_seat(s)->station_site);
    params[0] = site.data;
    db_read(reply_server(reply)->db, "system/people", params, 1, people_known, reply);
    buf_free(&site);
}

static void ping(struct reply *reply, const struct words *words)
{
    struct buf time = {0}, json = {0};

    (void)words;
    moment_print(&time, db_now(reply_server(reply)->db), reply_zone(reply));
    buf_char(&json, '{');
    json_member(&json, "time", time.data);
    buf_char(&json, '}');
    reply_ok(reply, json.data);
    buf_free(&time);
    buf_free(&json);
}

static void quit(struct reply *reply, const struct words *words)
{
    struct session *s = session_get(reply_server(reply)->sessions, reply_session(reply));

    (void)words;
    reply_ok(reply, NULL);
    if (s != NULL)
        session_end(s, "quit", false);
}

const struct verb session_verbs[] = {
    {"hello", ACCESS_ANYONE, "lang:text? station:secret?", "语言与电脑登记", "Language and station", hello},
    {"auth.password", ACCESS_ANYONE, "user:text password:secret", "用密码登录", "Log in with a password",
     auth_password},
    {"auth.pin", ACCESS_STATION, "user:text pin:secret", "用 PIN 登录(登记的电脑)",
     "Log in with a PIN (registered station)", auth_pin},
    {"people.recent", ACCESS_STATION, "", "这台电脑上的人员", "The people of this station", people_recent},
    {"watch", ACCESS_PERSON, "since:text?", "接收事件", "Receive events", push_watch},
    {"ping", ACCESS_ANYONE, "", "还在吗", "Still there?", ping},
    {"quit", ACCESS_ANYONE, "", "结束连接", "End the connection", quit},
    {NULL, ACCESS_NOBODY, NULL, NULL, NULL, NULL},
};
