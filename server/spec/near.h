/* How far a mistyped verb is from one that exists. Pure. */
#ifndef TEYUE_SPEC_NEAR_H
#define TEYUE_SPEC_NEAR_H

#define NEAR_LENGTH_MAX 48 /* bytes compared; what is longer is far from everything */
#define NEAR_FAR 1000

/* Letters to change, insert, remove or swap with the neighbour; NEAR_FAR for words beyond the limit. A word
 * that the other begins with counts as one away. */
int near_distance(const char *a, const char *b);

#endif
