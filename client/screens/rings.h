/* What rang and is not seen yet, as a popup. */
#ifndef TEYUE_CLIENT_SCREENS_RINGS_H
#define TEYUE_CLIENT_SCREENS_RINGS_H

#include "client/app/app.h"

void rings_open(struct app *);

#endif
