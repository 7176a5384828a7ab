/* The status line: the last message for a while, or a standing text. Time is the caller's, in milliseconds.
 */
#ifndef TEYUE_CLIENT_WIDGETS_TOAST_H
#define TEYUE_CLIENT_WIDGETS_TOAST_H

#include "client/widgets/widget.h"

#include <stdint.h>

#define TOAST_MS 6000

struct toast;

struct toast *toast_new(void);
void toast_free(struct toast *);
/* Shows text (copied) until now + ms. */
void toast_say(struct toast *, const char *text, enum role, int64_t until);
/* Milliseconds until it goes away, -1 if none is shown. */
int toast_wait(const struct toast *, int64_t now);
/* The message, or standing (may be NULL) if there is none; right is always shown (may be NULL). */
void toast_draw(struct toast *, struct canvas *, int row, const char *standing, const char *right);
/* Drops the message if its time is over; true if it was. */
bool toast_expire(struct toast *, int64_t now);

#endif
