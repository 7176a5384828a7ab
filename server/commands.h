/* The daemon's subcommands, one file cmd_*.c each. main.c reads the command line and the settings and picks
 * one. */
#ifndef TEYUE_COMMANDS_H
#define TEYUE_COMMANDS_H

#include "common/label.h"
#include "server/config.h"

#define COMMAND_WORDS_MAX 4

struct command_line {
    const char *word[COMMAND_WORDS_MAX]; /* after the command's name */
    int words;
    struct config_source source;
    const char *site, *place, *from, *name; /* NULL: not given */
    enum lang lang;                         /* of what is said to the person at the host */
};

/* Each returns the exit code (common/wire.h). */
typedef int command_run(const struct command_line *, const struct config *);
command_run cmd_run, cmd_migrate, cmd_init, cmd_passwords, cmd_workflow, cmd_verify, cmd_check_config,
    cmd_import_units, cmd_import_tariff, cmd_station_add;

#endif
