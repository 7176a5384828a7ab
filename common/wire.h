/* What both ends of the protocol agree on: version, limits, exit codes. docs/protocol.md names each limit. */
#ifndef TEYUE_COMMON_WIRE_H
#define TEYUE_COMMON_WIRE_H

#define WIRE_PROTOCOL 1
#define WIRE_DEFAULT_PORT 7468

#define WIRE_LINE_MAX 65536               /* bytes of one request line, newline excluded */
#define WIRE_LINE_MAX_LOGIN 1024          /* the same before login */
#define WIRE_TAGS_MAX 8                   /* requests in flight on one session */
#define WIRE_IDEM_MAX 64                  /* characters of a request key */
#define WIRE_REPLY_LINE_MAX (1024 * 1024) /* bytes of one reply line a client accepts */
#define WIRE_FAULTS_MAX 3 /* consecutive lines that cannot be parsed before the session ends */

/* sysexits, plus 1 and 2 */
enum wire_exit {
    EXIT_OK = 0,
    EXIT_REFUSED = 1,
    EXIT_NOT_FOUND = 2,
    EXIT_USAGE = 64,
    EXIT_DATA = 65,
    EXIT_UNAVAILABLE = 69,
    EXIT_BUG = 70,
    EXIT_TRY_LATER = 75,
    EXIT_PROTOCOL = 76,
    EXIT_DENIED = 77,
    EXIT_CONFIG = 78
};

#endif
