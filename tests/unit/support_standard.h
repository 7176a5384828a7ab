/* tests/data/standard.tsv in memory: the standard's word on every action, to hold the core against. */
#ifndef TEYUE_TESTS_SUPPORT_STANDARD_H
#define TEYUE_TESTS_SUPPORT_STANDARD_H

#include "support_golden.h"

#define STANDARD_ROWS_MAX 200

enum standard_by { BY_PERSON, BY_CLOCK, BY_FOLLOWING, BY_ALSO };

struct standard_row {
    char action[32];
    enum lifecycle_id track;
    enum aggregate aggregate;
    enum standard_by by;
    unsigned from, when, to, root; /* masks of states; when 0: a root's own row */
    bool stays, root_stays;        /* "." among to, or root */
    char roles[64], clause[16], rules[96];
};

/* Reads the file once; a fault in it fails the test. */
int standard_read(const struct standard_row **rows);
bool standard_root(const struct standard_row *);
/* Whether the row's from and when fit a track in this state of a subject in that one. */
bool standard_fits(const struct standard_row *, int state, int root);
/* Whether one of the row's roles is the person's. */
bool standard_lets(const struct standard_row *, const struct stage *, enum person);

#endif
