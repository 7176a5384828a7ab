/* Connecting, TLS, lines, connecting again. Called by link.c, for the application and for scripts alike. */
#include "client/app/conn.h"

#include "common/buf.h"
#include "common/mem.h"
#include "common/wire.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/dns.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

#define JITTER_PERCENT 20

static const int waits_s[] = {1, 2, 5, 10, 30};
static const struct label too_long = {"服务器的一行太长", "a line of the server is too long"};
static const struct label closed = {"服务器结束了连接", "the server ended the connection"};
static const struct label no_memory = {"没有内存建立连接", "no memory for a connection"};
static const struct label too_late = {"没有及时应答", "no answer in time"};
static const struct label bad_authority = {"读不了证书颁发者文件(--ca)",
                                           "the file with the certificate authority (--ca) cannot be read"};

struct conn {
    struct event_base *base;
    struct evdns_base *names;
    struct conn_target target;
    struct conn_owner owner;
    SSL_CTX *tls;
    struct bufferevent *stream;
    struct event *again, *late, *broken;
    bool open;
    int attempts;
    int64_t due_ms;     /* of the next attempt */
    size_t scanned;     /* bytes of the input known to hold no newline */
    char fault[2][160]; /* by language */
};

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct label as_it_is(const char *text)
{
    return (struct label){text, text};
}

/* A NULL label leaves what was said before. */
static void set_fault(struct conn *conn, struct label why)
{
    for (int lang = LANG_ZH; why.zh && lang <= LANG_EN; lang++)
        snprintf(conn->fault[lang], sizeof conn->fault[lang], "%s", label_in(why, (enum lang)lang));
}

static void start_timer(struct event *timer, int64_t ms)
{
    struct timeval wait = {ms / 1000, (ms % 1000) * 1000};
    event_add(timer, &wait);
}

static void schedule(struct conn *conn)
{
    size_t n = (size_t)conn->attempts;
    int64_t ms = waits_s[n < array_length(waits_s) ? n : array_length(waits_s) - 1] * 1000;
    int64_t span = ms * JITTER_PERCENT / 100;
    ms += (int64_t)randombytes_uniform((uint32_t)(2 * span)) - span;
    conn->due_ms = clock_ms() + ms;
    start_timer(conn->again, ms);
}

static void drop_stream(struct conn *conn)
{
    if (conn->stream)
        bufferevent_free(conn->stream);
    conn->stream = NULL;
    conn->open = false;
    conn->scanned = 0;
    event_del(conn->late);
}

static void lose(struct conn *conn, struct label why)
{
    set_fault(conn, why);
    drop_stream(conn);
    event_del(conn->broken);
    schedule(conn);
    conn->attempts++;
    conn->owner.closed(conn->owner.owner);
}

/* One line out of the input; NULL if none is complete. The search never looks at the same byte twice. */
static char *next_line(struct conn *conn, struct evbuffer *input, size_t *len)
{
    struct evbuffer_ptr start, found;
    size_t have = evbuffer_get_length(input), eol;
    if (evbuffer_ptr_set(input, &start, conn->scanned, EVBUFFER_PTR_SET) != 0)
        return NULL;
    found = evbuffer_search_eol(input, &start, &eol, EVBUFFER_EOL_LF);
    if (found.pos < 0) {
        conn->scanned = have;
        return NULL;
    }
    *len = (size_t)found.pos;
    char *line = xmalloc(*len + 1);
    evbuffer_remove(input, line, *len);
    line[*len] = '\0';
    evbuffer_drain(input, eol);
    conn->scanned = 0;
    return line;
}

static void on_read(struct bufferevent *stream, void *arg)
{
    struct conn *conn = arg;
    struct evbuffer *input = bufferevent_get_input(stream);
    size_t len;
    char *line;
    while (conn->open && conn->stream == stream && (line = next_line(conn, input, &len))) {
        if (len <= WIRE_REPLY_LINE_MAX)
            conn->owner.line(conn->owner.owner, line, len);
        else
            lose(conn, too_long);
        free(line);
    }
    if (conn->open && conn->stream == stream && evbuffer_get_length(input) > WIRE_REPLY_LINE_MAX)
        lose(conn, too_long);
}

/* Why TLS failed, if it did: the certificate's fault is what the user has to know. */
static const char *tls_fault(struct conn *conn, char *into, size_t size)
{
    SSL *ssl = conn->tls ? bufferevent_openssl_get_ssl(conn->stream) : NULL;
    long verified = ssl ? SSL_get_verify_result(ssl) : X509_V_OK;
    if (verified != X509_V_OK)
        return X509_verify_cert_error_string(verified);
    unsigned long error = conn->tls ? bufferevent_get_openssl_error(conn->stream) : 0;
    if (error == 0)
        return NULL;
    ERR_error_string_n(error, into, size);
    return into;
}

static struct label fault_of(struct conn *conn, short what, char *into, size_t size)
{
    const char *tls = tls_fault(conn, into, size);
    int dns = bufferevent_socket_get_dns_error(conn->stream);
    if (tls)
        return as_it_is(tls);
    if (dns != 0)
        return as_it_is(evutil_gai_strerror(dns));
    if (what & BEV_EVENT_EOF)
        return closed;
    return as_it_is(evutil_socket_error_to_string(EVUTIL_SOCKET_ERROR()));
}

static void on_event(struct bufferevent *stream, short what, void *arg)
{
    struct conn *conn = arg;
    char text[128];
    if (what & BEV_EVENT_CONNECTED) {
        event_del(conn->late);
        conn->open = true;
        conn->owner.opened(conn->owner.owner);
    } else if (what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)) {
        on_read(stream, conn); /* what came before the end */
        if (conn->stream == stream)
            lose(conn, fault_of(conn, what, text, sizeof text));
    }
}

static struct bufferevent *tls_stream(struct conn *conn)
{
    SSL *ssl = SSL_new(conn->tls);
    if (!ssl)
        return NULL;
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(ssl, conn->target.host);
    SSL_set_tlsext_host_name(ssl, conn->target.host);
    struct bufferevent *stream = bufferevent_openssl_socket_new(
        conn->base, -1, ssl, BUFFEREVENT_SSL_CONNECTING, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
    if (stream)
        bufferevent_openssl_set_allow_dirty_shutdown(stream, 1);
    return stream;
}

static bool connect_stream(struct conn *conn)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!conn->target.socket)
        return bufferevent_socket_connect_hostname(conn->stream, conn->names, AF_UNSPEC, conn->target.host,
                                                   conn->target.port) == 0;
    if (strlen(conn->target.socket) >= sizeof address.sun_path)
        return false;
    memcpy(address.sun_path, conn->target.socket, strlen(conn->target.socket) + 1);
    return bufferevent_socket_connect(conn->stream, (struct sockaddr *)&address, sizeof address) == 0;
}

static void attempt(struct conn *conn)
{
    ERR_clear_error();
    conn->stream =
        conn->target.socket
            ? bufferevent_socket_new(conn->base, -1, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS)
            : tls_stream(conn);
    if (!conn->stream) {
        lose(conn, no_memory);
        return;
    }
    bufferevent_setcb(conn->stream, on_read, NULL, on_event, conn);
    bufferevent_enable(conn->stream, EV_READ | EV_WRITE);
    start_timer(conn->late, CONN_CONNECT_S * 1000);
    if (!connect_stream(conn))
        lose(conn, as_it_is(evutil_socket_error_to_string(EVUTIL_SOCKET_ERROR())));
}

static void on_again(evutil_socket_t none, short what, void *arg)
{
    (void)none;
    (void)what;
    attempt(arg);
}

static void on_late(evutil_socket_t none, short what, void *arg)
{
    (void)none;
    (void)what;
    lose(arg, too_late);
}

static void on_broken(evutil_socket_t none, short what, void *arg)
{
    (void)none;
    (void)what;
    lose(arg, (struct label){NULL, NULL});
}

static SSL_CTX *tls_context(struct conn *conn)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION);
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
    if (!conn->target.ca || SSL_CTX_load_verify_locations(tls, conn->target.ca, NULL) != 1)
        set_fault(conn, bad_authority);
    return tls;
}

struct conn *conn_new(struct event_base *base, const struct conn_target *target, struct conn_owner owner)
{
    struct conn *conn = xcalloc(1, sizeof *conn);
    conn->base = base;
    conn->target = *target;
    conn->owner = owner;
    conn->again = evtimer_new(base, on_again, conn);
    conn->late = evtimer_new(base, on_late, conn);
    conn->broken = evtimer_new(base, on_broken, conn);
    if (!target->socket) {
        conn->names =
            evdns_base_new(base, EVDNS_BASE_INITIALIZE_NAMESERVERS | EVDNS_BASE_DISABLE_WHEN_INACTIVE);
        conn->tls = tls_context(conn);
    }
    return conn;
}

void conn_free(struct conn *conn)
{
    if (!conn)
        return;
    drop_stream(conn);
    event_free(conn->again);
    event_free(conn->late);
    event_free(conn->broken);
    if (conn->names)
        evdns_base_free(conn->names, 0);
    SSL_CTX_free(conn->tls);
    free(conn);
}

void conn_open(struct conn *conn)
{
    start_timer(conn->again, 0);
}

bool conn_send(struct conn *conn, const char *line)
{
    if (!conn->open)
        return false;
    struct evbuffer *output = bufferevent_get_output(conn->stream);
    evbuffer_add(output, line, strlen(line));
    evbuffer_add(output, "\n", 1);
    return true;
}

bool conn_is_open(const struct conn *conn)
{
    return conn->open;
}

void conn_settled(struct conn *conn)
{
    conn->attempts = 0;
    set_fault(conn, as_it_is(""));
}

void conn_reset(struct conn *conn, struct label why)
{
    if (!conn->stream)
        return;
    set_fault(conn, why);
    conn->open = false;
    bufferevent_disable(conn->stream, EV_READ | EV_WRITE);
    start_timer(conn->broken, 0);
}

void conn_hurry(struct conn *conn)
{
    if (conn->stream)
        return;
    event_del(conn->again);
    attempt(conn);
}

void conn_rest(struct conn *conn)
{
    event_del(conn->again);
}

int conn_attempts(const struct conn *conn)
{
    return conn->attempts;
}

int conn_wait(const struct conn *conn)
{
    int64_t left = conn->stream ? 0 : conn->due_ms - clock_ms();
    return left > 0 ? (int)((left + 999) / 1000) : 0;
}

const char *conn_fault(const struct conn *conn, enum lang lang)
{
    return conn->fault[lang];
}
