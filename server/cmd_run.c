/* The daemon itself: what it is made of, in which order it begins and ends, and what signals do.
 *
 * TERM or INT: nobody comes in, everybody hears `! bye`, what is under way is finished, then the end; a
 * second one ends it now. HUP: settings, log level and certificate are read again. */
#include "common/log.h"
#include "common/mem.h"
#include "common/wire.h"
#include "server/auth.h"
#include "server/clock.h"
#include "server/commands.h"
#include "server/db/db.h"
#include "server/dispatch.h"
#include "server/hashing.h"
#include "server/listener.h"
#include "server/push.h"
#include "server/server.h"
#include "server/session.h"
#include "server/sweep.h"

#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define DRAIN_CHECK_MS 20

struct daemon {
    struct server server;
    const struct config_source *source;
    struct config *reread; /* the settings of the last SIGHUP; server.config points to them */
    struct listener *listener;
    struct sweep *sweep;
    struct event *signal[3];
    struct event *drain;
    int64_t drain_until_ms;
};

static void db_up(void *arg, bool up)
{
    (void)arg;
    log_line(up ? LOG_LEVEL_INFO : LOG_LEVEL_ERROR, up ? "db.up" : "db.down", "%s", "");
}

static void db_events(void *arg, const struct db_rows *rows)
{
    struct daemon *daemon = arg;

    push_events(&daemon->server, rows);
}

static void drain_check(evutil_socket_t fd, short what, void *arg)
{
    struct daemon *daemon = arg;
    bool done = sessions_count(daemon->server.sessions) == 0 && db_idle(daemon->server.db);

    (void)fd;
    (void)what;
    if (done || clock_ms() > daemon->drain_until_ms)
        event_base_loopbreak(daemon->server.base);
}

static void on_term(evutil_socket_t number, short what, void *arg)
{
    static const struct timeval every = {0, DRAIN_CHECK_MS * 1000};
    struct daemon *daemon = arg;
    int64_t seconds = daemon->server.config->drain_seconds;

    (void)what;
    log_line(LOG_LEVEL_INFO, "signal", "number=%d sessions=%d", (int)number,
             sessions_count(daemon->server.sessions));
    if (daemon->server.draining) {
        event_base_loopbreak(daemon->server.base);
        return;
    }
    daemon->server.draining = true;
    daemon->drain_until_ms = clock_ms() + seconds * 1000;
    listener_close(&daemon->listener);
    sessions_drain(daemon->server.sessions, (int)seconds);
    event_add(daemon->drain, &every);
}

static void on_hup(evutil_socket_t number, short what, void *arg)
{
    struct daemon *daemon = arg;
    char why[512] = "";
    struct config *fresh = config_read(daemon->source, why, sizeof(why));

    (void)number;
    (void)what;
    if (fresh == NULL) {
        log_line(LOG_LEVEL_ERROR, "reload", "refused=\"%s\"", why);
        return;
    }
    daemon->server.config = fresh;
    config_free(&daemon->reread);
    daemon->reread = fresh;
    log_threshold((enum log_level)fresh->log);
    if (daemon->listener != NULL && !listener_reload(daemon->listener, why, sizeof(why)))
        log_line(LOG_LEVEL_ERROR, "reload", "certificate_kept=\"%s\"", why);
    else
        log_line(LOG_LEVEL_INFO, "reload", "log=%d", (int)fresh->log);
}

/* As many descriptors as the sessions may need; core files could hold passwords. */
static void set_limits(const struct config *config)
{
    rlim_t wanted = (rlim_t)config->connections + LISTENER_RESERVED_FDS;
    struct rlimit files, none = {0, 0};

    setrlimit(RLIMIT_CORE, &none);
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    if (files.rlim_cur < wanted) {
        files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur < wanted)
        log_line(LOG_LEVEL_WARN, "limits", "descriptors=%lu wanted=%lu", (unsigned long)files.rlim_cur,
                 (unsigned long)wanted);
}

static void catch_signals(struct daemon *daemon)
{
    struct event_base *base = daemon->server.base;

    signal(SIGPIPE, SIG_IGN);
    daemon->signal[0] = evsignal_new(base, SIGTERM, on_term, daemon);
    daemon->signal[1] = evsignal_new(base, SIGINT, on_term, daemon);
    daemon->signal[2] = evsignal_new(base, SIGHUP, on_hup, daemon);
    for (size_t i = 0; i < array_length(daemon->signal); i++)
        event_add(daemon->signal[i], NULL);
    daemon->drain = event_new(base, -1, EV_PERSIST, drain_check, daemon);
}

static bool begin(struct daemon *daemon)
{
    struct server *server = &daemon->server;
    struct db_hooks hooks = {db_up, db_events, daemon};
    char why[512] = "";

    catch_signals(daemon);
    server->logins = logins_new();
    server->sessions = sessions_new(server);
    server->db = db_open(server->base, server->config->database, &hooks);
    server->hashing = hashing_new(server->base);
    daemon->sweep = sweep_new(server);
    if (server->hashing == NULL)
        return false;
    daemon->listener = listener_open(server, why, sizeof(why));
    if (daemon->listener == NULL)
        log_line(LOG_LEVEL_ERROR, "start", "refused=\"%s\"", why);
    return daemon->listener != NULL;
}

/* What waits hears its end before the sessions go that would be told. */
static void finish(struct daemon *daemon)
{
    listener_close(&daemon->listener);
    sweep_free(&daemon->sweep);
    hashing_free(&daemon->server.hashing);
    db_close(&daemon->server.db);
    sessions_free(&daemon->server.sessions);
    logins_free(&daemon->server.logins);
    for (size_t i = 0; i < array_length(daemon->signal); i++)
        event_free(daemon->signal[i]);
    event_free(daemon->drain);
    config_free(&daemon->reread);
}

int cmd_run(const struct command_line *line, const struct config *config)
{
    struct daemon daemon = {.source = &line->source};
    bool began;

    if (!dispatch_open())
        return EXIT_BUG;
    set_limits(config);
    daemon.server.config = config;
    daemon.server.base = event_base_new();
    began = begin(&daemon);
    if (began) {
        log_line(LOG_LEVEL_INFO, "start", "version=%s", TEYUE_VERSION);
        event_base_dispatch(daemon.server.base);
    }
    finish(&daemon);
    event_base_free(daemon.server.base);
    libevent_global_shutdown();
    log_line(LOG_LEVEL_INFO, "exit", "clean=%d", began);
    return began ? EXIT_OK : EXIT_CONFIG;
}
