/* A text field of one line. */
#ifndef TEYUE_CLIENT_WIDGETS_FIELD_H
#define TEYUE_CLIENT_WIDGETS_FIELD_H

#include "client/widgets/edit.h"
#include "client/widgets/widget.h"

struct field_spec {
    struct edit_rules rules;
    bool mask;      /* PIN: stars */
    bool read_only; /* shown, never changed */
    struct label placeholder;
};

struct field;

struct field *field_new(const struct field_spec *);
void field_free(struct field *);
const char *field_text(const struct field *);
void field_set(struct field *, const char *text);
bool field_empty(const struct field *);
/* Enter, Tab, arrows up and down and Esc are not heard: they belong to the owner. */
enum heard field_key(struct field *, const struct key *);
/* "[text     ]" over the whole span; '<' and '>' stand for the brackets where there is more text. */
void field_draw(struct field *, struct canvas *, struct span, bool focused);
/* Overwrites the text in memory (a PIN) and empties the field. */
void field_wipe(struct field *);

#endif
