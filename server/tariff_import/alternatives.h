/* "更换LED灯管9W/16W(不含改线路)" as its two readings. Used by the importer for its guesses only. */
#ifndef TEYUE_TARIFF_ALTERNATIVES_H
#define TEYUE_TARIFF_ALTERNATIVES_H

#include "common/buf.h"

/* Splits at the first run of slashes: out[i] is the text with the run replaced by its i-th member. Members
 * are ASCII words with digits (9W/16W, 65/70), or hanzi up to the next bracket or comma (普/特). Returns how
 * many, at most max; 1 (a copy) if there is no run. The caller frees the bufs. */
int alternatives_split(const char *text, struct buf *out, int max);

#endif
