/* `form action= [id=] [part=]`: what a client asks a person for before it sends an action. */
#ifndef TEYUE_FORM_H
#define TEYUE_FORM_H

struct reply;
struct words;

void form_handle(struct reply *, const struct words *);
/* Logs every argument and card that names a view that is not there. */
void forms_check(void);

#endif
