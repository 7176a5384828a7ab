/* Events of the log to the sessions that watch: `! event` to those who work for its site, `! ring` to whom it
 * rings. */
#ifndef TEYUE_PUSH_H
#define TEYUE_PUSH_H

struct db_rows;
struct reply;
struct server;
struct session;
struct words;

/* db_hooks.events: rows of system/tail.sql. */
void push_events(struct server *, const struct db_rows *);
/* The verb: watch [since=SEQ]. */
void push_watch(struct reply *, const struct words *);
/* The session has room again: what it missed is read from the log. */
void push_resume(struct server *, struct session *);

#endif
