/* Name and password. The secret is held no longer than it must. */
#ifndef TEYUE_CLIENT_SCREENS_LOGIN_H
#define TEYUE_CLIENT_SCREENS_LOGIN_H

#include "client/widgets/widget.h"

#define LOGIN_USER_MAX 64    /* characters */
#define LOGIN_SECRET_MAX 200 /* characters */

struct login;

struct login *login_new(void);
void login_free(struct login *);
/* user: name to start with; locked: the screen stands before something that is still there. */
void login_start(struct login *, const char *user, bool locked);
/* HEARD_DONE: name and password are there. */
enum heard login_key(struct login *, const struct key *);
const char *login_user(const struct login *);
const char *login_secret(const struct login *);
void login_wipe(struct login *);
/* A line under the fields: a refusal or what goes on; copied, NULL for none. */
void login_say(struct login *, const char *text, enum role);
void login_draw(struct login *, struct canvas *);

#endif
