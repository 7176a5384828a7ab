/* Accepts and hands over to sessions. cmd_run.c opens and closes it. It knows no line. */
#include "server/listener.h"

#include "common/log.h"
#include "common/mem.h"
#include "server/clock.h"
#include "server/config.h"
#include "server/server.h"
#include "server/session.h"
#include "server/tls.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 1024
#define DOORS 2

struct door {
    struct listener *listener;
    struct evconnlistener *ev; /* NULL: not there */
    bool tls;
    int accepted; /* in this turn */
    struct event *turn, *rest;
    int64_t logged_ms;
};

struct listener {
    struct server *server;
    struct ssl_ctx_st *tls;
    struct door door[DOORS];
    char *path;
};

static void fill_plain(struct accepted *accepted)
{
    struct ucred peer = {0};
    socklen_t len = sizeof(peer);

    getsockopt(accepted->fd, SOL_SOCKET, SO_PEERCRED, &peer, &len);
    accepted->address = address_of_user(peer.uid);
    accepted->address_max = INT64_MAX;
}

static void on_accept(struct evconnlistener *ev, evutil_socket_t fd, struct sockaddr *from, int len,
                      void *arg)
{
    struct door *door = arg;
    struct server *server = door->listener->server;
    struct accepted accepted = {.fd = fd};

    (void)len;
    if (door->accepted++ == 0)
        event_active(door->turn, EV_TIMEOUT, 0);
    if (door->accepted == LISTENER_TURN_MAX)
        evconnlistener_disable(ev);
    if (door->tls) {
        accepted.ssl = SSL_new(door->listener->tls);
        accepted.address = address_of(from);
        accepted.address_max = server->config->per_address;
    } else {
        fill_plain(&accepted);
    }
    session_open(server->sessions, &accepted);
}

/* Everybody else has had his turn. */
static void next_turn(evutil_socket_t fd, short what, void *arg)
{
    struct door *door = arg;

    (void)fd;
    (void)what;
    door->accepted = 0;
    if (!event_pending(door->rest, EV_TIMEOUT, NULL))
        evconnlistener_enable(door->ev);
}

static void rested(evutil_socket_t fd, short what, void *arg)
{
    struct door *door = arg;

    (void)fd;
    (void)what;
    evconnlistener_enable(door->ev);
}

/* No descriptor left: the connection stays in the backlog and would wake us at once again. */
static void on_error(struct evconnlistener *ev, void *arg)
{
    static const struct timeval rest = {0, LISTENER_REST_MS * 1000};
    struct door *door = arg;
    int error = EVUTIL_SOCKET_ERROR();

    evconnlistener_disable(ev);
    event_add(door->rest, &rest);
    if (clock_ms() - door->logged_ms >= 1000) {
        door->logged_ms = clock_ms();
        log_line(LOG_LEVEL_ERROR, "accept.failed", "error=%s", strerror(error));
    }
}

static bool door_open(struct door *door, const struct sockaddr *address, int len, unsigned flags)
{
    struct event_base *base = door->listener->server->base;

    door->ev = evconnlistener_new_bind(
        base, on_accept, door, flags | LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, BACKLOG, address, len);
    if (door->ev == NULL)
        return false;
    door->turn = event_new(base, -1, 0, next_turn, door);
    door->rest = event_new(base, -1, 0, rested, door);
    door->logged_ms = -1000;
    evconnlistener_set_error_cb(door->ev, on_error);
    return true;
}

/* A socket file somebody listens on is not ours to remove. */
static bool is_served(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool served =
        connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 || errno != ECONNREFUSED;

    close(fd);
    return served;
}

static bool open_unix(struct door *door, const char *path, char *why, size_t size)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat st;
    mode_t mask;
    bool done;

    if (strlen(path) >= sizeof(address.sun_path)) {
        snprintf(why, size, "socket %s: the path is too long", path);
        return false;
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (lstat(path, &st) == 0) {
        if (!S_ISSOCK(st.st_mode) || is_served(&address)) {
            snprintf(why, size, "socket %s: it is in use", path);
            return false;
        }
        unlink(path);
    }
    mask = umask(0117);
    done = door_open(door, (struct sockaddr *)&address, sizeof(address), 0);
    umask(mask);
    if (!done)
        snprintf(why, size, "socket %s: %s", path, strerror(errno));
    return done;
}

static bool open_tcp(struct door *door, const char *text, char *why, size_t size)
{
    struct sockaddr_storage address;
    int len = sizeof(address);

    door->tls = true;
    if (evutil_parse_sockaddr_port(text, (struct sockaddr *)&address, &len) != 0) {
        snprintf(why, size, "tcp = %s: an address and a port are needed, 0.0.0.0:7468 or [::]:7468", text);
        return false;
    }
    if (!listener_reload(door->listener, why, size))
        return false;
    if (!door_open(door, (struct sockaddr *)&address, len, LEV_OPT_REUSEABLE)) {
        snprintf(why, size, "tcp = %s: %s", text, strerror(errno));
        return false;
    }
    return true;
}

struct listener *listener_open(struct server *server, char *why, size_t size)
{
    struct listener *listener = xcalloc(1, sizeof(*listener));
    const struct config *config = server->config;
    bool good = true;

    listener->server = server;
    for (int i = 0; i < DOORS; i++)
        listener->door[i].listener = listener;
    if (config->socket[0] != '\0') {
        good = open_unix(&listener->door[0], config->socket, why, size);
        listener->path = good ? xstrdup(config->socket) : NULL;
    }
    if (good && config->tcp[0] != '\0')
        good = open_tcp(&listener->door[1], config->tcp, why, size);
    if (good && config->socket[0] == '\0' && config->tcp[0] == '\0') {
        snprintf(why, size, "neither socket nor tcp is set: nobody could come in");
        good = false;
    }
    if (!good)
        listener_close(&listener);
    return listener;
}

bool listener_reload(struct listener *listener, char *why, size_t size)
{
    struct ssl_ctx_st *fresh;

    if (!listener->door[1].tls)
        return true;
    fresh = tls_context(listener->server->config, why, size);
    if (fresh == NULL)
        return false;
    SSL_CTX_free(listener->tls);
    listener->tls = fresh;
    return true;
}

void listener_close(struct listener **owner)
{
    struct listener *listener = *owner;

    if (listener == NULL)
        return;
    for (int i = 0; i < DOORS; i++) {
        if (listener->door[i].ev == NULL)
            continue;
        evconnlistener_free(listener->door[i].ev);
        event_free(listener->door[i].turn);
        event_free(listener->door[i].rest);
    }
    if (listener->path != NULL)
        unlink(listener->path);
    free(listener->path);
    SSL_CTX_free(listener->tls);
    free(listener);
    *owner = NULL;
}
