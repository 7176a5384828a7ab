/* A form of the daemon as a form on the screen: kinds of fields, their options, and the lookups of those that
 * pick from a view. */
#ifndef TEYUE_CLIENT_SCREENS_FIELDS_H
#define TEYUE_CLIENT_SCREENS_FIELDS_H

#include "client/app/app.h"
#include "client/widgets/form.h"

struct fields;

/* form: the daemon's description; a reference is kept. */
struct fields *fields_new(struct app *, json_t *form);
void fields_free(struct fields *);
struct form *fields_form(struct fields *);
int fields_count(const struct fields *);
/* A field whose value may be kept nowhere. */
bool fields_secret(const struct fields *);
/* Asks for what the fields choose from; again after a reconnection. */
void fields_load(struct fields *);
/* " name=value" of every field that has one. */
void fields_words(struct fields *, struct buf *line);

#endif
