/* Any text as a view with its head, and as a JSON object: no crash; what is accepted says who may see it. */
#include "server/spec/json_find.h"
#include "server/spec/near.h"
#include "server/spec/view_spec.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), fault[120] = "";
    struct view_spec spec;
    const char *value;
    size_t len;

    require(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    if (view_spec_parse("a.b", text, &spec, fault, sizeof fault)) {
        require(spec.anybody || spec.roles);
        require(spec.args >= 0 && spec.args <= VIEW_ARGS_MAX && *spec.zh && *spec.en);
    } else {
        require(*fault != '\0');
    }
    if (json_find(text, "text", &value, &len))
        require(value >= text && value + len <= text + size && len > 0);
    require(near_distance(text, "order.list") >= 0);
    free(text);
    return 0;
}
