/* cmocka with the headers it wants before it, in the order that clang-format must not mend. */
#ifndef TEYUE_TESTS_UNIT_H
#define TEYUE_TESTS_UNIT_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
/* clang-format on */

#endif
