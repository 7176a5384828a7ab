/* What every widget answers to a key. Widgets are instances, draw on a canvas, know no terminal and never
 * wait. */
#ifndef TEYUE_CLIENT_WIDGETS_WIDGET_H
#define TEYUE_CLIENT_WIDGETS_WIDGET_H

#include "client/term/canvas.h"
#include "client/term/keys.h"

enum heard {
    HEARD_NOT,  /* not for this widget: the owner may use the key */
    HEARD,      /* used; redraw */
    HEARD_DONE, /* used and finished: saved, picked, confirmed */
    HEARD_LEFT  /* given up: Esc */
};

#endif
