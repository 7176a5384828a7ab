/* The names of the two languages.
 * The session calls it for "lang=", the client for its environment. It knows no text of either language. */
#include "common/label.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

enum lang lang_of(const char *name)
{
    if (name == NULL || strncasecmp(name, "zh", 2) != 0)
        return LANG_EN;
    return name[2] == '\0' || strchr("_-.@", name[2]) != NULL ? LANG_ZH : LANG_EN;
}

const char *lang_name(enum lang lang)
{
    return lang == LANG_ZH ? "zh" : "en";
}
