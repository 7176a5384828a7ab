/* The lock screen: the last users by digit, PIN or badge. It holds a PIN no longer than it must. */
#ifndef TEYUE_CLIENT_WIDGETS_LOCK_H
#define TEYUE_CLIENT_WIDGETS_LOCK_H

#include "client/widgets/widget.h"

#include <stdint.h>

#define LOCK_USERS_MAX 4
#define LOCK_PIN_MAX 12
#define LOCK_BADGE_MS 40 /* a reader types faster than this from key to key; a person does not */

struct lock_user {
    const char *login, *name;
};

struct lock;

/* Copied. place is the work place's name, note what goes on meanwhile (may be NULL). */
struct lock *lock_new(const char *place, const struct lock_user *, int count);
void lock_free(struct lock *);
void lock_note(struct lock *, const char *note);
/* The server's word on a wrong PIN. */
void lock_refuse(struct lock *, const char *text);
/* HEARD_DONE: login and PIN, or a badge, are complete. F10 and F9 are the owner's. now in milliseconds. */
enum heard lock_key(struct lock *, const struct key *, int64_t now);
const char *lock_login(const struct lock *);  /* "" with a badge */
const char *lock_secret(const struct lock *); /* PIN or badge number; until the next key */
bool lock_is_badge(const struct lock *);
/* Forgets what was typed. */
void lock_wipe(struct lock *);
void lock_draw(struct lock *, struct canvas *);

#endif
