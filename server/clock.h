/* The daemon's own clock for waits: monotonic milliseconds. What people see comes from db_now(). */
#ifndef TEYUE_CLOCK_H
#define TEYUE_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

#endif
