/* The daemon's settings: named keys with defaults, from a file, then from the command line. Read once at
 * start and again on SIGHUP; never changed in place. */
#ifndef TEYUE_CONFIG_H
#define TEYUE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONFIG_DEFAULT_FILE "/etc/teyue/teyued.conf"
#define CONFIG_SETTINGS_MAX 32 /* --set on one command line */

struct config {
    char *socket;      /* path of the unix socket, "" for none */
    char *tcp;         /* "host:port" with TLS, "" for none */
    char *certificate; /* PEM chain */
    char *key;         /* PEM */
    char *database;    /* libpq string of the application role */
    char *owner;       /* the same of the owner role: migrate, init, imports */
    int64_t log;       /* 3 errors … 7 debug */
    int64_t connections, per_address;
    int64_t tls_seconds, login_seconds, line_seconds, stall_seconds, drain_seconds;
};

/* Where settings come from; kept for SIGHUP. */
struct config_source {
    const char *file;                         /* NULL: the default file if there is one */
    const char *setting[CONFIG_SETTINGS_MAX]; /* "key=value" of --set */
    int settings;
};

/* The settings, or NULL with what is wrong (one line, in words) in why. A file that others may read is
 * refused if it or anything it names holds a secret. The caller ends it with config_free. */
struct config *config_read(const struct config_source *, char *why, size_t size);
void config_free(struct config **);
/* Every key with its value on stdout, as a file that can be read again; passwords stay hidden. */
void config_print(const struct config *);

#endif
