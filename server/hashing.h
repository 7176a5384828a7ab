/* Passwords and PINs: argon2id in two worker threads, so that the loop never waits for one. */
#ifndef TEYUE_HASHING_H
#define TEYUE_HASHING_H

#include <stdbool.h>

struct event_base;
struct hashing;

#define HASHING_THREADS 2
#define HASHING_QUEUE_MAX 32   /* waiting or running; one more is refused at once */
#define HASHING_SECRET_MAX 200 /* bytes of a password */

enum secret_kind {
    SECRET_PASSWORD, /* 3 passes over 32 MiB */
    SECRET_PIN       /* 2 passes over 16 MiB: a PIN counts only on a registered station */
};

/* One per process. NULL if threads cannot be had. */
struct hashing *hashing_new(struct event_base *);
/* Waits for running work; everything without an answer yet hears no. */
void hashing_free(struct hashing **);

typedef void hashing_done(void *arg, bool right);

struct hashing_task {
    enum secret_kind kind;
    const char *hash;   /* NULL (no such person, no PIN set): the same work, and the answer is no */
    const char *secret; /* copied, and wiped after use */
    hashing_done *done; /* called once, from the loop */
    void *arg;
};

bool hashing_has_room(const struct hashing *);
/* False: too much is waiting, and done will not be called. */
bool hashing_check(struct hashing *, const struct hashing_task *);

/* On the host, blocking: the hash to store, the caller frees it. NULL if memory is short. */
char *hashing_make(enum secret_kind, const char *secret);

#endif
