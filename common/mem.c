/* Allocation that cannot fail quietly: out of memory ends the process, and the supervisor starts it anew.
 * Everybody calls it. It knows nothing, not even the log: that would allocate again. */
#include "common/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *must(void *got)
{
    static const char text[] = "<2>event=out_of_memory\n";

    if (got != NULL)
        return got;
    if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
        _exit(EXIT_FAILURE);
    abort();
}

void *xmalloc(size_t size)
{
    if (size == 0)
        abort();
    return must(malloc(size));
}

void *xcalloc(size_t count, size_t size)
{
    if (count == 0 || size == 0)
        abort();
    return must(calloc(count, size));
}

void *xrealloc(void *old, size_t size)
{
    if (size == 0)
        abort();
    return must(realloc(old, size));
}

char *xstrdup(const char *text)
{
    return must(strdup(text));
}

char *xstrndup(const char *text, size_t max)
{
    size_t len = strnlen(text, max);
    char *copy = must(malloc(len + 1));
    memcpy(copy, text, len);
    copy[len] = 0;
    return copy;
}

char *xasprintf(const char *format, ...)
{
    char *text = NULL;
    va_list args;

    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    return must(text);
}
