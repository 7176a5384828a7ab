/* What the administrator does on the host, blocking, as the owner role: first administrator, passwords,
 * stations, imports, and the check of the log. Each call is one transaction: everything or nothing. False
 * comes with words on stderr. */
#ifndef TEYUE_DB_HOST_H
#define TEYUE_DB_HOST_H

#include "common/moment.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct host_admin {
    const char *login, *name, *hash;
};

/* Makes the division if there is none, and its administrator. Refuses if there is an administrator. */
bool db_first_admin(const char *conninfo, const struct host_admin *);

struct host_password {
    const char *login, *password_hash, *pin_hash; /* NULL keeps what is stored */
};

/* Also opens accounts that failures have closed. */
bool db_passwords(const char *conninfo, const struct host_password *, size_t count);

struct host_station {
    const char *site, *code, *name, *key_digest;
};

bool db_station_add(const char *conninfo, const struct host_station *);

/* One line of the list of units. Texts are clean and within the columns' limits. */
struct host_unit {
    const char *unit, *kind, *contact, *salutation, *relation, *phone, *initials, *cam;
    bool main;
};

enum host_unit_fault {
    HOST_UNIT_GOOD,
    HOST_UNIT_EXISTS,       /* the site has that unit already */
    HOST_UNIT_NO_CAM,       /* nobody of that login is account manager there */
    HOST_UNIT_TWO_CAMS,     /* the list names two for one unit */
    HOST_UNIT_TWO_MAINS,    /* two main contacts of one unit */
    HOST_UNIT_CONTACT_TWICE /* the same name and phone for one unit */
};

struct host_units {
    const char *site;
    const struct host_unit *unit;
    size_t count;
    enum host_unit_fault *fault; /* one for each, set by the call */
};

/* True: all are in. False with faults, or with words on stderr and no fault. The account manager begins now.
 */
bool db_import_units(const char *conninfo, const struct host_units *);

struct host_item {
    const char *code, *class_code, *name, *unit, *price, *material, *remark, *initials;
};

struct host_book {
    const char *place, *name;
    moment from;
    const struct host_item *item;
    size_t count;
};

/* The book in force before it ends where this one begins. */
bool db_import_book(const char *conninfo, const struct host_book *);

struct host_chain {
    int64_t events, subjects;
    /* the first event that does not fit: */
    int64_t subject, version;
    const char *what; /* static text; NULL: all fit */
};

/* False if the log could not be read; else out says whether it holds. */
bool db_verify(const char *conninfo, struct host_chain *out);

#endif
