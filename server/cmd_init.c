/* `teyued init LOGIN NAME`: the first administrator. There is no account before it and no standard password.
 */
#include "common/mem.h"
#include "common/wire.h"
#include "server/commands.h"
#include "server/db/host.h"
#include "server/hashing.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define PASSWORD_CHARS 16

/* Without the characters that are read as others. */
static void make_password(char out[PASSWORD_CHARS + 1])
{
    static const char chars[] = "abcdefghjkmnpqrstuvwxyz23456789";

    for (int i = 0; i < PASSWORD_CHARS; i++)
        out[i] = chars[randombytes_uniform(sizeof(chars) - 1)];
    out[PASSWORD_CHARS] = '\0';
}

int cmd_init(const struct command_line *line, const struct config *config)
{
    char password[PASSWORD_CHARS + 1];
    struct host_admin admin = {line->word[0], line->word[1], NULL};
    char *hash;
    bool done;

    if (sodium_init() < 0)
        return EXIT_BUG;
    make_password(password);
    hash = hashing_make(SECRET_PASSWORD, password);
    admin.hash = hash;
    done = hash != NULL && db_first_admin(config->owner, &admin);
    free(hash);
    if (!done)
        return EXIT_REFUSED;
    printf("%s %s\n", line->word[0], password);
    return EXIT_OK;
}
