/* The shape of every rule: a row of a lifecycle's table. One engine (decide.h) reads them, and so do the
 * why-not list, the forms a client shows, docs/workflow.md, the database's transition table and the
 * exhaustive test. */
#ifndef TEYUE_WORKFLOW_MACHINE_H
#define TEYUE_WORKFLOW_MACHINE_H

#include "common/label.h"
#include "common/moment.h"
#include "server/workflow/facts.h"
#include "server/workflow/states.h"

#include <stdbool.h>
#include <stdint.h>

#define ROW_ARGS_MAX 20
#define ROW_GUARDS_MAX 16
#define LINES_MAX 40 /* tariff lines, materials or checklist answers in one request */
#define ACTOR_GRANTS_MAX 32
#define ACTOR_STANDINS_MAX 16

/* ---- who ---- */

/* Relations between the actor and the subject; a row's `who` is any of them. 0 is nobody. */
enum relation {
    BY_CAM = 1 << 0,       /* the unit's own account manager, or the acting one */
    BY_SUP = 1 << 1,       /* supervisor of the order's department, or the acting one */
    BY_TEC = 1 << 2,       /* technician of the current visit */
    BY_PART_USER = 1 << 3, /* the person the chosen part belongs to */
    BY_PM = 1 << 4,        /* manager of the site, or the acting one */
    BY_APPROVER = 1 << 5,  /* who may set prices for the site's region (R5.2.3-3, A24, A25) */
    BY_STAFF = 1 << 6,     /* any employee of the site */
    BY_TAR = 1 << 7,       /* the region's quality centre */
    BY_SYSTEM = 1 << 8     /* a deadline, or a consequence of another action */
};
#define RELATIONS 9

struct grant {
    enum role role;
    int64_t place;
};

/* A deputy's window: the holder acts in `role` at `place` (CAM: for the units of `principal`). */
struct standin {
    enum role role;
    int64_t principal, place;
    moment from, to;
};

struct actor {
    int64_t id;
    int64_t station; /* registered workshop station, 0 if none */
    bool system;
    struct grant grant[ACTOR_GRANTS_MAX];
    int grants;
    struct standin standin[ACTOR_STANDINS_MAX];
    int standins;
    int64_t site_of[ACTOR_GRANTS_MAX]; /* site of each grant's place, 0 above a site */
};

/* ---- arguments ---- */

enum arg_kind {
    ARG_TEXT,    /* one line */
    ARG_NOTE,    /* several lines */
    ARG_CHOICE,  /* one of options */
    ARG_TICK,    /* must be "yes": a declaration (K) */
    ARG_TIME,    /* a moment */
    ARG_WINDOW,  /* "from/to", or "any" if the row allows it */
    ARG_DAY,     /* a day: its first moment */
    ARG_INT,     /* a whole number, 0 … 1,000,000 */
    ARG_FEN,     /* money typed in yuan ("12.50"), held in fen */
    ARG_PICK,    /* an id out of the view named by source */
    ARG_LINES,   /* tariff lines: CODE*QUANTITY[*SECOND][@YUAN] separated by ";" */
    ARG_THINGS,  /* materials the customer supplies: NAME*QUANTITY separated by ";" */
    ARG_ANSWERS, /* checklist answers: CODE=yes|no|na[:words] separated by ";" */
    ARG_SECRET   /* PIN or password entered again; checked before the core is asked, never stored */
};

struct option {
    const char *value;
    struct label label;
};

struct arg {
    const char *name;
    enum arg_kind kind;
    bool required;
    struct label label;
    const struct option *options; /* ended by {NULL}; ARG_CHOICE only */
    const char *source;           /* view that lists what can be picked; ARG_PICK, ARG_LINES, ARG_ANSWERS */
    int max;                      /* characters; 0 is the kind's own limit */
    const char *preset;           /* "now", "wanted", "agreed", "contact": what the form starts with */
};

struct value {
    bool given;
    const char *text; /* clean text, never NULL */
    int64_t n, n2;    /* number, fen, id, moment; window: from and to (MOMENT_NONE, MOMENT_NONE is "any") */
};

/* One tariff line as asked for and as found in the book in force. Quantities in hundredths. */
struct line {
    char code[FACT_CODE_MAX];
    int64_t quantity, second;                     /* second 0: none */
    int64_t chosen_fen;                           /* -1: none */
    int64_t item;                                 /* 0: the book in force has no such item */
    const char *name, *unit, *class_code, *price; /* price: notation of price.h */
};

struct thing {
    const char *name;     /* material name, or checklist code */
    const char *quantity; /* material quantity, or the answer */
    const char *word;     /* checklist: the word that goes with it, "" if none */
};

struct row;

struct input {
    const struct row *row;
    struct value value[ROW_ARGS_MAX]; /* by position in row->args */
    struct line line[LINES_MAX];
    int lines;
    struct thing thing[LINES_MAX];
    int things;
    int64_t part;     /* chosen part, 0 lets the engine take the one that fits */
    const char *data; /* all arguments but secrets as one JSON object: what the event keeps */
    bool secret_ok;   /* ARG_SECRET was checked and is right */
};

/* ---- guards and rows ---- */

struct decision;

struct guard {
    const char *code;   /* "rule.not_explained" … stable, on the wire */
    const char *clause; /* "5.3.2" */
    const char *rule;   /* ids of sop.md it keeps: "R5.3.2-1" */
    bool (*holds)(const struct decision *);
    struct label missing; /* plain words: what is missing */
    unsigned lifted_by;   /* relations who can supply it */
    bool needs_input;     /* looks at arguments: skipped in the why-not list */
};

#define MASK(state) (1u << (state))
#define ANY_STATE (~1u) /* every state but "not there yet" */

/* From `from` (a mask of the track's states, MASK(0) creates) to one of `to` (0: stays), while the root is in
 * `when` (0: any, 1u<<0: the subject does not exist yet). If `to` has several bits the effect names one with
 * decision_goto(). */
struct row {
    const char *action;
    enum lifecycle_id track;
    unsigned from, to, when;
    unsigned who;
    struct label label;
    const char *clause;
    const struct arg *args;                         /* ended by {NULL} */
    const struct guard *guards[ROW_GUARDS_MAX + 1]; /* ended by NULL */
    void (*effects)(struct decision *);             /* NULL: the move alone */
    bool (*choose)(const struct part *);            /* which parts of the track it can mean, NULL: any */
    bool hidden;                                    /* not offered in lists: consequences and reminders */
    const char *card; /* view shown above the form: what to say or look at, NULL: none */
    char key;         /* suggested key in the client, 0: none; capitals for the irreversible */
};

/* One lifecycle's table. */
struct lifecycle {
    enum lifecycle_id id;
    enum aggregate aggregate;
    struct label label;
    const struct row *rows;
    int count;
};

const struct lifecycle *lifecycle_of(enum lifecycle_id);
/* Row by action name, NULL if there is none; several rows may share a name (different `from`): next gives the
 * others. */
const struct row *row_first(const char *action);
const struct row *row_next(const struct row *);
/* All rows, in the order of the lifecycles. */
int rows_all(const struct row **out, int max);
#define ROWS_MAX 160

#endif
