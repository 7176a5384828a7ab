/* A form made of a table of fields: labels in view, '*' before a mandatory one, the error under its field,
 * the count of missing ones at the bottom. F2 or Ctrl-S saves (HEARD_DONE only if nothing is missing or
 * malformed), Esc leaves (HEARD_LEFT; the owner keeps the draft). The server checks everything again and
 * names the field it refuses. */
#ifndef TEYUE_CLIENT_WIDGETS_FORM_H
#define TEYUE_CLIENT_WIDGETS_FORM_H

#include "client/widgets/answers.h"
#include "client/widgets/choice.h"
#include "client/widgets/edit.h"
#include "client/widgets/lines.h"
#include "client/widgets/widget.h"
#include "common/buf.h"

#define FORM_FIELDS_MAX 40
#define FORM_NAME_MAX 40
#define FORM_DRAFT_MAX 65536 /* bytes form_restore() reads */

enum form_kind {
    FORM_TEXT,
    FORM_NOTE,
    FORM_NUMBER, /* a whole number */
    FORM_MONEY,  /* yuan: "12.50" typed and sent */
    FORM_PHONE,
    FORM_CODE,
    FORM_SECRET, /* masked, never in a draft */
    FORM_DATE,
    FORM_MOMENT,
    FORM_WINDOW, /* "from/to" or "any" */
    FORM_CHOICE,
    FORM_CHECK, /* "yes" if it is ticked, nothing otherwise */
    FORM_PICK,
    FORM_LINES,   /* picked rows with amounts, see lines.h */
    FORM_THINGS,  /* rows named by hand, with quantities */
    FORM_ANSWERS, /* a checklist, see answers.h */
    FORM_FACT     /* shown (wrapped), not changed, not sent */
};

/* Everything it points to must outlive the form. */
struct form_spec {
    const char *name; /* name of the value, at most FORM_NAME_MAX */
    struct label label;
    enum form_kind kind;
    bool required;
    const char *initial; /* may be NULL */
    int max_chars;       /* 0: 200, notes 1000 */
    const struct choice_option *options;
    int option_count;
    struct label help; /* shown in the status line while the field has the focus */
};

struct form;

struct form_owner {
    void *owner;
    /* FORM_PICK and FORM_LINES: look rows up and answer with form_answer(), now or later. May be NULL. */
    void (*ask)(void *owner, struct form *, const char *name, const char *text);
    /* A row of a FORM_PICK was chosen: a place to fill other fields with form_set() and to form_say(). May be
     * NULL. */
    void (*picked)(void *owner, struct form *, const char *name, const char *id);
};

struct form *form_new(const struct form_spec *, int count, struct form_owner);
void form_free(struct form *);
/* What the site's clock shows, "YYYY-MM-DD HH:MM": moments typed without a day mean this one. */
void form_now(struct form *, const char *now);

/* One value as it is sent; "" if there is none. Valid until the form changes. False if there is no such
 * field. */
bool form_value(struct form *, const char *name, struct buf *out);
bool form_set(struct form *, const char *name, const char *value);
/* A picked row whose label is known (editing what exists); amount for FORM_LINES and FORM_THINGS as in
 * lines.h. */
bool form_set_row(struct form *, const char *name, const struct picker_row *, const char *amount);
void form_answer(struct form *, const char *name, const char *text, const struct picker_row *, int count);
/* Options of a FORM_CHOICE that come later than the form; they must outlive it. What was chosen stays chosen.
 */
void form_options(struct form *, const char *name, const struct choice_option *, int count);
/* Questions of a FORM_ANSWERS; copied. */
void form_questions(struct form *, const char *name, const struct answers_row *, int count);
/* Lines shown under a field until the next call; NULL takes them away. Copied. */
void form_say(struct form *, const char *name, const char *text);
/* Calls each() for every field that has a value, facts left out. */
void form_each(struct form *, void (*each)(void *arg, const char *name, const char *value), void *arg);

/* The text of all fields for a draft, "name=value" lines quoted as on the wire, and back. Secrets are left
 * out. Unknown names are ignored; false if it is not a draft. */
void form_draft(struct form *, struct buf *out);
bool form_restore(struct form *, const char *draft);
/* Something was typed since form_clean(). */
bool form_dirty(const struct form *);
void form_clean(struct form *);

/* The server's word on a field ("" or unknown name: at the bottom). The text is copied; focus goes there. */
void form_refuse(struct form *, const char *name, const char *text);
/* Mandatory fields without a value. */
int form_missing(struct form *);
/* Name of the focused field, and focus by name. */
const char *form_focus(const struct form *);
bool form_go(struct form *, const char *name);
/* Text for the status line: the focused field's help. */
struct label form_help(const struct form *);

enum heard form_key(struct form *, const struct key *);
/* Labels left, fields right, scrolled so that the focused field and its error are in view; the last row says
 * what is missing. Picker lists open over the rows below. */
void form_draw(struct form *, struct canvas *, struct area);
/* Rows it would take without scrolling, last row included. */
int form_rows(struct form *, enum lang, int cols);

#endif
