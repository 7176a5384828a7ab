/* `next id=`: every next step on a subject, allowed or not and why. */
#ifndef TEYUE_NEXT_H
#define TEYUE_NEXT_H

struct reply;
struct words;

void next_handle(struct reply *, const struct words *);

#endif
