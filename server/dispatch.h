/* From a parsed request line to whoever answers it: one table of verbs with the right each needs; zero means
 * nobody. session.c calls it for every line; the reply is answered now or later. */
#ifndef TEYUE_DISPATCH_H
#define TEYUE_DISPATCH_H

#include <stdbool.h>
#include <stdint.h>

struct actor;
struct row;
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
/* Reads the heads of the views and looks whether every view that screens and forms name is there. False with
 * words on stderr if a head is broken: the daemon must not start. */
bool dispatch_open(void);

/* The verbs that belong to a connection itself (hello, auth.*, watch, ping, quit, people.recent); ended by
 * {NULL}. */
extern const struct verb session_verbs[];
/* The verbs of the workflow and of views (next, form, screens, help, ring.seen); actions and views are found
 * by name. */
extern const struct verb workflow_verbs[];

/* The person could be one of those a row is for, as far as his roles say. */
bool row_open_to(const struct row *, const struct actor *, int64_t now);

#endif
