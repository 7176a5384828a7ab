/* `help [verb]`: what this person may call, with arguments and a line of words. */
#ifndef TEYUE_HELP_H
#define TEYUE_HELP_H

struct reply;
struct words;

void help_handle(struct reply *, const struct words *);

#endif
