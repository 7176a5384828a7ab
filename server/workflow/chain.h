/* The hash that chains the events of a subject: each covers its predecessor's and every field of its own, so
 * that a row changed, removed or slipped in later shows. Pure; used when events are written and by `teyued
 * verify`. */
#ifndef TEYUE_WORKFLOW_CHAIN_H
#define TEYUE_WORKFLOW_CHAIN_H

#include "common/moment.h"

#include <stdint.h>

#define CHAIN_HASH_SIZE 65 /* hex of a SHA-256 and NUL */

struct chain_event {
    const char *predecessor; /* hash of the subject's event before, "" for its first */
    int64_t subject, version, site, part;
    const char *lifecycle, *action, *from, *to;
    int64_t actor, acting_for, station; /* 0: none */
    moment happened, entered;
    const char *data_digest; /* chain_digest() of the data as it is stored */
};

void chain_digest(const char *text, char out[CHAIN_HASH_SIZE]);
void chain_hash(const struct chain_event *, char out[CHAIN_HASH_SIZE]);

#endif
