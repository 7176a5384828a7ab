/* SHA-256 over the fields of an event. Called by server/db for each event written and by the check of the
 * whole log. It knows no database: both ends hand it the same values. */
#include "server/workflow/chain.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static void finish(crypto_hash_sha256_state *state, char out[CHAIN_HASH_SIZE])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(state, hash);
    sodium_bin2hex(out, CHAIN_HASH_SIZE, hash, sizeof hash);
}

/* A field carries its length, so that no text can pass for two fields or be moved between neighbours. */
static void add_text(crypto_hash_sha256_state *state, const char *text)
{
    char head[24];
    size_t len = strlen(text);
    int n = snprintf(head, sizeof head, "%zu:", len);
    crypto_hash_sha256_update(state, (const unsigned char *)head, (unsigned long long)n);
    crypto_hash_sha256_update(state, (const unsigned char *)text, len);
}

static void add_number(crypto_hash_sha256_state *state, int64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)number);
    add_text(state, text);
}

void chain_digest(const char *text, char out[CHAIN_HASH_SIZE])
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)text, strlen(text));
    finish(&state, out);
}

void chain_hash(const struct chain_event *e, char out[CHAIN_HASH_SIZE])
{
    const char *const texts[] = {e->predecessor, e->lifecycle, e->action, e->from, e->to, e->data_digest};
    const int64_t numbers[] = {e->subject,    e->version, e->site,     e->part,   e->actor,
                               e->acting_for, e->station, e->happened, e->entered};
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        add_text(&state, texts[i]);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        add_number(&state, numbers[i]);
    finish(&state, out);
}
