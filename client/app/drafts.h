/* Forms that were begun and not finished, as files of this user on this computer ($XDG_STATE_HOME/teyue/
 * drafts, mode 0600). They outlive disconnection, lock and crash. A draft that was sent keeps its request
 * line with its key until the final answer, so that asking again is safe. */
#ifndef TEYUE_CLIENT_APP_DRAFTS_H
#define TEYUE_CLIENT_APP_DRAFTS_H

#include <stdbool.h>

#define DRAFT_BYTES_MAX (256 * 1024) /* of one file; longer ones are not read */
#define DRAFTS_MAX 100               /* listed */
#define DRAFT_DAYS 7                 /* then it is removed */

/* Which form: whose, which action, on which subject and part ("" if none). */
struct draft_name {
    const char *user, *action, *id, *part;
};

struct draft {
    char *action, *id, *part;
    char *title;   /* what people call it */
    char *saved;   /* "YYYY-MM-DD HH:MM", this computer's clock */
    char *pending; /* request line that was sent and has no final answer; "" if none */
    char *form;    /* the fields, as form_draft() wrote them */
};

struct drafts;

/* NULL directory: the user's own. Old drafts are removed. */
struct drafts *drafts_new(const char *directory);
void drafts_free(struct drafts *);
/* Written whole or not at all; one that is pending is on the disk when it returns. False if it cannot be. */
bool drafts_save(struct drafts *, const struct draft_name *, const struct draft *);
/* False if there is none. The caller ends it with draft_end(). */
bool drafts_load(struct drafts *, const struct draft_name *, struct draft *out);
void drafts_drop(struct drafts *, const struct draft_name *);
/* The user's drafts, newest first; at most max; ended by the caller. */
int drafts_list(struct drafts *, const char *user, struct draft *out, int max);
void draft_end(struct draft *);

#endif
