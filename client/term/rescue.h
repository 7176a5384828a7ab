/* Gives the terminal back when the program crashes or is killed. One terminal, one process: static on
 * purpose. */
#ifndef TEYUE_CLIENT_TERM_RESCUE_H
#define TEYUE_CLIENT_TERM_RESCUE_H

/* Remembers the terminal's modes, before anything changes them. */
void rescue_remember(int terminal);
/* Watches the crash signals; undo are the bytes that undo what was switched on. */
void rescue_arm(const char *undo);
/* The regular end came: nothing to rescue any more. */
void rescue_disarm(void);

#endif
