/* Log lines to stderr, one write each, so that lines of several processes do not mix.
 * Everybody calls it. It knows no file, no rotation and no clock: journald has them. */
#include "common/log.h"

#include "common/buf.h"
#include "common/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define LOG_TEXT_MAX                                                                                         \
    2000 /* bytes after the event; with it a line stays below PIPE_BUF, which keeps it whole */

static enum log_level threshold = LOG_LEVEL_INFO;

void log_threshold(enum log_level level)
{
    threshold = level;
}

/* A lost log line must not stop the work it reports. */
static void emit(const struct buf *line)
{
    ssize_t ignored = write(STDERR_FILENO, line->data, line->len);

    (void)ignored;
}

void log_line(enum log_level level, const char *event, const char *format, ...)
{
    char text[LOG_TEXT_MAX + 1];
    struct buf line = {0};
    va_list args;

    if (level > threshold)
        return;
    va_start(args, format);
    if (vsnprintf(text, sizeof(text), format, args) < 0)
        text[0] = '\0';
    va_end(args);
    buf_printf(&line, "<%d>event=%s", (int)level, event);
    if (text[0] != '\0')
        buf_char(&line, ' ');
    text_for_log(&line, text, LOG_TEXT_MAX);
    buf_char(&line, '\n');
    emit(&line);
    buf_free(&line);
}
