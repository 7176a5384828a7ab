/* Looking up embedded statements. Used by the whole of server/db; the texts come from the build. */
#include "server/db/statements.h"

#include "server/db/inside.h"

#include <string.h>

int statement_find(const char *name)
{
    for (int i = 0; embedded_statements[i].name; i++)
        if (strcmp(embedded_statements[i].name, name) == 0)
            return i;
    return -1;
}

int statement_count(void)
{
    static int count;
    while (embedded_statements[count].name)
        count++;
    return count;
}
