/* Any bytes as a line of the daemon: no crash, and nothing of it reaches the terminal as a control character,
 * whichever way the client shows it. */
#include "client/app/reply.h"
#include "client/screens/refusal.h"
#include "client/screens/rows.h"
#include "client/term/cells.h"
#include "common/text.h"

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* As a widget paints it: exactly the columns asked for, and only what a terminal shows. */
static void paint(const char *text)
{
    struct buf cell = {0};
    cell_fit(&cell, text, 20, CELL_LEFT);
    for (const char *at = cell.data; *at;) {
        uint32_t code = text_next(&at);
        require(code >= 0x20 && code != 0x7f && !(code >= 0x80 && code < 0xa0));
    }
    require(cell_columns(cell.data) == 20);
    buf_free(&cell);
}

static void show_members(const json_t *object)
{
    static const enum column_kind kinds[] = {COLUMN_TEXT, COLUMN_FEN, COLUMN_TIME, COLUMN_COUNTDOWN};
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)object, name, value)
    {
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
            struct buf text = {0};
            row_cell(&text, kinds[i], value, 0);
            paint(text.data);
            buf_free(&text);
        }
        paint(name);
    }
}

static void show(const struct reply *reply)
{
    struct buf text = {0};
    refusal_text(&text, reply, LANG_ZH);
    paint(text.data);
    buf_clear(&text);
    refusal_why(&text, reply->json, LANG_EN);
    row_key(&text, reply->json);
    paint(text.data);
    row_role(reply->json);
    row_mark(reply->json);
    show_members(reply->json);
    buf_free(&text);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    require(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct reply reply;
    char *line = malloc(size + 1);
    require(line != NULL);
    if (size > 0)
        memcpy(line, data, size);
    bool ok = reply_read(line, size, &reply);
    require(ok == (reply.kind != REPLY_BROKEN));
    require(ok || reply.json == NULL);
    if (ok)
        show(&reply);
    reply_end(&reply);
    free(line);
    return 0;
}
