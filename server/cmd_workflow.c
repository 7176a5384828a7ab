/* `teyued workflow md|dot|json|sql`: the machine on standard output. */
#include "server/commands.h"
#include "server/describe.h"

int cmd_workflow(const struct command_line *line, const struct config *config)
{
    (void)config;
    return describe_workflow(line->word[0]);
}
