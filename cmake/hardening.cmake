# Warnings are errors with gcc and clang; the hardening set follows the OpenSSF guide for gcc 12 and clang 14.
add_compile_options(-Wall -Wextra -Werror -Wformat=2 -Wshadow -Wstrict-prototypes -Wmissing-prototypes
                    -Wimplicit-fallthrough -Wvla -Wpointer-arith -Wwrite-strings -fno-delete-null-pointer-checks
                    -fno-strict-overflow -fstack-protector-strong)
add_compile_definitions(_GNU_SOURCE)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
add_link_options(-pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed)

option(TEYUE_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
if(TEYUE_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
  add_link_options(-fsanitize=address,undefined)
elseif(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-clash-protection -fcf-protection=full)
endif()
