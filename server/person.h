/* Who is logged in: the actor the core asks about, and what the wire says of him. Shared by a session and its
 * requests under way by counting, so that a request keeps the person who sent it when the session changes
 * hands. */
#ifndef TEYUE_PERSON_H
#define TEYUE_PERSON_H

#include "common/buf.h"
#include "common/label.h"
#include "server/db/db.h"
#include "server/workflow/machine.h"

#define PERSON_SITES_MAX 4096

struct server;

struct person_role {
    enum role role;
    char *place_zh, *place_en;
};

struct person {
    struct actor actor;
    char *login, *name, *zone;
    struct person_role role[ACTOR_GRANTS_MAX]; /* beside actor.grant */
    int64_t *site;                             /* whose events he hears of */
    int sites;
    int64_t read_ms; /* monotonic: when the database said so */
    int refs;
};

struct person_question {
    struct server *server;
    int64_t id, station;
};

/* person is NULL unless DB_DONE, and then too if there is no such active person; else the callee owns one
 * reference. */
typedef void person_read_done(void *arg, enum db_outcome, struct person *person);
void person_read(const struct person_question *, person_read_done *, void *arg);

struct person *person_ref(struct person *);
/* Drops the owner's reference; *owner becomes NULL. NULL is fine. */
void person_unref(struct person **owner);

bool person_sees(const struct person *, int64_t site);
/* The object of docs/protocol.md, "Session"; lock_seconds is how long a screen may stand idle. */
void person_json(struct buf *, const struct person *, enum lang, int lock_seconds);

#endif
