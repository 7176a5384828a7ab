/* A connection from accept to its last byte. reply.c hands back what was asked, push.c brings events, the
 * verbs of a connection (session_verbs.c, auth.c) change its seat. It knows no verb and no statement. */
#include "common/log.h"
#include "common/mem.h"
#include "server/clock.h"
#include "server/config.h"
#include "server/dispatch.h"
#include "server/person.h"
#include "server/push.h"
#include "server/request.h"
#include "server/server.h"
#include "server/session_inside.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define LINGER_MS 1000   /* for the other side to close first */
#define OUTPUT_LOW 32768 /* unread bytes at which a paused session goes on */

static void process(struct session *);

struct session_id session_id(const struct session *s)
{
    return s->id;
}

struct seat *session_seat(struct session *s)
{
    return &s->seat;
}

struct watch *session_watch(struct session *s)
{
    return &s->watch;
}

const struct address *session_address(const struct session *s)
{
    return &s->address;
}

void session_sit(struct session *s, struct person *person)
{
    person_unref(&s->seat.person);
    s->seat.person = person;
    s->epoch = s->all->epoch;
}

/* ---- the end ---- */

void session_close(struct session *s, const char *reason)
{
    if (s->stage == STAGE_CLOSED)
        return;
    log_line(LOG_LEVEL_INFO, "session.close", "conn=%04x reason=%s requests=%u", s->connection, reason,
             s->requests);
    s->stage = STAGE_CLOSED;
    bufferevent_setcb(s->bev, NULL, NULL, NULL, NULL);
    bufferevent_disable(s->bev, EV_READ | EV_WRITE);
    STAILQ_INSERT_TAIL(&s->all->closed, s, closed);
    event_active(s->all->reap, EV_TIMEOUT, 0);
}

void session_free(struct session *s)
{
    for (int i = 0; i < s->held_count; i++)
        reply_free(s->held[i]);
    person_unref(&s->seat.person);
    bufferevent_free(s->bev);
    ERR_clear_error(); /* what one connection left must not be another's */
    free(s);
}

static size_t output_length(const struct session *s)
{
    return evbuffer_get_length(bufferevent_get_output(s->bev));
}

/* Our side is shut and the other's close awaited: closing with unread input would reset the connection, and
 * the other side could lose our last line. */
static void shut(struct session *s)
{
    if (s->shut || output_length(s) > 0)
        return;
    s->shut = true;
    s->end_ms = clock_ms() + LINGER_MS;
    if (s->ssl != NULL) {
        ERR_clear_error();
        SSL_shutdown(s->ssl);
    }
    shutdown(bufferevent_getfd(s->bev), SHUT_WR);
    if (s->eof)
        session_close(s, "done");
    else
        bufferevent_enable(s->bev, EV_READ);
}

static void finish_if_answered(struct session *s)
{
    if (s->stage != STAGE_FINISHING || s->tagged > 0 || s->untagged)
        return;
    s->stage = STAGE_FLUSHING;
    shut(s);
}

static void output(struct session *s, const char *data, size_t len)
{
    if (s->stage == STAGE_CLOSED || s->shut)
        return;
    if (output_length(s) == 0)
        s->progress_ms = clock_ms();
    bufferevent_write(s->bev, data, len);
    s->written += len;
}

void session_finish(struct session *s, const char *reason, const char *bye)
{
    if (s->stage == STAGE_TLS)
        session_close(s, reason);
    if (s->stage != STAGE_OPEN)
        return;
    log_line(LOG_LEVEL_DEBUG, "session.end", "conn=%04x reason=%s", s->connection, reason);
    if (bye != NULL)
        output(s, bye, strlen(bye));
    s->stage = STAGE_FINISHING;
    s->end_ms = clock_ms() + s->all->server->config->drain_seconds * 1000;
    bufferevent_disable(s->bev, EV_READ);
    finish_if_answered(s);
}

void session_end(struct session *s, const char *reason, bool bye)
{
    char line[96];

    snprintf(line, sizeof(line), "! bye {\"reason\":\"%s\"}\n", reason);
    session_finish(s, reason, bye ? line : NULL);
}

/* ---- replies and events out ---- */

static bool has_room(const struct session *s)
{
    return output_length(s) <= SESSION_OUTPUT_PAUSE;
}

/* Replies that were ready and had no room. Only now their request is no longer under way. */
static void write_held(struct session *s)
{
    while (s->held_count > 0 && s->stage != STAGE_CLOSED && has_room(s)) {
        struct reply *reply = s->held[0];

        s->held_count--;
        memmove(s->held, s->held + 1, (size_t)s->held_count * sizeof(*s->held));
        output(s, reply_text(reply)->data, reply_text(reply)->len);
        if (reply_tagged(reply))
            s->tagged--;
        else
            s->untagged = false;
        reply_free(reply);
    }
    finish_if_answered(s);
}

void session_replied(struct sessions *all, struct session_id id, struct reply *reply)
{
    struct session *s = session_get(all, id);

    if (s == NULL) {
        reply_free(reply);
        return;
    }
    s->held[s->held_count++] = reply;
    write_held(s);
    process(s);
}

bool session_event(struct session *s, const char *line, size_t len)
{
    if (s->stage != STAGE_OPEN || !has_room(s))
        return false;
    output(s, line, len);
    return true;
}

/* ---- lines in ---- */

static size_t line_limit(const struct session *s)
{
    return s->seat.person == NULL ? WIRE_LINE_MAX_LOGIN : WIRE_LINE_MAX;
}

static void line_too_long(struct session *s)
{
    static const struct label label = {"这一行太长", "The line is too long"};
    struct buf line = {0};

    buf_str(&line, "BAD limit.line {");
    json_member(&line, "msg", label_in(label, s->seat.lang));
    buf_str(&line, "}\n");
    output(s, line.data, line.len);
    buf_free(&line);
    session_end(s, "line", false);
}

/* The next whole line, or NULL. */
static char *take_line(struct session *s, size_t *len)
{
    struct evbuffer *input = bufferevent_get_input(s->bev);
    size_t have = evbuffer_get_length(input);
    struct evbuffer_ptr from, at;
    char *line;

    if (have <= s->scanned || evbuffer_ptr_set(input, &from, s->scanned, EVBUFFER_PTR_SET) < 0)
        return NULL;
    at = evbuffer_search(input, "\n", 1, &from);
    s->scanned = at.pos < 0 ? have : 0;
    *len = at.pos < 0 ? have : (size_t)at.pos;
    /* one more for the CR that may stand before the newline */
    if (*len > line_limit(s) + 1) {
        line_too_long(s);
        return NULL;
    }
    if (at.pos < 0)
        return NULL;
    line = xmalloc(*len + 1);
    evbuffer_remove(input, line, *len);
    evbuffer_drain(input, 1);
    if (*len == line_limit(s) + 1 && line[*len - 1] != '\r') {
        free(line);
        line_too_long(s);
        return NULL;
    }
    return line;
}

static void answer_fault(struct session *s, struct reply *reply, enum words_fault fault, int column)
{
    static const struct label label = {"这一行读不懂", "The line cannot be read"};
    struct buf json = {0};

    buf_char(&json, '{');
    json_member_int(&json, "column", column);
    json_member(&json, "msg", label_in(label, reply_lang(reply)));
    buf_char(&json, '}');
    reply_bad(reply, words_fault_name(fault), json.data);
    buf_free(&json);
    if (++s->faults == WIRE_FAULTS_MAX)
        session_end(s, "parse", true);
}

/* What the database says of the person now. If it is away the old knowledge serves: nothing can be done with
 * it. */
static void person_again(void *arg, enum db_outcome outcome, struct person *person)
{
    struct reply *reply = arg;
    struct sessions *all = reply_server(reply)->sessions;
    struct session *s = session_get(all, reply_session(reply));
    static const struct label gone = {"账号已停用", "The account is no longer active"};

    if (s == NULL || (outcome == DB_DONE && person == NULL)) {
        reply_no_label(reply, "auth.failed", gone);
        if (s != NULL)
            session_end(s, "person", true);
        return;
    }
    if (person != NULL) {
        reply_set_person(reply, person);
        if (s->seat.person->actor.id == person->actor.id)
            session_sit(s, person);
        else
            person_unref(&person);
    }
    dispatch(reply, reply_words(reply));
}

static bool person_is_old(const struct session *s)
{
    return s->seat.person != NULL &&
           (s->epoch != s->all->epoch || clock_ms() - s->seat.person->read_ms > SESSION_PERSON_FRESH_MS);
}

static void run(struct session *s, struct reply *reply)
{
    static const struct label many = {"同时进行的请求太多", "Too many requests under way"};

    if (s->tagged > WIRE_TAGS_MAX) {
        reply_bad_label(reply, "limit.tags", many);
    } else if (person_is_old(s)) {
        const struct actor *actor = &s->seat.person->actor;
        struct person_question question = {s->all->server, actor->id, actor->station};

        person_read(&question, person_again, reply);
    } else {
        dispatch(reply, reply_words(reply));
    }
}

static void begin(struct session *s, char *line, size_t len)
{
    struct request_origin from = {s->all->server, s->id, s->connection, ++s->requests};
    struct reply *reply = reply_new(&from, line, len);
    int column = 0;
    enum words_fault fault = reply_parse(reply, &s->seat, &column);

    if (fault == WORDS_EMPTY) {
        reply_free(reply);
        return;
    }
    if (reply_tagged(reply))
        s->tagged++;
    else
        s->untagged = true;
    if (fault != WORDS_OK) {
        answer_fault(s, reply, fault, column);
    } else {
        s->faults = 0;
        run(s, reply);
    }
}

static bool takes_lines(const struct session *s)
{
    return s->stage == STAGE_OPEN && !s->untagged && s->held_count == 0 && has_room(s);
}

/* Reading rests while more than a line waits; a line that began while lines are taken must end in time. */
static void steer(struct session *s)
{
    size_t have = evbuffer_get_length(bufferevent_get_input(s->bev));
    bool reading = !s->eof && have <= line_limit(s) + 1;

    if (s->stage != STAGE_OPEN)
        return;
    if (!takes_lines(s) || have == 0)
        s->line_ms = 0;
    else if (s->line_ms == 0)
        s->line_ms = clock_ms();
    if (reading != s->reading) {
        s->reading = reading;
        if (reading)
            bufferevent_enable(s->bev, EV_READ);
        else
            bufferevent_disable(s->bev, EV_READ);
    }
    if (s->eof && takes_lines(s) && s->tagged == 0)
        session_end(s, "eof", false);
}

/* Takes lines as long as it may. A request answered at once comes back here through session_replied: the
 * outer call goes on. */
static void process(struct session *s)
{
    char *line;
    size_t len;

    if (s->processing)
        return;
    s->processing = true;
    while (takes_lines(s) && (line = take_line(s, &len)) != NULL) {
        s->line_ms = 0;
        begin(s, line, len);
    }
    s->processing = false;
    steer(s);
}

/* ---- what libevent says ---- */

static void on_read(struct bufferevent *bev, void *arg)
{
    struct session *s = arg;
    struct evbuffer *input = bufferevent_get_input(bev);

    if (s->stage == STAGE_OPEN)
        process(s);
    else if (s->stage == STAGE_FLUSHING)
        evbuffer_drain(input, evbuffer_get_length(input));
}

static void on_write(struct bufferevent *bev, void *arg)
{
    struct session *s = arg;

    (void)bev;
    write_held(s);
    if (s->stage == STAGE_FLUSHING)
        shut(s);
    if (s->stage == STAGE_OPEN && s->watch.missed && !s->watch.catching)
        push_resume(s->all->server, s);
    if (s->stage == STAGE_OPEN)
        process(s);
}

static void greet(struct session *s)
{
    struct buf line = {0};
    struct buf time = {0};

    moment_print(&time, db_now(s->all->server->db), "Asia/Shanghai");
    buf_printf(&line, "* teyue %d {", WIRE_PROTOCOL);
    json_member(&line, "server", TEYUE_VERSION);
    json_member_raw(&line, "auth", "[\"password\",\"pin\"]");
    json_member_int(&line, "line_max", WIRE_LINE_MAX);
    json_member(&line, "time", time.data);
    buf_str(&line, "}\n");
    s->stage = STAGE_OPEN;
    s->reading = true;
    bufferevent_enable(s->bev, EV_READ | EV_WRITE);
    output(s, line.data, line.len);
    buf_free(&line);
    buf_free(&time);
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
    struct session *s = arg;

    if (what & BEV_EVENT_CONNECTED) {
        greet(s);
    } else if ((what & BEV_EVENT_EOF) && s->stage == STAGE_OPEN) {
        /* the last lines may have come together with the end */
        s->eof = true;
        s->reading = false;
        process(s);
    } else if (what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)) {
        while (s->ssl != NULL && bufferevent_get_openssl_error(bev) != 0)
            continue;
        session_close(s, s->shut ? "done" : s->stage == STAGE_TLS ? "tls" : "lost");
    }
}

/* ---- the clock ---- */

/* Output must move: what was consumed is what was written less what waits. */
static bool stalls(struct session *s, int64_t now, const struct config *config)
{
    uint64_t consumed = s->written - output_length(s);

    if (consumed != s->consumed || output_length(s) == 0)
        s->progress_ms = now;
    s->consumed = consumed;
    return now - s->progress_ms > config->stall_seconds * 1000;
}

const char *session_overdue(struct session *s, int64_t now)
{
    const struct config *config = s->all->server->config;

    if (s->stage == STAGE_TLS)
        return now - s->opened_ms > config->tls_seconds * 1000 ? "tls.time" : NULL;
    if (s->stage != STAGE_OPEN)
        return now > s->end_ms ? (s->shut ? "done" : "drain.time") : NULL;
    if (s->seat.person == NULL && now - s->opened_ms > config->login_seconds * 1000)
        return "login.time";
    if (s->line_ms != 0 && now - s->line_ms > config->line_seconds * 1000)
        return "line.time";
    return stalls(s, now, config) ? "stall" : NULL;
}

/* ---- the beginning ---- */

static struct bufferevent *bufferevent_for(struct event_base *base, const struct accepted *accepted)
{
    int on = 1;

    if (accepted->ssl == NULL)
        return bufferevent_socket_new(base, accepted->fd, BEV_OPT_CLOSE_ON_FREE);
    setsockopt(accepted->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return bufferevent_openssl_socket_new(base, accepted->fd, accepted->ssl, BUFFEREVENT_SSL_ACCEPTING,
                                          BEV_OPT_CLOSE_ON_FREE);
}

struct session *session_new(struct sessions *all, const struct accepted *accepted)
{
    struct session *s = xcalloc(1, sizeof(*s));

    s->all = all;
    s->bev = bufferevent_for(all->server->base, accepted);
    s->ssl = accepted->ssl;
    s->address = accepted->address;
    s->opened_ms = s->progress_ms = clock_ms();
    s->seat.lang = LANG_ZH;
    return s;
}

void session_start(struct session *s)
{
    bufferevent_setcb(s->bev, on_read, on_write, on_event, s);
    bufferevent_setwatermark(s->bev, EV_WRITE, OUTPUT_LOW, 0);
    log_line(LOG_LEVEL_INFO, "session.open", "conn=%04x by=%s", s->connection, s->ssl ? "tls" : "unix");
    if (s->ssl == NULL)
        greet(s);
}
