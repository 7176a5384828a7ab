/* `teyued workflow md|dot|json|sql`: the machine as the program runs it, printed from its tables. */
#ifndef TEYUE_DESCRIBE_H
#define TEYUE_DESCRIBE_H

/* Writes to stdout; the exit code (common/wire.h): EXIT_USAGE for a format that is none. */
int describe_workflow(const char *format);

#endif
