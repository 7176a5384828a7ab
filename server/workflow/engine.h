/* What the engine's files share among themselves; the lifecycles see decide.h only. */
#ifndef TEYUE_WORKFLOW_ENGINE_H
#define TEYUE_WORKFLOW_ENGINE_H

#include "server/workflow/decide.h"

/* The row moves the root of the subject. */
bool row_is_root(const struct facts *, const struct row *);
bool row_when_fits(const struct row *, const struct facts *);

/* refusal.c: the words of a refusal. */
void refuse_person(struct decision *, const struct row *);
void refuse_state(struct decision *, const struct row *);

/* effect.c: moves and the rows that keep the facts. */
int64_t fresh_id(struct decision *);
void move_add(struct decision *, struct move);
void state_put(struct decision *, struct part *, int to);
void emit_facts(struct decision *);

#endif
