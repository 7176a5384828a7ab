/* One of a few words: "(o)电话 ( )前台". Blank or a digit chooses, left and right move, a letter jumps. */
#ifndef TEYUE_CLIENT_WIDGETS_CHOICE_H
#define TEYUE_CLIENT_WIDGETS_CHOICE_H

#include "client/widgets/widget.h"

#define CHOICE_MAX 40

struct choice_option {
    const char *value;
    struct label label;
};

struct choice;

/* The options must outlive it; further ones than CHOICE_MAX are left out. Nothing is chosen at first. */
struct choice *choice_new(const struct choice_option *, int count);
void choice_free(struct choice *);
/* Other options; the value chosen stays if it is among them. */
void choice_options(struct choice *, const struct choice_option *, int count);
const char *choice_value(const struct choice *); /* "" if nothing is chosen */
void choice_set(struct choice *, const char *value);
enum heard choice_key(struct choice *, const struct key *);
/* Rows it needs at this width; options are never cut apart. */
int choice_rows(const struct choice *, enum lang, int cols);
void choice_draw(const struct choice *, struct canvas *, struct area, bool focused);

#endif
