/* Any bytes as text: what text_clean lets through is clean, stays the same when cleaned again, and everything
 * that takes text made by others survives it and writes valid UTF-8. */
#include "common/buf.h"
#include "common/moment.h"
#include "common/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CHARS_MAX 200
#define LOG_MAX 100

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_clean(const char *text, bool lines)
{
    struct buf once = {0}, twice = {0};

    if (text_clean(text, CHARS_MAX, lines, &once) == TEXT_OK) {
        require(text_valid_utf8(once.data, once.len) && text_chars(once.data) <= CHARS_MAX);
        require(text_clean(once.data, CHARS_MAX, lines, &twice) == TEXT_OK);
        require(strcmp(once.data, twice.data) == 0);
    } else {
        require(once.len == 0);
    }
    buf_free(&once);
    buf_free(&twice);
}

static void check_log(const char *text)
{
    struct buf out = {0};

    text_for_log(&out, text, LOG_MAX);
    require(out.len <= LOG_MAX);
    for (size_t i = 0; i < out.len; i++)
        require((unsigned char)out.data[i] >= 0x20 && out.data[i] != 0x7f && out.data[i] != '"');
    require(text_valid_utf8(out.len > 0 ? out.data : "", out.len));
    buf_free(&out);
}

static void check_written(const char *text)
{
    struct buf json = {0}, keys = {0};

    json_quote(&json, text);
    require(text_valid_utf8(json.data, json.len));
    buf_str(&keys, "");
    text_initials(&keys, text);
    for (size_t i = 0; i < keys.len; i++)
        require(strchr("abcdefghijklmnopqrstuvwxyz0123456789 ", keys.data[i]) != NULL);
    buf_free(&json);
    buf_free(&keys);
}

static void check_moment(const char *text)
{
    struct buf printed = {0};
    moment at, back;

    if (moment_parse(text, "Asia/Shanghai", &at)) {
        moment_print(&printed, at, "Asia/Shanghai");
        require(moment_parse(printed.data, "UTC", &back) || at < 946684800 * MOMENT_SECOND ||
                at >= 7258089600 * MOMENT_SECOND);
    }
    moment_parse_day(text, "Asia/Shanghai", &at);
    buf_free(&printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    require(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    check_clean(text, false);
    check_clean(text, true);
    check_log(text);
    check_written(text);
    check_moment(text);
    require(text_columns(text) >= 0);
    free(text);
    return 0;
}
