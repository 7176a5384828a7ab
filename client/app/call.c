/* The client for scripts. Called by main.c. It logs in if it is told how, sends one request and prints what
 * comes; it knows no verb beyond those of the session. */
#include "client/app/call.h"

#include "client/app/requests.h"
#include "common/label.h"
#include "common/mem.h"
#include "common/wire.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRIES_MAX 6  /* for a request whose outcome is unknown, or that found nobody */
#define WAIT_MAX_S 5 /* between two of them */

static const struct label no_file = {"有 user 就要有 password-file", "user needs password-file"};
static const struct label long_key = {"--idem 太长", "the key is too long"};

struct calling {
    const struct config *config;
    const struct call *call;
    struct event_base *base;
    struct requests *requests;
    struct event *again;
    char key[WIRE_IDEM_MAX + 1];
    bool keyless; /* the verb takes no key */
    bool sent;    /* the request itself went out at least once */
    int tries, code;
    enum lang lang;
};

static void end(struct calling *calling, int code)
{
    calling->code = code;
    event_base_loopbreak(calling->base);
}

static void complain(const char *what)
{
    fprintf(stderr, "teyue: %s\n", what);
}

static const char *kind_name(enum reply_kind kind)
{
    return kind == REPLY_OK ? "OK" : kind == REPLY_NO ? "NO" : kind == REPLY_BAD ? "BAD" : "UNKNOWN";
}

/* {"result":"NO","code":…, and the members of the answer}; what the daemon says of itself goes first. */
static void print_final(const struct reply *final)
{
    json_t *out = json_object();
    json_object_set_new(out, "result", json_string(kind_name(final->kind)));
    if (*final->code)
        json_object_set_new(out, "code", json_string(final->code));
    if (final->json)
        json_object_update_missing(out, final->json);
    json_dumpf(out, stderr, JSON_COMPACT | JSON_PRESERVE_ORDER);
    fputc('\n', stderr);
    json_decref(out);
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static int exit_of(const struct reply *final)
{
    if (final->kind == REPLY_OK)
        return EXIT_OK;
    if (final->kind == REPLY_BAD)
        return EXIT_USAGE;
    if (final->kind != REPLY_NO)
        return EXIT_TRY_LATER;
    if (starts(final->code, "auth.") || starts(final->code, "perm."))
        return EXIT_DENIED;
    if (strcmp(final->code, "unavailable") == 0 || strcmp(final->code, "busy") == 0)
        return EXIT_UNAVAILABLE;
    return strstr(final->code, "unknown") && starts(final->code, "state.") ? EXIT_NOT_FOUND : EXIT_REFUSED;
}

static void send_call(struct calling *calling);

static void on_again(evutil_socket_t none, short what, void *arg)
{
    struct calling *calling = arg;
    (void)none;
    (void)what;
    if (requests_ready(calling->requests))
        send_call(calling);
}

/* Nobody may say that nothing happened: the same request with the same key, a little later. */
static void retry(struct calling *calling, const struct reply *final)
{
    struct timeval wait = {calling->tries < WAIT_MAX_S ? calling->tries : WAIT_MAX_S, 0};
    if (calling->tries < TRIES_MAX) {
        if (requests_ready(calling->requests))
            event_add(calling->again, &wait);
        return;
    }
    print_final(final);
    end(calling, EXIT_TRY_LATER);
}

static void on_row(void *arg, const json_t *row)
{
    (void)arg;
    json_dumpf(row, stdout, JSON_COMPACT | JSON_PRESERVE_ORDER);
    putchar('\n');
}

static void on_done(void *arg, const struct reply *final)
{
    struct calling *calling = arg;
    if (final->kind == REPLY_LOST || final->kind == REPLY_UNKNOWN) {
        retry(calling, final);
        return;
    }
    bool key_refused = final->kind == REPLY_NO && strcmp(final->code, "arg.unknown") == 0 &&
                       strcmp(reply_text(final->json, "field"), "idem") == 0;
    if (key_refused && !calling->keyless && !calling->call->idem) {
        calling->keyless = true;
        send_call(calling);
        return;
    }
    fflush(stdout);
    print_final(final);
    end(calling, exit_of(final));
}

/* "name=value" is sent as such, whatever the value holds; anything else is a positional word. */
static void add_word(struct buf *line, const char *word)
{
    size_t name = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_");
    if (name > 0 && word[name] == '=') {
        buf_char(line, ' ');
        buf_add(line, word, name + 1);
        words_quote(line, word + name + 1);
    } else {
        buf_char(line, ' ');
        words_quote(line, word);
    }
}

static void send_call(struct calling *calling)
{
    struct buf line = {0};
    request_begin(&line, calling->call->words[0]);
    for (int i = 1; i < calling->call->count; i++)
        add_word(&line, calling->call->words[i]);
    if (!calling->keyless)
        request_word(&line, "idem", calling->key);
    calling->tries++;
    calling->sent = true;
    requests_send(calling->requests, line.data, (struct answer){calling, on_row, on_done});
    explicit_bzero(line.data, line.len);
    buf_free(&line);
}

static void on_login(void *arg, const struct reply *final)
{
    struct calling *calling = arg;
    if (final->kind == REPLY_OK) {
        send_call(calling);
    } else if (final->kind != REPLY_LOST) {
        print_final(final);
        end(calling, exit_of(final));
    }
}

static void on_hello(void *arg, const struct reply *final)
{
    struct calling *calling = arg;
    const char *user = config_get(calling->config, SET_USER);
    const char *file = config_get(calling->config, SET_PASSWORD_FILE);
    struct buf line = {0}, password = {0}, why = {0};
    if (final->kind != REPLY_OK || !user) {
        on_login(calling, final);
        return;
    }
    if (!file || !config_secret(file, &password, &why)) {
        complain(file ? why.data : label_in(no_file, calling->lang));
        end(calling, EXIT_CONFIG);
    } else {
        request_begin(&line, "auth.password");
        request_word(&line, "user", user);
        request_word(&line, "password", password.data);
        requests_send(calling->requests, line.data, (struct answer){calling, NULL, on_login});
        explicit_bzero(line.data, line.len);
        explicit_bzero(password.data, password.len);
    }
    buf_free(&line);
    buf_free(&password);
    buf_free(&why);
}

static void on_greeted(void *arg, const struct reply *greeting)
{
    struct calling *calling = arg;
    const char *station = config_get(calling->config, SET_STATION);
    struct buf line = {0}, key = {0}, why = {0};
    (void)greeting;
    request_begin(&line, "hello");
    request_word(&line, "lang", lang_name(calling->lang));
    if (station && !config_secret(station, &key, &why)) {
        complain(why.data);
        end(calling, EXIT_CONFIG);
    } else {
        request_word(&line, "station", key.data);
        requests_send(calling->requests, line.data, (struct answer){calling, NULL, on_hello});
    }
    buf_free(&line);
    buf_free(&key);
    buf_free(&why);
}

static void on_event(void *arg, const struct reply *event)
{
    (void)arg;
    (void)event;
}

/* A connection that never was is an error at once; one that was lost after the request went out is tried
 * again, because the request may have been done. */
static void on_lost(void *arg)
{
    struct calling *calling = arg;
    if (calling->sent && conn_attempts(requests_conn(calling->requests)) <= TRIES_MAX)
        return;
    complain(conn_fault(requests_conn(calling->requests), calling->lang));
    end(calling, calling->sent ? EXIT_TRY_LATER : EXIT_UNAVAILABLE);
}

static enum lang wanted_lang(const struct config *config)
{
    const char *names[] = {config_get(config, SET_LANG), getenv("LC_ALL"), getenv("LC_MESSAGES"),
                           getenv("LANG")};
    for (size_t i = 0; i < array_length(names); i++)
        if (names[i] && *names[i])
            return lang_of(names[i]);
    return LANG_EN;
}

static bool take_key(struct calling *calling)
{
    unsigned char bytes[16];
    if (calling->call->idem) {
        snprintf(calling->key, sizeof calling->key, "%s", calling->call->idem);
        return strlen(calling->call->idem) <= WIRE_IDEM_MAX;
    }
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2hex(calling->key, sizeof calling->key, bytes, sizeof bytes);
    return true;
}

int call_run(const struct config *config, const struct call *call)
{
    struct calling calling = {
        .config = config, .call = call, .code = EXIT_UNAVAILABLE, .lang = wanted_lang(config)};
    struct conn_target target;
    struct buf why = {0};
    if (!config_target(config, &target, &why) || !take_key(&calling)) {
        complain(why.len ? why.data : label_in(long_key, calling.lang));
        buf_free(&why);
        return EXIT_CONFIG;
    }
    calling.base = event_base_new();
    calling.again = evtimer_new(calling.base, on_again, &calling);
    calling.requests =
        requests_new(calling.base, &target, (struct requests_owner){&calling, on_greeted, on_event, on_lost});
    conn_open(requests_conn(calling.requests));
    event_base_dispatch(calling.base);
    requests_free(calling.requests);
    event_free(calling.again);
    event_base_free(calling.base);
    return calling.code;
}
