/* Logging in: passwords anywhere, PINs on registered stations, delays after failures. */
#ifndef TEYUE_AUTH_H
#define TEYUE_AUTH_H

struct logins;
struct reply;
struct words;

struct logins *logins_new(void);
void logins_free(struct logins **);

/* Verbs: auth.password user= password=, auth.pin user= pin=. */
void auth_password(struct reply *, const struct words *);
void auth_pin(struct reply *, const struct words *);

#endif
