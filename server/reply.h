/* One request being answered. It holds its session by (slot, generation), never by pointer: an answer for a
 * session that died is dropped. Exactly one of the four ends must be called; it frees the reply. */
#ifndef TEYUE_REPLY_H
#define TEYUE_REPLY_H

#include "common/label.h"
#include "server/workflow/machine.h"

struct reply;
struct server;

struct server *reply_server(const struct reply *);
/* NULL before login or if the session is gone; borrowed until control returns to the loop. */
const struct actor *reply_actor(const struct reply *);
enum lang reply_lang(const struct reply *);
const char *reply_zone(const struct reply *); /* the person's site's time zone */
int64_t reply_station(const struct reply *);
bool reply_alive(const struct reply *);
/* "a7f3-12": connection and request number, for logs. */
const char *reply_trace(const struct reply *);

void reply_row(struct reply *, const char *json);
void reply_ok(struct reply *, const char *json); /* json NULL: none */
void reply_no(struct reply *, const char *code, const char *json);
void reply_bad(struct reply *, const char *code, const char *json);
void reply_unknown(struct reply *, const char *json);

/* {"msg":"…"} in the reply's language. */
void reply_no_label(struct reply *, const char *code, struct label);
void reply_bad_label(struct reply *, const char *code, struct label);

#endif
