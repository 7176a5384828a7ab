/* The SQL texts embedded at build: every file below db/sql (name "effect/part_new", "view/order.queue", …),
 * and the numbered migrations of schema/ (name "0001_teyue"). Sorted by name, ended by {NULL, NULL}. */
#ifndef TEYUE_DB_STATEMENTS_H
#define TEYUE_DB_STATEMENTS_H

struct embedded_text {
    const char *name, *text;
};

extern const struct embedded_text embedded_statements[], embedded_migrations[];

#endif
