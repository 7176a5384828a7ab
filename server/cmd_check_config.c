/* `teyued check-config`: that the settings can be read was found out before; this looks at what they name. */
#include "common/wire.h"
#include "server/commands.h"
#include "server/tls.h"

#include <openssl/ssl.h>
#include <stdio.h>

int cmd_check_config(const struct command_line *line, const struct config *config)
{
    char why[512] = "";
    struct ssl_ctx_st *tls = config->tcp[0] == '\0' ? NULL : tls_context(config, why, sizeof(why));

    (void)line;
    if (why[0] != '\0') {
        fprintf(stderr, "teyued: %s\n", why);
        return EXIT_CONFIG;
    }
    SSL_CTX_free(tls);
    puts("good");
    return EXIT_OK;
}
