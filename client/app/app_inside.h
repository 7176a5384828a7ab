/* The insides of the application, shared by app.c (loop, popups), session.c (the daemon's side: login,
 * screens, events), front.c (login and lock), keys.c and frame.c. Screens do not include it. */
#ifndef TEYUE_CLIENT_APP_APP_INSIDE_H
#define TEYUE_CLIENT_APP_APP_INSIDE_H

#include "client/app/app.h"
#include "client/app/config.h"
#include "client/app/drafts.h"
#include "client/screens/list.h"
#include "client/screens/login.h"
#include "client/term/screen.h"
#include "client/widgets/lock.h"
#include "client/widgets/toast.h"

#define APP_SCREENS_MAX 20
#define APP_SECRET_MAX 1024 /* bytes */
#define APP_NAME_MAX 200    /* bytes of a login name */

#define SAVE_EVERY_S 5    /* drafts */
#define REFRESH_MS 300    /* after an event: what comes together is asked for once */
#define HIDDEN_EVERY_S 10 /* screens that are not shown, for their counts */
#define FRAME_MS 100      /* between two frames */

enum front {
    FRONT_LOGIN, /* name and password */
    FRONT_LOCK,  /* a shared computer: people by digit, PIN */
    FRONT_MAIN
};

struct popup {
    const struct popup_kind *kind;
    void *self;
};

/* Who is logged in, and what it takes to come back after a lost line. */
struct session {
    char *station;       /* this computer's key, NULL if it has none */
    bool greeted, hello; /* the line is up; the language is agreed */
    bool ready;          /* logged in on this line */
    bool watching;
    int64_t since_ms; /* when the daemon greeted */
    json_t *me;       /* answer to the login, NULL before the first one */
    char user[APP_NAME_MAX];
    char *secret; /* locked memory, "" if unknown */
    bool by_pin;
    char seq[128]; /* of the last event */
    char zone[64];
    moment ahead;        /* the daemon's clock before this computer's */
    json_t *described;   /* screens on their way */
    json_t *people;      /* for the lock screen, on their way */
    int rings, counting; /* unseen; rows counted so far */
};

struct app {
    const struct config *config;
    struct event_base *base;
    struct screen *screen;
    struct conn_target target;
    struct requests *requests;
    struct toast *toast;
    struct drafts *drafts;
    enum lang lang;
    enum front front;
    struct session session;
    struct list *lists[APP_SCREENS_MAX];
    int list_count, open;
    struct popup popups[SCREEN_POPUPS_MAX];
    int popup_count;
    struct login *login;
    struct lock *lock;
    struct event *input, *size, *stop[3], *tick, *frame, *escape, *refresh;
    int64_t framed_ms, typed_ms, lost_ms;
    int ticks;
    bool dirty;
};

int64_t app_steady_ms(void);
struct list *app_list(const struct app *); /* the open one, NULL if there is none */
void app_open_list(struct app *, int n);
void app_drop_popups(struct app *);
void app_save_popups(struct app *);
void app_quit(struct app *);
/* Draws a frame now. */
void app_frame(struct app *);
void app_key(struct app *, const struct key *);

/* session.c */
void session_init(struct app *);
void session_end(struct app *);
struct requests_owner session_owner(struct app *);
/* Logs in with these, now or as soon as the line is up. */
void session_login(struct app *, const char *user, const char *secret, bool by_pin);
/* The daemon speaks another language from now on. */
void session_language(struct app *);
void session_count_rings(struct app *);
/* Every second. */
void session_tick(struct app *);

/* front.c */
void front_start(struct app *);
/* The screen is cleared, the secret forgotten, what was typed kept. */
void front_lock(struct app *);
void front_key(struct app *, const struct key *);
void front_refuse(struct app *, const char *text);
void front_people(struct app *, const json_t *rows);
void front_draw(struct app *, struct canvas *);

#endif
