/* Things that are named by a number alone: what kind of subject it is, its facts, its detail. */
#ifndef TEYUE_SUBJECT_H
#define TEYUE_SUBJECT_H

#include "server/db/db.h"

struct reply;
struct words;

/* The facts of a subject named by its number or form number, as the person of the reply would act on it; kind
 * of subject and all are looked up. done hears found = false if there is none. */
void subject_facts(struct reply *, const char *text, db_facts_done *, void *arg);

/* `subject.show id=`: the detail view of its kind. `ring.seen id=`. */
void subject_show_handle(struct reply *, const struct words *);
void ring_seen_handle(struct reply *, const struct words *);

#endif
