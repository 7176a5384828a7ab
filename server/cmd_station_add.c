/* `teyued station-add CODE NAME --site CODE`: a workshop PC on which PINs count. Only the digest of its key
 * is kept. */
#include "common/wire.h"
#include "server/commands.h"
#include "server/db/host.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define KEY_BYTES 24

int cmd_station_add(const struct command_line *line, const struct config *config)
{
    unsigned char key[KEY_BYTES], digest[crypto_hash_sha256_BYTES];
    char text[2 * KEY_BYTES + 1], hex[2 * sizeof(digest) + 1];
    struct host_station station = {line->site, line->word[0], line->word[1], hex};

    if (line->site == NULL) {
        fprintf(stderr, "station-add: --site is needed\n");
        return EXIT_USAGE;
    }
    if (sodium_init() < 0)
        return EXIT_BUG;
    randombytes_buf(key, sizeof(key));
    sodium_bin2hex(text, sizeof(text), key, sizeof(key));
    crypto_hash_sha256(digest, (const unsigned char *)text, strlen(text));
    sodium_bin2hex(hex, sizeof(hex), digest, sizeof(digest));
    if (!db_station_add(config->owner, &station))
        return EXIT_REFUSED;
    printf("%s\n", text);
    return EXIT_OK;
}
