/* The status line. Used by the app; knows no clock but the numbers it is given. */
#include "client/widgets/toast.h"

#include "common/mem.h"

#include <stdlib.h>

struct toast {
    char *text;
    enum role role;
    int64_t until;
};

struct toast *toast_new(void)
{
    return xcalloc(1, sizeof(struct toast));
}

void toast_free(struct toast *toast)
{
    if (!toast)
        return;
    free(toast->text);
    free(toast);
}

void toast_say(struct toast *toast, const char *text, enum role role, int64_t until)
{
    char *copy = xstrdup(text);
    free(toast->text);
    toast->text = copy;
    toast->role = role;
    toast->until = until;
}

int toast_wait(const struct toast *toast, int64_t now)
{
    if (!toast->text)
        return -1;
    return toast->until > now ? (int)(toast->until - now) : 0;
}

bool toast_expire(struct toast *toast, int64_t now)
{
    if (!toast->text || toast->until > now)
        return false;
    free(toast->text);
    toast->text = NULL;
    return true;
}

void toast_draw(struct toast *toast, struct canvas *canvas, int row, const char *standing, const char *right)
{
    int cols = canvas_cols(canvas), columns = right ? cell_columns(right) : 0;
    const char *text = toast->text ? toast->text : standing;
    if (columns > cols / 2)
        columns = cols / 2;
    canvas_put(canvas, span_at(row, 0, cols), "", ROLE_STATUS);
    canvas_put(canvas, span_at(row, 1, cols - columns - 3), text ? text : "",
               toast->text ? toast->role : ROLE_STATUS);
    if (columns > 0)
        canvas_put(canvas, span_at(row, cols - columns - 1, columns), right, ROLE_STATUS);
}
