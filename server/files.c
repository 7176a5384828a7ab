/* Reads a file into memory, within a limit. Called by cmd_import_units.c. */
#include "server/files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool file_read(const char *path, size_t max, struct buf *out)
{
    FILE *in = fopen(path, "re");
    char piece[16384];
    size_t got = 0;
    bool good = in != NULL;

    while (good && out->len <= max && (got = fread(piece, 1, sizeof(piece), in)) > 0)
        buf_add(out, piece, got);
    if (!good || ferror(in))
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    else if (out->len > max)
        fprintf(stderr, "%s: longer than %zu bytes\n", path, max);
    good = good && !ferror(in) && out->len <= max;
    if (in != NULL)
        fclose(in);
    return good;
}
