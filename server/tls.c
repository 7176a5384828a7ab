/* One SSL_CTX per certificate. listener.c calls it at start and on reload. It knows no connection. */
#include "server/tls.h"

#include "server/config.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>

static void options(struct ssl_ctx_st *context)
{
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    /* ten thousand idle connections need no buffers */
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
}

static bool certificate(struct ssl_ctx_st *context, const struct config *config)
{
    return SSL_CTX_use_certificate_chain_file(context, config->certificate) == 1 &&
           SSL_CTX_use_PrivateKey_file(context, config->key, SSL_FILETYPE_PEM) == 1 &&
           SSL_CTX_check_private_key(context) == 1;
}

struct ssl_ctx_st *tls_context(const struct config *config, char *why, size_t size)
{
    struct ssl_ctx_st *context;

    ERR_clear_error();
    context = SSL_CTX_new(TLS_server_method());
    if (context != NULL) {
        options(context);
        if (certificate(context, config))
            return context;
    }
    snprintf(why, size, "certificate %s, key %s: %s", config->certificate, config->key,
             ERR_reason_error_string(ERR_peek_last_error()));
    ERR_clear_error();
    SSL_CTX_free(context);
    return NULL;
}
