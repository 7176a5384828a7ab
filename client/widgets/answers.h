/* A checklist: questions answered yes, no or "does not apply", with a word where it needs one. */
#ifndef TEYUE_CLIENT_WIDGETS_ANSWERS_H
#define TEYUE_CLIENT_WIDGETS_ANSWERS_H

#include "client/widgets/widget.h"
#include "common/buf.h"

#define ANSWERS_MAX 100
#define ANSWERS_WORD_MAX 60 /* characters */

struct answers_row {
    const char *code, *label;
    const char *answer; /* "yes", "no", "na" or "" */
    const char *word;   /* may be NULL */
};

struct answers;

struct answers *answers_new(void);
void answers_free(struct answers *);
/* The questions, copied; what was already answered here under the same code stays. */
void answers_rows_set(struct answers *, const struct answers_row *, int count);
int answers_count(const struct answers *);
/* Questions without an answer. */
int answers_open(const struct answers *);
/* "code=yes;code=na:word" of those that are answered, appended; and read back, also for questions still to
 * come. */
void answers_value(const struct answers *, struct buf *);
void answers_set(struct answers *, const char *value);
/* Blank goes round the answers; y n a (or 1 2 3) choose one and go on; Right or Enter on a "no" or "n/a" goes
 * to its word; Up on the first and Down on the last question are not heard. */
enum heard answers_key(struct answers *, const struct key *);
int answers_height(const struct answers *);
void answers_draw(struct answers *, struct canvas *, struct area, bool focused);

#endif
