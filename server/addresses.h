/* What is counted by address: open connections and failed logins of the last minute. IPv4 counts as mapped
 * IPv6, an IPv6 address by its /64; a unix socket counts by the peer's user. */
#ifndef TEYUE_ADDRESSES_H
#define TEYUE_ADDRESSES_H

#include <stdbool.h>
#include <stdint.h>

struct addresses;
struct sockaddr;

#define ADDRESSES_MAX 32768
#define ADDRESS_FAILURES_MAX 20 /* failed logins in a minute; one more is refused unasked */

struct address {
    unsigned char byte[16];
};

struct address address_of(const struct sockaddr *);
struct address address_of_user(unsigned uid);

struct addresses *addresses_new(void);
void addresses_free(struct addresses **);

/* One more connection; false if there are `max` already or too many addresses are known, and nothing is
 * counted. */
bool addresses_enter(struct addresses *, const struct address *, int64_t max);
void addresses_leave(struct addresses *, const struct address *);

void addresses_failed(struct addresses *, const struct address *, int64_t now_ms);
bool addresses_may_try(struct addresses *, const struct address *, int64_t now_ms);
/* Forgets addresses without connections whose minute is over; once a minute is enough. */
void addresses_tidy(struct addresses *, int64_t now_ms);

#endif
