/* Moments are microseconds since 1970 in UTC; people read and type them in their site's zone.
 * These functions own the TZ of the process and switch it: call them from one thread only. */
#ifndef TEYUE_COMMON_MOMENT_H
#define TEYUE_COMMON_MOMENT_H

#include "common/buf.h"

#include <stdbool.h>
#include <stdint.h>

typedef int64_t moment;

#define MOMENT_NONE INT64_MIN
#define MOMENT_SECOND INT64_C(1000000)
#define MOMENT_MINUTE (60 * MOMENT_SECOND)
#define MOMENT_HOUR (60 * MOMENT_MINUTE)
#define MOMENT_DAY (24 * MOMENT_HOUR)

/* True if this host knows the zone's rules. An unknown zone parses nothing and prints as UTC. */
bool moment_zone_known(const char *zone);

/* RFC 3339 with an offset, or "YYYY-MM-DD HH:MM[:SS]" / "YYYY-MM-DDTHH:MM" in the named zone
 * ("Asia/Shanghai"). At most six digits of a second. Of a local time that comes twice, the first. False if
 * the text is no moment of the years 2000 to 2199 or a local time that does not exist. */
bool moment_parse(const char *text, const char *zone, moment *out);
/* A day "YYYY-MM-DD" in the zone: its first moment, which is not 00:00 where summer time begins at midnight.
 */
bool moment_parse_day(const char *text, const char *zone, moment *out);
/* True if this host knows the zone's rules. An unknown zone parses nothing and prints as UTC. */
bool moment_zone_known(const char *zone);

/* RFC 3339 with the zone's offset, whole seconds unless there is a fraction. */
void moment_print(struct buf *, moment, const char *zone);

#endif
