/* `teyued migrate`: brings the schema to this program's. */
#include "common/wire.h"
#include "server/commands.h"
#include "server/db/db.h"

int cmd_migrate(const struct command_line *line, const struct config *config)
{
    (void)line;
    return db_migrate(config->owner) ? EXIT_OK : EXIT_UNAVAILABLE;
}
