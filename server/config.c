/* Settings out of an ini file without sections and out of --set key=value.
 * Called by main.c at start and by cmd_run.c on SIGHUP. It knows no socket and no database: it reads and
 * refuses. */
#include "server/config.h"

#include "common/mem.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { KIND_TEXT, KIND_NUMBER };

struct key {
    const char *name;
    enum kind kind;
    size_t offset;
    const char *preset;
    int64_t low, high;
    const char *about;
};

#define TEXT(field, preset, about)                                                                           \
    {                                                                                                        \
#field, KIND_TEXT, offsetof(struct config, field), preset, 0, 0, about                               \
    }
#define NUMBER(field, preset, low, high, about)                                                              \
    {                                                                                                        \
#field, KIND_NUMBER, offsetof(struct config, field), preset, low, high, about                        \
    }

static const struct key keys[] = {
    TEXT(socket, "/run/teyue/teyued.sock", "unix socket, plain text; empty: none"),
    TEXT(tcp, "", "host:port, TLS only; empty: none"),
    TEXT(certificate, "/etc/teyue/server.pem", "certificate chain (PEM) for tcp"),
    TEXT(key, "/etc/teyue/server.key", "its key (PEM), readable by nobody else"),
    TEXT(database, "dbname=teyue user=teyue_app", "libpq connection string of the application role"),
    TEXT(owner, "dbname=teyue", "the same of the owner role: migrate, init, imports"),
    NUMBER(log, "6", 3, 7, "3 errors, 4 warnings, 6 what happens, 7 everything"),
    NUMBER(connections, "10000", 1, 100000, "in all"),
    NUMBER(per_address, "50", 1, 100000, "from one address over tcp"),
    NUMBER(tls_seconds, "5", 1, 3600, "from accept to the end of the TLS handshake"),
    NUMBER(login_seconds, "30", 1, 3600, "from accept to login"),
    NUMBER(line_seconds, "10", 1, 3600, "to end a line that began"),
    NUMBER(stall_seconds, "30", 1, 3600, "without progress while output waits"),
    NUMBER(drain_seconds, "8", 1, 60, "for what is under way on SIGTERM"),
};

struct reading {
    struct config *config;
    char *why;
    size_t size;
    bool failed;
};

static char **text_field(struct config *config, const struct key *key)
{
    return (char **)(void *)((char *)config + key->offset);
}

static int64_t *number_field(struct config *config, const struct key *key)
{
    return (int64_t *)(void *)((char *)config + key->offset);
}

static const struct key *key_find(const char *name, size_t len)
{
    for (size_t i = 0; i < array_length(keys); i++) {
        if (strlen(keys[i].name) == len && strncmp(keys[i].name, name, len) == 0)
            return &keys[i];
    }
    return NULL;
}

static bool number_parse(const char *text, const struct key *key, int64_t *out)
{
    char *end;

    errno = 0;
    *out = strtoll(text, &end, 10);
    return end != text && *end == '\0' && errno == 0 && *out >= key->low && *out <= key->high;
}

static bool set(struct reading *reading, const struct key *key, const char *value)
{
    int64_t number = 0;

    if (key->kind == KIND_TEXT) {
        free(*text_field(reading->config, key));
        *text_field(reading->config, key) = xstrdup(value);
        return true;
    }
    if (!number_parse(value, key, &number)) {
        snprintf(reading->why, reading->size, "%s = %s: a number from %lld to %lld is needed", key->name,
                 value, (long long)key->low, (long long)key->high);
        return false;
    }
    *number_field(reading->config, key) = number;
    return true;
}

/* inih's callback: 1 goes on. */
static int file_line(void *arg, const char *section, const char *name, const char *value)
{
    struct reading *reading = arg;
    const struct key *key = key_find(name, strlen(name));

    if (reading->failed)
        return 0;
    if (key == NULL || section[0] != '\0') {
        snprintf(reading->why, reading->size, "unknown key: %s%s%s", section, section[0] ? "." : "", name);
        reading->failed = true;
        return 0;
    }
    reading->failed = !set(reading, key, value);
    return !reading->failed;
}

static bool is_secret_text(const char *conninfo)
{
    const char *at;

    if (strstr(conninfo, "password") != NULL)
        return true;
    /* postgresql://user:word@host */
    at = strstr(conninfo, "://");
    return at != NULL && strchr(at + 3, '@') != NULL && strchr(at + 3, ':') != NULL &&
           strchr(at + 3, ':') < strchr(at + 3, '@');
}

static bool others_may_read(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && (st.st_mode & S_IROTH) != 0;
}

static bool check_secrets(const struct reading *reading, const char *file)
{
    const struct config *config = reading->config;

    if (file != NULL && others_may_read(file) &&
        (is_secret_text(config->database) || is_secret_text(config->owner))) {
        snprintf(reading->why, reading->size, "%s holds a password and everybody may read it: chmod 640",
                 file);
        return false;
    }
    if (config->tcp[0] != '\0' && others_may_read(config->key)) {
        snprintf(reading->why, reading->size, "%s is a key and everybody may read it: chmod 640",
                 config->key);
        return false;
    }
    return true;
}

static bool read_file(struct reading *reading, const char *file)
{
    int line = ini_parse(file, file_line, reading);

    if (reading->failed)
        return false;
    if (line != 0) {
        snprintf(reading->why, reading->size, "%s: %s", file, line < 0 ? strerror(errno) : "not key = value");
        return false;
    }
    return true;
}

static bool read_settings(struct reading *reading, const struct config_source *source)
{
    for (int i = 0; i < source->settings; i++) {
        const char *setting = source->setting[i];
        const char *equal = strchr(setting, '=');
        const struct key *key = equal == NULL ? NULL : key_find(setting, (size_t)(equal - setting));

        if (key == NULL) {
            snprintf(reading->why, reading->size, "unknown setting: %s", setting);
            return false;
        }
        if (!set(reading, key, equal + 1))
            return false;
    }
    return true;
}

static void presets(struct reading *reading)
{
    for (size_t i = 0; i < array_length(keys); i++)
        set(reading, &keys[i], keys[i].preset);
}

struct config *config_read(const struct config_source *source, char *why, size_t size)
{
    struct reading reading = {xcalloc(1, sizeof(struct config)), why, size, false};
    const char *file = source->file;

    if (file == NULL && access(CONFIG_DEFAULT_FILE, F_OK) == 0)
        file = CONFIG_DEFAULT_FILE;
    presets(&reading);
    if ((file == NULL || read_file(&reading, file)) && read_settings(&reading, source) &&
        check_secrets(&reading, file))
        return reading.config;
    config_free(&reading.config);
    return NULL;
}

void config_free(struct config **config)
{
    if (*config == NULL)
        return;
    for (size_t i = 0; i < array_length(keys); i++) {
        if (keys[i].kind == KIND_TEXT)
            free(*text_field(*config, &keys[i]));
    }
    free(*config);
    *config = NULL;
}

void config_print(const struct config *config)
{
    for (size_t i = 0; i < array_length(keys); i++) {
        const struct key *key = &keys[i];
        const char *field = (const char *)config + key->offset;

        printf("; %s\n", key->about);
        if (key->kind == KIND_NUMBER)
            printf("%s = %lld\n", key->name, (long long)*(const int64_t *)(const void *)field);
        else if (is_secret_text(*(char *const *)(const void *)field))
            printf("; %s holds a password and is not shown\n", key->name);
        else
            printf("%s = %s\n", key->name, *(char *const *)(const void *)field);
    }
}
