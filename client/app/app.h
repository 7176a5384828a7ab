/* The application of the terminal client, and what its screens may ask of it. One instance, one loop: nothing
 * a screen calls here waits. */
#ifndef TEYUE_CLIENT_APP_APP_H
#define TEYUE_CLIENT_APP_APP_H

#include "client/app/requests.h"
#include "client/app/words.h"
#include "client/term/canvas.h"
#include "client/term/keys.h"
#include "client/widgets/bars.h"
#include "common/moment.h"

#include <event2/event.h>

struct app;
struct config;
struct drafts;

/* Runs until the user leaves; the exit code. */
int app_run(const struct config *);

/* ---- for screens ---- */

struct popup_kind {
    void (*key)(void *self, const struct key *);
    struct area (*area)(void *self, int rows, int cols);
    void (*draw)(void *self, struct canvas *);
    void (*end)(void *self); /* frees it; what was typed is kept first */
    /* All but these may not be NULL. */
    int (*hints)(void *self, struct bar_hint *out, int max);
    void (*save)(void *self);    /* every few seconds, and before anything that may lose it */
    void (*relabel)(void *self); /* the language is another one; without it the popup closes */
};

enum lang app_lang(const struct app *);
struct event_base *app_base(const struct app *);
/* Somebody is logged in and the line is up: requests make sense. */
bool app_online(const struct app *);
/* Sends a request; false (and a word in the status line) if it cannot be sent now. */
bool app_ask(struct app *, const char *line, struct answer);
/* The owner goes away: its answers are dropped. */
void app_forget(struct app *, const void *owner);
/* Something looks different: a frame is due. */
void app_redraw(struct app *);
/* The status line, for a while: text from the daemon, or a word of the client with its places filled. */
void app_tell(struct app *, enum role, const char *text);
void app_say(struct app *, enum role, enum client_word, const char *first, const char *second);
/* Popups, the last one on top. app_pop() ends it; false if it is not there. */
void app_push(struct app *, const struct popup_kind *, void *self);
bool app_pop(struct app *, const void *self);
/* Login name of the user, "" before login. */
const char *app_user(const struct app *);
/* The site's clock as the daemon has it. */
moment app_now(const struct app *);
/* The same as "YYYY-MM-DD HH:MM". */
void app_clock(const struct app *, char out[17]);
struct drafts *app_drafts(struct app *);
/* Something was done: what is shown is asked for again. */
void app_changed(struct app *);
/* The same, and the subject that was made or changed is selected if it is in the list. */
void app_done(struct app *, const char *id);
/* The step of a subject is begun: its form opens. part may be "". */
void app_begin(struct app *, const char *action, const char *id, const char *part);

#endif
