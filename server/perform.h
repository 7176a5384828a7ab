/* Actions, from words to an answer: facts are read, decide() is asked, the decision is written, the reply is
 * ended. dispatch.c calls it for people, sweep.c for the clock. */
#ifndef TEYUE_PERFORM_H
#define TEYUE_PERFORM_H

#include <stdbool.h>
#include <stdint.h>

struct reply;
struct row;
struct server;
struct words;

/* The action makes a new subject: it takes no id. */
bool action_creates(const struct row *);

/* A person's action; row is any row of its name. The reply is ended. */
void perform(struct reply *, const struct row *, const struct words *);

/* What a deadline does when it is due. Texts are borrowed for the call. */
struct system_action {
    const char *action; /* "order.remind", "order.handover", "relay.remind" */
    int64_t subject, part;
    const char *kind; /* of the deadline */
    int64_t deadline; /* its id: fired by the same write */
};

/* Performs it as the system. Nobody waits for an answer: a failure is logged, and the deadline, which is
 * claimed for some seconds, comes again. A refusal (the subject has moved on) closes the deadline. */
void perform_system(struct server *, const struct system_action *);

#endif
