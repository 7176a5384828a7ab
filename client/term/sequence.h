/* What an escape sequence means: the grammar of xterm, VT220, rxvt and the Linux console in one place. Pure.
 */
#ifndef TEYUE_CLIENT_TERM_SEQUENCE_H
#define TEYUE_CLIENT_TERM_SEQUENCE_H

#include "client/term/keys.h"

/* A whole CSI or SS3 sequence without its ESC, such as "[1;5D" or "OP"; false if it means nothing here. */
bool sequence_key(const char *sequence, struct key *out);
/* "[row;colR" */
bool sequence_is_report(const char *sequence, int *row, int *col);

#endif
