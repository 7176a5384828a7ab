/* From a parsed request line to whoever answers it: one table of verbs with the right each needs; zero means
 * nobody. session.c calls it for every line; the reply is answered now or later. */
#ifndef TEYUE_DISPATCH_H
#define TEYUE_DISPATCH_H

struct words;
struct reply;

enum access {
    ACCESS_NOBODY,
    ACCESS_ANYONE,  /* before login too */
    ACCESS_STATION, /* before login, on a registered workshop station */
    ACCESS_PERSON   /* logged in */
};

struct verb {
    const char *name;
    enum access access;
    const char *args; /* "user:text pin:secret since:text?" – checked before the handler is called */
    const char *about_zh, *about_en;
    void (*handle)(struct reply *, const struct words *);
};

void dispatch(struct reply *, const struct words *);

/* The verbs that belong to a connection itself (hello, auth.*, watch, ping, quit, people.recent); ended by
 * {NULL}. */
extern const struct verb session_verbs[];
/* The verbs of the workflow and of views (next, form, screens, help, ring.seen); actions and views are found
 * by name. */
extern const struct verb workflow_verbs[];

#endif
