/* teyue: the client. Options, settings, then the application or one call. */
#include "client/app/app.h"
#include "client/app/call.h"
#include "client/app/config.h"
#include "common/mem.h"
#include "common/wire.h"

#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define VERSION "0.1.0"

enum { OPTION_IDEM = 256, OPTION_PRINT, OPTION_VERSION, OPTION_SETTING };

struct command {
    bool help, version, print;
    struct call call;
};

static const char *const settings[] = {"socket", "host",          "port",  "ca",    "station", "lang",
                                       "user",   "password-file", "theme", "color", "borders"};

static void usage(FILE *out)
{
    struct buf text = {0};
    buf_str(&text, "teyue [option …]                         the application\n"
                   "teyue [option …] call VERB [name=value …]  one request; rows on standard output\n\n"
                   "options, and the variables that say the same:\n");
    config_help(&text);
    buf_str(&text,
            "  --idem           key of the request, for `call`: the same key never does a thing twice\n"
            "  --print-config   the settings and where they come from\n"
            "  --help, --version\n\n"
            "exit codes of `call`: 0 done, 1 refused, 2 no such thing, 64 not a request, 69 daemon or\n"
            "database away, 75 outcome unknown (repeat with the same --idem), 77 not allowed, 78 settings\n");
    fputs(text.data, out);
    buf_free(&text);
}

static void fill_options(struct option *options)
{
    size_t n = 0;
    for (; n < array_length(settings); n++)
        options[n] = (struct option){settings[n], required_argument, NULL, OPTION_SETTING};
    options[n++] = (struct option){"idem", required_argument, NULL, OPTION_IDEM};
    options[n++] = (struct option){"print-config", no_argument, NULL, OPTION_PRINT};
    options[n++] = (struct option){"version", no_argument, NULL, OPTION_VERSION};
    options[n++] = (struct option){"help", no_argument, NULL, 'h'};
    options[n] = (struct option){NULL, 0, NULL, 0};
}

/* False if the command line is wrong; the reason is printed. */
static bool read_options(int argc, char **argv, struct config *config, struct command *command)
{
    struct option options[array_length(settings) + 5];
    struct buf why = {0};
    int option, which;
    bool ok = true;
    fill_options(options);
    while (ok && (option = getopt_long(argc, argv, "+h", options, &which)) != -1) {
        if (option == OPTION_SETTING)
            ok = config_option(config, options[which].name, optarg, &why);
        else if (option == OPTION_IDEM)
            command->call.idem = optarg;
        else if (option == OPTION_PRINT)
            command->print = true;
        else if (option == OPTION_VERSION)
            command->version = true;
        else if (option == 'h')
            command->help = true;
        else
            ok = false;
    }
    if (why.len)
        fprintf(stderr, "teyue: %s\n", why.data);
    buf_free(&why);
    return ok;
}

static bool read_words(int argc, char **argv, struct command *command)
{
    if (optind == argc)
        return true;
    if (strcmp(argv[optind], "call") != 0 || optind + 1 == argc) {
        fprintf(stderr, "teyue: call VERB, or nothing at all; see --help\n");
        return false;
    }
    command->call.count = argc - optind - 1;
    command->call.words = (const char *const *)&argv[optind + 1];
    return true;
}

static void print_config(const struct config *config)
{
    struct buf text = {0};
    buf_str(&text, "");
    config_print(config, &text);
    fputs(text.data, stdout);
    buf_free(&text);
}

static int run(const struct config *config, const struct command *command)
{
    if (command->help)
        usage(stdout);
    else if (command->version)
        printf("teyue %s\n", VERSION);
    else if (command->print)
        print_config(config);
    else if (command->call.count)
        return call_run(config, &command->call);
    else
        return app_run(config);
    return EXIT_OK;
}

int main(int argc, char **argv)
{
    struct config *config = config_new();
    struct command command = {.help = false};
    struct buf why = {0};
    int code = EXIT_CONFIG;
    signal(SIGPIPE, SIG_IGN);
    if (sodium_init() < 0)
        fprintf(stderr, "teyue: no source of random numbers\n");
    else if (!config_read(config, &why))
        fprintf(stderr, "teyue: %s\n", why.data);
    else if (!read_options(argc, argv, config, &command) || !read_words(argc, argv, &command))
        code = EXIT_USAGE;
    else
        code = run(config, &command);
    buf_free(&why);
    config_free(config);
    return code;
}
