/* Every view of db/sql/view by name, with the right it needs and the arguments it takes, read from its own
 * head. dispatch.c answers requests with them; form.c and perform.c read single ones for what they show
 * beside. */
#ifndef TEYUE_VIEWS_H
#define TEYUE_VIEWS_H

#include "common/words.h"
#include "server/db/db.h"
#include "server/spec/view_spec.h"
#include "server/workflow/machine.h"

#define VIEWS_MAX 128
#define VIEW_ROWS_MAX 200 /* the highest limit= */
#define VIEW_TEXT_MAX 200 /* characters of a text argument */

struct reply;

/* Reads all heads. False with words on stderr: the daemon must not start. */
bool views_open(void);
int views_count(void);
const struct view_spec *views_at(int);
const struct view_spec *view_find(const char *name); /* NULL: no such view */

/* The person holds one of the roles (bits 1 << enum role), or stands in for somebody who does. */
bool roles_held(const struct actor *, unsigned roles, moment now);
bool view_allowed(const struct view_spec *, const struct actor *, moment now);

/* Answers the request: rows and OK, or a refusal. The right was checked. */
void view_answer(struct reply *, const struct view_spec *, const struct words *);
/* Reads it for the person of the reply; false if the words do not fit its arguments: done is not called. */
bool view_read(struct reply *, const struct view_spec *, const struct words *, db_read_done *, void *arg);

#endif
