/* Deadlines: once a second the due ones are claimed and performed. */
#ifndef TEYUE_SWEEP_H
#define TEYUE_SWEEP_H

struct server;
struct sweep;

struct sweep *sweep_new(struct server *);
void sweep_free(struct sweep **);

#endif
