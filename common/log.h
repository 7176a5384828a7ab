/* One event, one line on stderr: "<N>key=value …" where N is the syslog priority (journald reads it).
 * Values are scrubbed here, the one door out. Never put names, numbers, addresses, PINs or free text in. */
#ifndef TEYUE_COMMON_LOG_H
#define TEYUE_COMMON_LOG_H

enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARN = 4, LOG_LEVEL_INFO = 6, LOG_LEVEL_DEBUG = 7 };

void log_threshold(enum log_level);
/* event is a bare word; format makes "key=value key=value", whose values may hold foreign text. */
void log_line(enum log_level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
