/* Settings of the client: /etc/teyue/client.conf, then $XDG_CONFIG_HOME/teyue/client.conf, then TEYUE_*, then
 * options; the later one counts. */
#ifndef TEYUE_CLIENT_APP_CONFIG_H
#define TEYUE_CLIENT_APP_CONFIG_H

#include "client/app/conn.h"
#include "common/buf.h"

#include <stdbool.h>

#define CONFIG_VALUE_MAX 1024 /* bytes of one value */

enum setting {
    SET_SOCKET,
    SET_HOST,
    SET_PORT,
    SET_CA,
    SET_STATION,
    SET_LANG,
    SET_USER,
    SET_PASSWORD_FILE,
    SET_THEME,
    SET_COLOR,
    SET_BORDERS,
    SETTINGS
};

struct config;

/* Files and environment are read; false if one of them is wrong, with the reason. */
struct config *config_new(void);
void config_free(struct config *);
bool config_read(struct config *, struct buf *why);
/* An option "--name value"; false if there is none of this name or the value is too long. */
bool config_option(struct config *, const char *name, const char *value, struct buf *why);
/* NULL if it is not set. */
const char *config_get(const struct config *, enum setting);
/* Where the daemon is; false with the reason if the settings contradict each other. */
bool config_target(const struct config *, struct conn_target *, struct buf *why);
/* Every setting with its value and where it comes from; secrets are in no setting. */
void config_print(const struct config *, struct buf *);
/* One line a setting, for --help. */
void config_help(struct buf *);

/* Content of a small file (a station's key, a password) up to its first newline, appended; false with the
 * reason. */
bool config_secret(const char *path, struct buf *out, struct buf *why);

#endif
