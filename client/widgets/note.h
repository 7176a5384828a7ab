/* A text of several lines, wrapped. Enter makes a new line; Tab leaves to the owner. */
#ifndef TEYUE_CLIENT_WIDGETS_NOTE_H
#define TEYUE_CLIENT_WIDGETS_NOTE_H

#include "client/widgets/widget.h"

struct note;

struct note *note_new(int max_chars);
void note_free(struct note *);
const char *note_text(const struct note *);
void note_set(struct note *, const char *text);
/* Up on the first line and down on the last are not heard. */
enum heard note_key(struct note *, const struct key *);
void note_draw(struct note *, struct canvas *, struct area, bool focused);

#endif
