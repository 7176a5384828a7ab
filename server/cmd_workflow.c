/* `teyued workflow md|dot|json|sql`: the machine on standard output. */
#include "common/mem.h"
#include "common/wire.h"
#include "server/commands.h"
#include "server/machine_print.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    void (*print)(struct buf *);
} formats[] = {{"md", machine_md}, {"dot", machine_dot}, {"json", machine_json}, {"sql", machine_sql}};

int cmd_workflow(const struct command_line *line, const struct config *config)
{
    struct buf out = {0};
    int written;

    (void)config;
    for (size_t i = 0; i < array_length(formats); i++) {
        if (strcmp(formats[i].name, line->word[0]) != 0)
            continue;
        formats[i].print(&out);
        written = fputs(out.data, stdout);
        buf_free(&out);
        return written < 0 || fflush(stdout) != 0 ? EXIT_UNAVAILABLE : EXIT_OK;
    }
    fprintf(stderr, "workflow: md, dot, json or sql\n");
    return EXIT_USAGE;
}
