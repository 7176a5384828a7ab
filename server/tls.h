/* The daemon's side of TLS. */
#ifndef TEYUE_TLS_H
#define TEYUE_TLS_H

#include <stdbool.h>
#include <stddef.h>

struct config;
struct ssl_ctx_st;

/* A context with the configured certificate: TLS 1.2 and later, no tickets, no renegotiation. NULL with one
 * line in why. The caller ends it with SSL_CTX_free. */
struct ssl_ctx_st *tls_context(const struct config *, char *why, size_t size);

#endif
