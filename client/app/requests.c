/* Tags and answers. Called by whoever asks the daemon something; knows no verb. */
#include "client/app/requests.h"

#include "common/mem.h"
#include "common/wire.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct label other_version = {"服务器的协议版本不同",
                                           "the server speaks another version of the protocol"};
static const struct label unasked = {"服务器回答了没问的事", "an answer nobody asked for"};
static const struct label not_protocol = {"服务器发来的不是本协议", "not a line of the protocol"};
static const struct label too_late = {"没有及时应答", "no answer in time"};

struct request {
    char *line;
    unsigned number;
    bool sent;
    time_t since; /* steady clock, when it was sent */
    struct answer answer;
};

struct requests {
    struct conn *conn;
    struct requests_owner owner;
    struct request list[REQUESTS_MAX]; /* in order */
    int count;
    unsigned numbered;
    bool ready;
    struct event *watch;
};

static time_t steady_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static void tag_of(const struct request *request, char out[WORDS_MAX_TAG + 1])
{
    snprintf(out, WORDS_MAX_TAG + 1, "t%u", request->number);
}

static void transmit(struct requests *requests, struct request *request)
{
    struct buf line = {0};
    char tag[WORDS_MAX_TAG + 1];
    tag_of(request, tag);
    buf_printf(&line, "@%s %s", tag, request->line);
    conn_send(requests->conn, line.data);
    explicit_bzero(line.data, line.len);
    buf_free(&line);
    request->sent = true;
    request->since = steady_s();
}

/* As many as may be in flight. */
static void pump(struct requests *requests)
{
    int most = requests->count < WIRE_TAGS_MAX ? requests->count : WIRE_TAGS_MAX;
    for (int i = 0; requests->ready && i < most; i++)
        if (!requests->list[i].sent)
            transmit(requests, &requests->list[i]);
}

static struct request take_out(struct requests *requests, int n)
{
    struct request request = requests->list[n];
    requests->count--;
    memmove(&requests->list[n], &requests->list[n + 1],
            (size_t)(requests->count - n) * sizeof requests->list[0]);
    return request;
}

/* A line may hold a secret. */
static void drop_line(struct request *request)
{
    explicit_bzero(request->line, strlen(request->line));
    free(request->line);
}

static void finish(struct request request, const struct reply *final)
{
    drop_line(&request);
    if (request.answer.done)
        request.answer.done(request.answer.owner, final);
}

static void lose_all(struct requests *requests)
{
    struct reply lost = {.kind = REPLY_LOST};
    int count = requests->count;
    for (int i = 0; i < count && requests->count > 0; i++)
        finish(take_out(requests, 0), &lost);
}

static void on_closed(void *arg)
{
    struct requests *requests = arg;
    requests->ready = false;
    event_del(requests->watch);
    lose_all(requests);
    requests->owner.lost(requests->owner.owner);
}

static void on_opened(void *arg)
{
    struct requests *requests = arg;
    struct timeval every = {1, 0};
    event_add(requests->watch, &every);
}

static int find(const struct requests *requests, const char *tag)
{
    char mine[WORDS_MAX_TAG + 1];
    for (int i = 0; i < requests->count && requests->list[i].sent; i++) {
        tag_of(&requests->list[i], mine);
        if (strcmp(mine, tag) == 0)
            return i;
    }
    return -1;
}

static void take_greeting(struct requests *requests, const struct reply *reply)
{
    if (reply->number != WIRE_PROTOCOL) {
        conn_reset(requests->conn, other_version);
        return;
    }
    requests->ready = true;
    requests->owner.greeted(requests->owner.owner, reply);
}

static void take_answer(struct requests *requests, const struct reply *reply)
{
    int n = find(requests, reply->tag);
    if (n < 0) {
        conn_reset(requests->conn, unasked);
        return;
    }
    struct answer *answer = &requests->list[n].answer;
    requests->list[n].since = steady_s();
    if (reply->kind == REPLY_ROW) {
        if (answer->row)
            answer->row(answer->owner, reply->json);
        return;
    }
    finish(take_out(requests, n), reply);
    pump(requests);
}

static void on_line(void *arg, const char *line, size_t len)
{
    struct requests *requests = arg;
    struct reply reply;
    if (!reply_read(line, len, &reply))
        conn_reset(requests->conn, not_protocol);
    else if (reply.kind == REPLY_GREETING)
        take_greeting(requests, &reply);
    else if (reply.kind == REPLY_EVENT)
        requests->owner.event(requests->owner.owner, &reply);
    else
        take_answer(requests, &reply);
    reply_end(&reply);
}

static void on_watch(evutil_socket_t none, short what, void *arg)
{
    struct requests *requests = arg;
    (void)none;
    (void)what;
    for (int i = 0; i < requests->count && requests->list[i].sent; i++)
        if (steady_s() - requests->list[i].since >= REQUESTS_ANSWER_S) {
            conn_reset(requests->conn, too_late);
            return;
        }
}

struct requests *requests_new(struct event_base *base, const struct conn_target *target,
                              struct requests_owner owner)
{
    struct requests *requests = xcalloc(1, sizeof *requests);
    requests->owner = owner;
    requests->watch = event_new(base, -1, EV_PERSIST, on_watch, requests);
    requests->conn = conn_new(base, target, (struct conn_owner){requests, on_opened, on_closed, on_line});
    return requests;
}

void requests_free(struct requests *requests)
{
    if (!requests)
        return;
    requests->ready = false;
    lose_all(requests);
    conn_free(requests->conn);
    event_free(requests->watch);
    free(requests);
}

struct conn *requests_conn(struct requests *requests)
{
    return requests->conn;
}

bool requests_ready(const struct requests *requests)
{
    return requests->ready && conn_is_open(requests->conn);
}

bool requests_send(struct requests *requests, const char *line, struct answer answer)
{
    if (!requests_ready(requests) || requests->count == REQUESTS_MAX)
        return false;
    requests->list[requests->count++] =
        (struct request){.line = xstrdup(line), .number = ++requests->numbered, .answer = answer};
    pump(requests);
    return true;
}

void requests_forget(struct requests *requests, const void *owner)
{
    for (int i = 0; i < requests->count; i++)
        if (requests->list[i].answer.owner == owner)
            requests->list[i].answer = (struct answer){.owner = NULL};
}

void request_begin(struct buf *line, const char *verb)
{
    buf_clear(line);
    buf_str(line, verb);
}

void request_word(struct buf *line, const char *name, const char *value)
{
    if (!value)
        return;
    buf_printf(line, " %s=", name);
    words_quote(line, value);
}

void request_int(struct buf *line, const char *name, long long value)
{
    buf_printf(line, " %s=%lld", name, value);
}
