/* Memory that is there or the process ends: out of memory is not an error a caller can mend.
 * Every result is the caller's to free(). Zero sizes are a bug and abort. */
#ifndef TEYUE_COMMON_MEM_H
#define TEYUE_COMMON_MEM_H

#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t max);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define array_length(a) (sizeof(a) / sizeof((a)[0]))

#endif
