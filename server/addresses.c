/* A hash table with chains; an entry lives while it has connections or its minute of failures runs.
 * Called by session.c (connections) and auth.c (failures). It knows no session. */
#include "server/addresses.h"

#include "common/mem.h"

#include <netinet/in.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#define BUCKETS 4096
#define MINUTE_MS 60000

struct entry {
    LIST_ENTRY(entry) link;
    struct address address;
    int64_t connections;
    int64_t minute_from;
    int failures;
};

LIST_HEAD(bucket, entry);

struct addresses {
    struct bucket bucket[BUCKETS];
    unsigned char secret[crypto_shorthash_KEYBYTES]; /* nobody chooses addresses that collide */
    int count;
};

struct address address_of(const struct sockaddr *from)
{
    struct address out = {{0}};

    if (from->sa_family == AF_INET6) {
        memcpy(out.byte, &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr, 16);
        if (!IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)(const void *)out.byte))
            memset(out.byte + 8, 0, 8);
    } else if (from->sa_family == AF_INET) {
        out.byte[10] = out.byte[11] = 0xff;
        memcpy(out.byte + 12, &((const struct sockaddr_in *)(const void *)from)->sin_addr, 4);
    }
    return out;
}

struct address address_of_user(unsigned uid)
{
    struct address out = {{0}};

    memcpy(out.byte, &uid, sizeof(uid));
    out.byte[15] = 1; /* ::/64 belongs to no host, so nobody else has this address */
    return out;
}

struct addresses *addresses_new(void)
{
    struct addresses *addresses = xcalloc(1, sizeof(*addresses));

    crypto_shorthash_keygen(addresses->secret);
    return addresses;
}

static void entry_free(struct addresses *addresses, struct entry *entry)
{
    LIST_REMOVE(entry, link);
    addresses->count--;
    free(entry);
}

void addresses_free(struct addresses **owner)
{
    struct addresses *addresses = *owner;

    if (addresses == NULL)
        return;
    for (int i = 0; i < BUCKETS; i++) {
        while (!LIST_EMPTY(&addresses->bucket[i]))
            entry_free(addresses, LIST_FIRST(&addresses->bucket[i]));
    }
    free(addresses);
    *owner = NULL;
}

static struct bucket *bucket_of(struct addresses *addresses, const struct address *address)
{
    uint64_t hash;

    crypto_shorthash((unsigned char *)&hash, address->byte, sizeof(address->byte), addresses->secret);
    return &addresses->bucket[hash % BUCKETS];
}

static struct entry *find(struct addresses *addresses, const struct address *address)
{
    struct entry *entry;

    LIST_FOREACH(entry, bucket_of(addresses, address), link)
    {
        if (memcmp(&entry->address, address, sizeof(*address)) == 0)
            return entry;
    }
    return NULL;
}

static struct entry *make(struct addresses *addresses, const struct address *address)
{
    struct entry *entry = find(addresses, address);

    if (entry != NULL || addresses->count == ADDRESSES_MAX)
        return entry;
    entry = xcalloc(1, sizeof(*entry));
    entry->address = *address;
    entry->minute_from = INT64_MIN / 2;
    LIST_INSERT_HEAD(bucket_of(addresses, address), entry, link);
    addresses->count++;
    return entry;
}

bool addresses_enter(struct addresses *addresses, const struct address *address, int64_t max)
{
    struct entry *entry = make(addresses, address);

    if (entry == NULL || entry->connections >= max)
        return false;
    entry->connections++;
    return true;
}

void addresses_leave(struct addresses *addresses, const struct address *address)
{
    struct entry *entry = find(addresses, address);

    entry->connections--;
    if (entry->connections == 0 && entry->failures == 0)
        entry_free(addresses, entry);
}

void addresses_failed(struct addresses *addresses, const struct address *address, int64_t now_ms)
{
    struct entry *entry = make(addresses, address);

    if (entry == NULL)
        return;
    if (now_ms - entry->minute_from >= MINUTE_MS) {
        entry->minute_from = now_ms;
        entry->failures = 0;
    }
    entry->failures++;
}

bool addresses_may_try(struct addresses *addresses, const struct address *address, int64_t now_ms)
{
    const struct entry *entry = find(addresses, address);

    return entry == NULL || now_ms - entry->minute_from >= MINUTE_MS ||
           entry->failures < ADDRESS_FAILURES_MAX;
}

void addresses_tidy(struct addresses *addresses, int64_t now_ms)
{
    for (int i = 0; i < BUCKETS; i++) {
        struct entry *next, *entry = LIST_FIRST(&addresses->bucket[i]);

        for (; entry != NULL; entry = next) {
            next = LIST_NEXT(entry, link);
            if (entry->connections == 0 && now_ms - entry->minute_from >= MINUTE_MS)
                entry_free(addresses, entry);
        }
    }
}
