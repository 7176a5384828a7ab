/* Whole files for the imports on the host. */
#ifndef TEYUE_FILES_H
#define TEYUE_FILES_H

#include "common/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Appends the file's bytes; false with words on stderr, also when it is longer than max. */
bool file_read(const char *path, size_t max, struct buf *out);

#endif
