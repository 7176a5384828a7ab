/* teyued: reads the command line and the settings, then hands over to the command's file. It knows nothing
 * else. */
#include "common/log.h"
#include "common/mem.h"
#include "common/wire.h"
#include "server/commands.h"

#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct command {
    const char *name;
    int words; /* exactly so many after the name */
    command_run *run;
    const char *about;
};

static const struct command commands[] = {
    {"run", 0, cmd_run, "serve, in the foreground (the default)"},
    {"migrate", 0, cmd_migrate, "bring the database's schema to this program's (as owner)"},
    {"init", 2, cmd_init,
     "LOGIN NAME: make the division and the first administrator; prints a password once"},
    {"passwords", 1, cmd_passwords,
     "FILE: lines \"LOGIN PASSWORD [PIN]\", set all of them; - is standard input"},
    {"station-add", 2, cmd_station_add, "CODE NAME --site CODE: register a workshop PC; prints its key once"},
    {"import-units", 1, cmd_import_units, "FILE.csv --site CODE: units, contacts and their account managers"},
    {"import-tariff", 2, cmd_import_tariff,
     "LIST.csv MAP --place CODE --from DAY --name NAME: a tariff book"},
    {"workflow", 1, cmd_workflow, "md|dot|json|sql: print the machine"},
    {"verify", 0, cmd_verify, "recompute the hash chain of the event log"},
    {"check-config", 0, cmd_check_config, "read the settings and say whether they are good"},
};

enum option_id {
    OPTION_CONFIG = 1,
    OPTION_SET,
    OPTION_SITE,
    OPTION_PLACE,
    OPTION_FROM,
    OPTION_NAME,
    OPTION_PRINT,
    OPTION_FOREGROUND,
    OPTION_HELP,
    OPTION_VERSION
};

static const struct option options[] = {
    {"config", required_argument, NULL, OPTION_CONFIG},
    {"set", required_argument, NULL, OPTION_SET},
    {"site", required_argument, NULL, OPTION_SITE},
    {"place", required_argument, NULL, OPTION_PLACE},
    {"from", required_argument, NULL, OPTION_FROM},
    {"name", required_argument, NULL, OPTION_NAME},
    {"print-config", no_argument, NULL, OPTION_PRINT},
    {"foreground", no_argument, NULL, OPTION_FOREGROUND},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

static int usage(FILE *out, int code)
{
    fputs("teyued [--config FILE] [--set KEY=VALUE]... [--print-config] [COMMAND ...]\n\n", out);
    for (size_t i = 0; i < array_length(commands); i++)
        fprintf(out, "  %-14s %s\n", commands[i].name, commands[i].about);
    return code;
}

static bool take_setting(struct config_source *source, const char *setting)
{
    if (source->settings == CONFIG_SETTINGS_MAX)
        return false;
    source->setting[source->settings++] = setting;
    return true;
}

/* False: not an option. */
static bool take_option(struct command_line *line, int id)
{
    switch (id) {
    case OPTION_CONFIG:
        line->source.file = optarg;
        return true;
    case OPTION_SET:
        return take_setting(&line->source, optarg);
    case OPTION_SITE:
        line->site = optarg;
        return true;
    case OPTION_PLACE:
        line->place = optarg;
        return true;
    case OPTION_FROM:
        line->from = optarg;
        return true;
    case OPTION_NAME:
        line->name = optarg;
        return true;
    case OPTION_FOREGROUND: /* as it always is; service files like to say so */
        return true;
    default:
        return false;
    }
}

static const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < array_length(commands); i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

static enum lang host_lang(void)
{
    const char *names[] = {getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG")};

    for (size_t i = 0; i < array_length(names); i++) {
        if (names[i] != NULL && names[i][0] != '\0')
            return lang_of(names[i]);
    }
    return LANG_EN;
}

/* The command with its words, NULL if they do not fit. */
static const struct command *take_words(struct command_line *line, int argc, char **argv)
{
    const struct command *command = command_find(optind < argc ? argv[optind] : "run");

    for (int i = optind + 1; i < argc && line->words < COMMAND_WORDS_MAX; i++)
        line->word[line->words++] = argv[i];
    return command != NULL && line->words == command->words ? command : NULL;
}

static int run(const struct command *command, const struct command_line *line, bool print)
{
    char why[512];
    struct config *config = config_read(&line->source, why, sizeof(why));
    int code;

    if (config == NULL) {
        fprintf(stderr, "teyued: %s\n", why);
        return EXIT_CONFIG;
    }
    log_threshold((enum log_level)config->log);
    if (print)
        config_print(config);
    code = print ? EXIT_OK : command->run(line, config);
    config_free(&config);
    return code;
}

int main(int argc, char **argv)
{
    struct command_line line = {.lang = host_lang()};
    const struct command *command;
    bool print = false;
    int id;

    setlocale(LC_CTYPE, "C.UTF-8");
    while ((id = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (id == OPTION_HELP)
            return usage(stdout, EXIT_OK);
        if (id == OPTION_VERSION)
            return puts("teyued " TEYUE_VERSION) < 0 ? EXIT_UNAVAILABLE : EXIT_OK;
        print = print || id == OPTION_PRINT;
        if (id != OPTION_PRINT && !take_option(&line, id))
            return usage(stderr, EXIT_USAGE);
    }
    command = take_words(&line, argc, argv);
    return command == NULL ? usage(stderr, EXIT_USAGE) : run(command, &line, print);
}
