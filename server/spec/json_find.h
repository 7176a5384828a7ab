/* A member of a JSON object that the database wrote, as it stands there. The daemon parses no JSON of
 * strangers: this reads only what came out of json_build_object, and finds nothing in what it does not
 * understand. Pure. */
#ifndef TEYUE_SPEC_JSON_FIND_H
#define TEYUE_SPEC_JSON_FIND_H

#include <stdbool.h>
#include <stddef.h>

/* The raw value (with its quotes or braces) of a member of the outermost object. key holds no escapes. */
bool json_find(const char *json, const char *key, const char **value, size_t *len);

#endif
