/* One action under way, between its words and the end of its reply. For perform.c and outcome.c only. */
#ifndef TEYUE_ACTION_H
#define TEYUE_ACTION_H

#include "common/buf.h"
#include "server/db/db.h"
#include "server/workflow/arguments.h"
#include "server/workflow/chain.h"
#include "server/workflow/decide.h"

#define ACTION_TRIES_MAX                                                                                     \
    3 /* snapshots read for one action when others are faster and the sender named no version */
#define ACTION_CODE_MAX 64

struct reply;
struct server;
struct words;

/* Why it did not happen; held back until it is known that the request's key was not used before. */
enum denial { DENIAL_NONE, DENIAL_REFUSED, DENIAL_CONFLICT, DENIAL_UNKNOWN };

struct action {
    struct server *server;
    struct reply *reply; /* NULL: the system's */
    const struct row *row;
    struct arguments arguments;
    struct actor actor;
    enum lang lang;
    int64_t station;
    char *subject; /* as asked for, NULL for one to be made */
    char *key;     /* NULL: none */
    char digest[CHAIN_HASH_SIZE];
    int64_t version;  /* the sender saw, -1: not said */
    int64_t deadline; /* fired by this, 0: none */
    struct facts facts;
    moment now;
    int tries;
    enum denial denial;
    struct buf no;                                         /* JSON of a refusal */
    char code[ACTION_CODE_MAX], codes[1024], clauses[512]; /* of a refusal; the lists are SQL arrays */
};

void action_free(struct action *);
/* Reads the facts again and decides again. */
void action_again(struct action *);

/* ---- outcome.c: all of these end the action ---- */

/* The words were at fault. */
void action_malformed(struct action *, const struct arguments_fault *);
void action_refused(struct action *, const struct decision *);
void action_denied(struct action *, enum denial);
void action_written(struct action *, const struct db_write_result *);
/* A reading on the way did not come. */
void action_stopped(struct action *, enum db_outcome);

#endif
