/* Settings out of files, environment and options, by one table. Called by main.c and by `teyue call`. */
#include "client/app/config.h"

#include "common/mem.h"
#include "common/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET_MAX 512
#define DEFAULT_SOCKET "/run/teyue/teyued.sock"

struct row {
    const char *name, *environment, *about;
};

static const struct row rows[SETTINGS] = {
    [SET_SOCKET] = {"socket", "TEYUE_SOCKET", "unix socket of the daemon (default " DEFAULT_SOCKET ")"},
    [SET_HOST] = {"host", "TEYUE_HOST", "host of the daemon, over TLS; goes before the default socket"},
    [SET_PORT] = {"port", "TEYUE_PORT", "its port (default 7468)"},
    [SET_CA] = {"ca", "TEYUE_CA", "file with the certificate authority of the daemon, needed with host"},
    [SET_STATION] = {"station", "TEYUE_STATION", "file with this shared computer's key"},
    [SET_LANG] = {"lang", "TEYUE_LANG", "zh or en (default: the locale)"},
    [SET_USER] = {"user", "TEYUE_USER", "login name"},
    [SET_PASSWORD_FILE] = {"password-file", "TEYUE_PASSWORD_FILE", "file with the password, for `call`"},
    [SET_THEME] = {"theme", "TEYUE_THEME", "dark, light, contrast or mono"},
    [SET_COLOR] = {"color", "TEYUE_COLOR", "never, auto or always; NO_COLOR is heard too"},
    [SET_BORDERS] = {"borders", "TEYUE_BORDERS", "auto, lines or ascii"},
};

struct config {
    char *value[SETTINGS];
    char *origin[SETTINGS];
    const char *reading; /* file being read */
    struct buf *why;
};

struct config *config_new(void)
{
    return xcalloc(1, sizeof(struct config));
}

void config_free(struct config *config)
{
    if (!config)
        return;
    for (int i = 0; i < SETTINGS; i++) {
        free(config->value[i]);
        free(config->origin[i]);
    }
    free(config);
}

static bool set(struct config *config, const char *name, const char *value, const char *origin)
{
    for (int i = 0; i < SETTINGS; i++) {
        if (strcmp(rows[i].name, name) != 0)
            continue;
        if (strlen(value) > CONFIG_VALUE_MAX) {
            buf_printf(config->why, "%s: %s is too long", origin, name);
            return false;
        }
        free(config->value[i]);
        free(config->origin[i]);
        config->value[i] = xstrdup(value);
        config->origin[i] = xstrdup(origin);
        return true;
    }
    buf_printf(config->why, "%s: no setting is called %s", origin, name);
    return false;
}

static int on_entry(void *arg, const char *section, const char *name, const char *value)
{
    struct config *config = arg;
    (void)section;
    return set(config, name, value, config->reading);
}

static bool read_file(struct config *config, const char *path)
{
    if (access(path, F_OK) != 0)
        return true;
    config->reading = path;
    int line = ini_parse(path, on_entry, config);
    if (line == 0)
        return true;
    if (config->why->len == 0)
        buf_printf(config->why, "%s: line %d cannot be read", path, line);
    return false;
}

static void user_file(struct buf *out)
{
    const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (base && *base == '/')
        buf_printf(out, "%s/teyue/client.conf", base);
    else if (home && *home)
        buf_printf(out, "%s/.config/teyue/client.conf", home);
}

bool config_read(struct config *config, struct buf *why)
{
    struct buf path = {0};
    config->why = why;
    user_file(&path);
    bool ok = read_file(config, "/etc/teyue/client.conf") && (path.len == 0 || read_file(config, path.data));
    buf_free(&path);
    for (int i = 0; ok && i < SETTINGS; i++) {
        const char *value = getenv(rows[i].environment);
        if (value && *value)
            ok = set(config, rows[i].name, value, rows[i].environment);
    }
    return ok;
}

bool config_option(struct config *config, const char *name, const char *value, struct buf *why)
{
    config->why = why;
    return set(config, name, value, "option");
}

const char *config_get(const struct config *config, enum setting setting)
{
    return config->value[setting];
}

static bool read_port(const char *text, int *port)
{
    char *end;
    long number = strtol(text, &end, 10);
    *port = (int)number;
    return *text && !*end && number > 0 && number < 65536;
}

bool config_target(const struct config *config, struct conn_target *target, struct buf *why)
{
    const char *port = config_get(config, SET_PORT);
    *target = (struct conn_target){config_get(config, SET_SOCKET), config_get(config, SET_HOST),
                                   config_get(config, SET_CA), WIRE_DEFAULT_PORT};
    if (port && !read_port(port, &target->port)) {
        buf_printf(why, "port %s is none", port);
        return false;
    }
    if (!target->socket && !target->host)
        target->socket = DEFAULT_SOCKET;
    if (!target->socket && !(target->ca && access(target->ca, R_OK) == 0)) {
        buf_str(why, "host needs ca: a readable file with the certificate authority of the daemon");
        return false;
    }
    return true;
}

void config_print(const struct config *config, struct buf *out)
{
    for (int i = 0; i < SETTINGS; i++)
        if (config->value[i])
            buf_printf(out, "%s = %s  ; %s\n", rows[i].name, config->value[i], config->origin[i]);
}

void config_help(struct buf *out)
{
    for (int i = 0; i < SETTINGS; i++)
        buf_printf(out, "  --%-14s %-20s %s\n", rows[i].name, rows[i].environment, rows[i].about);
}

bool config_secret(const char *path, struct buf *out, struct buf *why)
{
    char bytes[SECRET_MAX + 1];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = file < 0 ? -1 : read(file, bytes, SECRET_MAX);
    if (len < 0)
        buf_printf(why, "%s: %s", path, strerror(errno));
    if (file >= 0)
        close(file);
    if (len < 0)
        return false;
    bytes[len] = '\0';
    bytes[strcspn(bytes, "\r\n")] = '\0';
    buf_str(out, bytes);
    explicit_bzero(bytes, sizeof bytes);
    return true;
}
