/* The insides of a form, shared by form.c (focus and keys), form_value.c (what goes in and out), form_draft.c
 * and form_draw.c. Nobody else includes it. */
#ifndef TEYUE_CLIENT_WIDGETS_FORM_PARTS_H
#define TEYUE_CLIENT_WIDGETS_FORM_PARTS_H

#include "client/widgets/form.h"

struct field;
struct note;

struct form_field {
    const struct form_spec *spec;
    struct form *form;
    struct field *field; /* one of these, by kind; a tick box has none */
    struct note *note;
    struct choice *choice;
    struct picker *picker;
    struct lines *lines;
    struct answers *answers;
    bool ticked;
    char *said;         /* lines under it, or NULL */
    struct label error; /* of the form's own making */
    char *refusal;      /* the server's, or NULL */
};

struct form {
    struct form_field fields[FORM_FIELDS_MAX];
    int count, focus, top;
    struct form_owner owner;
    char now[17];
    bool dirty;
    char *refusal; /* not about one field */
};

enum form_state { FORM_FILLED, FORM_EMPTY, FORM_BAD };

struct form_field *form_find(struct form *, const char *name);
/* The value as sent, appended to out; FORM_BAD with the reason in why. */
enum form_state form_field_value(const struct form_field *, struct buf *out, struct label *why);
/* What was typed or chosen, valid or not. */
void form_field_raw(const struct form_field *, struct buf *out);
void form_field_set(struct form_field *, const char *value);
/* After the cursor left: moments in full, errors said. */
void form_field_settle(struct form_field *);
/* The picker of a field that has one, NULL otherwise. */
struct picker *form_field_picker(const struct form_field *);

#endif
