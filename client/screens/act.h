/* From a subject to what can be done with it: the menu of next steps (and why not), the form of a step, a
 * step that needs no form. */
#ifndef TEYUE_CLIENT_SCREENS_ACT_H
#define TEYUE_CLIENT_SCREENS_ACT_H

#include "client/app/app.h"

/* The menu of all next steps of a subject; label names it. */
void act_open(struct app *, const char *id, const char *label);
/* One step: its form opens, or it is sent at once if there is nothing to fill in, to read out or to confirm.
 */
void act_begin(struct app *, const char *action, const char *id, const char *part);

#endif
