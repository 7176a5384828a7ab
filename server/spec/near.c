/* Edit distance with swaps of neighbours, over three rows. Called by dispatch.c for a verb that does not
 * exist. */
#include "server/spec/near.h"

#include <string.h>

static int least(int a, int b, int c)
{
    int two = a < b ? a : b;
    return two < c ? two : c;
}

int near_distance(const char *a, const char *b)
{
    int rows[3][NEAR_LENGTH_MAX + 1];
    size_t la = strlen(a), lb = strlen(b);
    if (la > NEAR_LENGTH_MAX || lb > NEAR_LENGTH_MAX)
        return NEAR_FAR;
    if (la > 2 && la < lb && strncmp(a, b, la) == 0)
        return 1;
    int *earlier = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= lb; j++)
        above[j] = (int)j;
    for (size_t i = 1; i <= la; i++) {
        row[0] = (int)i;
        for (size_t j = 1; j <= lb; j++) {
            row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && earlier[j - 2] + 1 < row[j])
                row[j] = earlier[j - 2] + 1;
        }
        int *free_row = earlier;
        earlier = above;
        above = row;
        row = free_row;
    }
    return above[lb];
}
