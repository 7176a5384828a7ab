/* A walk along one object, member by member; values are passed over by counting brackets outside of strings.
 */
#include "server/spec/json_find.h"

#include <string.h>

static const char *blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* Behind the closing quote, NULL without one. */
static const char *past_string(const char *at)
{
    for (at++; *at; at++) {
        if (*at == '"')
            return at + 1;
        if (*at == '\\' && at[1])
            at++;
    }
    return NULL;
}

/* Behind a value: at the comma or bracket that ends it. */
static const char *past_value(const char *at)
{
    int depth = 0;
    for (; *at; at++) {
        if (*at == '"') {
            at = past_string(at);
            if (!at)
                return NULL;
            at--;
        } else if (*at == '{' || *at == '[') {
            depth++;
        } else if (depth == 0 && (*at == ',' || *at == '}' || *at == ']')) {
            return at;
        } else if (*at == '}' || *at == ']') {
            depth--;
        }
    }
    return NULL;
}

bool json_find(const char *json, const char *key, const char **value, size_t *len)
{
    const char *at = blanks(json);
    if (*at != '{')
        return false;
    do {
        const char *name = blanks(at + 1);
        const char *end = *name == '"' ? past_string(name) : NULL;
        at = end ? blanks(end) : NULL;
        if (!at || *at != ':')
            return false;
        const char *start = blanks(at + 1);
        at = past_value(start);
        if (!at)
            return false;
        if ((size_t)(end - name) != strlen(key) + 2 || strncmp(name + 1, key, strlen(key)) != 0)
            continue;
        while (at > start && strchr(" \t\r\n", at[-1]))
            at--;
        *value = start;
        *len = (size_t)(at - start);
        return at > start;
    } while (*at == ',');
    return false;
}
