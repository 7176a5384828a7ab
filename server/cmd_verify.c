/* `teyued verify`: says whether the event log is what was written. */
#include "common/wire.h"
#include "server/commands.h"
#include "server/db/host.h"

#include <stdio.h>

int cmd_verify(const struct command_line *line, const struct config *config)
{
    struct host_chain chain;

    (void)line;
    if (!db_verify(config->owner, &chain))
        return EXIT_UNAVAILABLE;
    if (chain.what != NULL) {
        printf("broken: subject %lld, version %lld: %s\n", (long long)chain.subject, (long long)chain.version,
               chain.what);
        return EXIT_BUG;
    }
    printf("verified %lld events of %lld subjects\n", (long long)chain.events, (long long)chain.subjects);
    return EXIT_OK;
}
