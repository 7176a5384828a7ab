/* What the head of a view's SQL text says: who may see it, in which words it is described, what fills $1 …
 * $n.
 *
 *   -- view: order.queue
 *   -- who: cam                    any | staff | roles of states.h, separated by blanks
 *   -- zh: 本人在办单
 *   -- en: One's open orders
 *   -- args: :user :lang :now q:text? limit:int=50 after:text?
 *
 * ":user" is the person's id, ":lang" zh or en, ":now" microseconds, ":site" the first of his sites, ":zone"
 * its time zone; "name:kind" comes from the request: "?" may be missing (SQL NULL), "=…" stands for a missing
 * one. Pure. */
#ifndef TEYUE_SPEC_VIEW_SPEC_H
#define TEYUE_SPEC_VIEW_SPEC_H

#include "common/label.h"
#include "server/workflow/states.h"

#include <stdbool.h>
#include <stddef.h>

#define VIEW_NAME_MAX 48   /* bytes with NUL */
#define VIEW_ABOUT_MAX 480 /* bytes of a description with NUL */
#define VIEW_ARGS_MAX 12
#define SUBJECT_TEXT_MAX 24 /* bytes of a subject's number or form number */
#define VIEW_WORD_MAX 24    /* bytes of an argument's name or preset with NUL */

enum view_arg_kind {
    VIEW_USER,
    VIEW_LANG,
    VIEW_NOW,
    VIEW_SITE,
    VIEW_ZONE,
    VIEW_TEXT,
    VIEW_INT,
    VIEW_ID, /* a number, or the form number of an order */
    VIEW_TIME,
    VIEW_DAY
};

struct view_arg {
    enum view_arg_kind kind;
    char name[VIEW_WORD_MAX]; /* "" for what the session knows */
    bool optional;
    char preset[VIEW_WORD_MAX]; /* "" none */
};

struct view_spec {
    char name[VIEW_NAME_MAX];
    bool anybody;   /* logged in */
    unsigned roles; /* bits 1 << enum role */
    char zh[VIEW_ABOUT_MAX], en[VIEW_ABOUT_MAX];
    struct view_arg arg[VIEW_ARGS_MAX];
    int args;
};

/* name is what the file is called. False with words for the one who wrote it: what is wrong, in English. */
bool view_spec_parse(const char *name, const char *sql, struct view_spec *, char *fault, size_t size);
/* By name; NULL. */
const struct view_arg *view_spec_arg(const struct view_spec *, const char *name);
/* Text that can name a subject: a number, or a form number like JS-2026-00012. */
bool subject_text_good(const char *text);
const char *view_arg_kind_name(enum view_arg_kind); /* "text" … of those that come from a request */

#endif
