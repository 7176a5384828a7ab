/* The selected row of a list: its detail and its next steps, asked for when the selection has come to rest.
 * Called by list.c. The card is an owner of its own: its answers are dropped when another row is selected. */
#include "client/screens/act.h"
#include "client/screens/list_parts.h"
#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

#define REST_MS 120 /* a cursor that runs down the list asks nothing */

static void set_steps(struct card *card, json_t *steps)
{
    json_decref(card->steps);
    card->steps = steps;
    json_decref(card->coming);
    card->coming = NULL;
}

static void clear_card(struct card *card)
{
    detail_clear(card->detail);
    free(card->title);
    card->title = NULL;
    set_steps(card, NULL);
}

void list_card_init(struct list *list)
{
    list->card.list = list;
    list->card.detail = detail_new();
    list->card.row = xstrdup("");
}

void list_card_free(struct list *list)
{
    app_forget(list->app, &list->card);
    clear_card(&list->card);
    detail_free(list->card.detail);
    free(list->card.row);
}

/* ---- detail ---- */

static void add_lines(struct card *card, const json_t *object)
{
    size_t n;
    json_t *line;
    json_array_foreach(reply_list(object, "lines"), n, line)
    {
        struct buf value = {0};
        reply_show(json_object_get(line, "value"), &value);
        detail_pair(card->detail, reply_text(line, "label"), value.data, row_role(line));
        buf_free(&value);
    }
}

static void add_history(struct card *card, const json_t *object)
{
    json_t *history = reply_list(object, "history"), *entry;
    size_t n;
    if (json_array_size(history) == 0)
        return;
    detail_heading(card->detail, word_in(W_HISTORY, app_lang(card->list->app)));
    json_array_foreach(history, n, entry)
    {
        struct buf text = {0};
        row_time(&text, reply_text(entry, "at"));
        buf_printf(&text, " %s %s", reply_text(entry, "who"), reply_text(entry, "text"));
        detail_line(card->detail, text.data, row_role(entry));
        buf_free(&text);
    }
}

static void on_card(void *arg, const json_t *object)
{
    struct card *card = arg;
    detail_clear(card->detail);
    free(card->title);
    card->title = xstrdup(reply_text(object, "title"));
    add_lines(card, object);
    add_history(card, object);
    app_redraw(card->list->app);
}

static void ask_card(struct card *card, const char *id)
{
    const char *view = reply_text(card->list->description, "detail");
    struct buf line = {0};
    if (!*view)
        return;
    request_begin(&line, view);
    request_word(&line, "id", id);
    app_ask(card->list->app, line.data, (struct answer){card, on_card, NULL});
    buf_free(&line);
}

/* ---- steps ---- */

static void on_step(void *arg, const json_t *step)
{
    struct card *card = arg;
    json_array_append(card->coming, (json_t *)step);
}

static void on_steps(void *arg, const struct reply *final)
{
    struct card *card = arg;
    uint32_t code = card->waiting_key;
    card->waiting_key = 0;
    app_redraw(card->list->app);
    if (final->kind != REPLY_OK)
        return;
    json_t *steps = card->coming;
    card->coming = NULL;
    set_steps(card, steps);
    if (code && !list_step_key(card->list, code))
        list_no_key(card->list, code);
}

/* Those that are known go on being used until the new ones are there. */
static void ask_steps(struct card *card, const char *id)
{
    struct buf line = {0};
    json_decref(card->coming);
    card->coming = json_array();
    request_begin(&line, "next");
    request_word(&line, "id", id);
    app_ask(card->list->app, line.data, (struct answer){card, on_step, on_steps});
    buf_free(&line);
}

static void ask(struct list *list, const json_t *row)
{
    struct card *card = &list->card;
    struct buf id = {0};
    app_forget(list->app, card);
    reply_show(json_object_get(row, "id"), &id);
    if (app_online(list->app)) {
        ask_card(card, id.data);
        ask_steps(card, id.data);
    }
    buf_free(&id);
}

static void rest(struct list *list)
{
    struct timeval wait = {0, REST_MS * 1000};
    event_add(list->settle, &wait);
}

void list_follow(struct list *list, bool again)
{
    struct card *card = &list->card;
    const json_t *row = list_row(list);
    struct buf key = {0};
    if (row)
        row_key(&key, row);
    bool other = strcmp(card->row, row ? key.data : "") != 0;
    if (other) {
        app_forget(list->app, card);
        clear_card(card);
        detail_top(card->detail);
        free(card->row);
        card->row = xstrdup(row ? key.data : "");
        card->waiting_key = 0;
    }
    if (row && again)
        ask(list, row);
    else if (row && other)
        rest(list);
    buf_free(&key);
}

static bool has_key(const json_t *step, uint32_t code)
{
    const char *key = reply_text(step, "key");
    return key[0] == (char)code && key[1] == '\0';
}

/* The allowed step of this key; of several the one of the row's own part. NULL: none, or *many is set because
 * it could be any of several. */
static const json_t *find_step(const struct card *card, uint32_t code, bool *many)
{
    const json_t *row = list_row(card->list), *found = NULL, *own = NULL;
    const json_t *part = json_object_get(row, "part");
    size_t n;
    json_t *step;
    *many = false;
    json_array_foreach(card->steps, n, step)
    {
        if (!reply_true(step, "allowed") || !has_key(step, code))
            continue;
        if (part && json_equal(part, json_object_get(step, "part")))
            own = step;
        *many |= found != NULL;
        found = step;
    }
    *many &= own == NULL;
    return own ? own : *many ? NULL : found;
}

static bool begin_create(struct list *list, uint32_t code)
{
    size_t n;
    json_t *create;
    json_array_foreach(reply_list(list->description, "create"), n, create) if (has_key(create, code))
    {
        app_begin(list->app, reply_text(create, "action"), "", "");
        return true;
    }
    return false;
}

static void begin_step(struct list *list, const json_t *step)
{
    struct buf id = {0}, part = {0};
    reply_show(json_object_get(list_row(list), "id"), &id);
    reply_show(json_object_get(step, "part"), &part);
    app_begin(list->app, reply_text(step, "action"), id.data, part.data);
    buf_free(&id);
    buf_free(&part);
}

/* The steps are on their way: a key that may be one of them waits, those that move the cursor do not. */
static bool wait_for_steps(struct list *list, uint32_t code)
{
    struct card *card = &list->card;
    if (card->steps || !*card->row || !app_online(list->app) || strchr("jkgG", (int)code))
        return false;
    card->waiting_key = code;
    return true;
}

bool list_step_key(struct list *list, uint32_t code)
{
    bool many;
    const json_t *step = find_step(&list->card, code, &many);
    if (many)
        list_open(list);
    else if (step)
        begin_step(list, step);
    else
        return begin_create(list, code) || wait_for_steps(list, code);
    return true;
}

/* ---- hints ---- */

static int add_hint(struct bar_hint *out, int n, const json_t *thing, int priority)
{
    const char *label = reply_text(thing, "label");
    out[n] = (struct bar_hint){reply_text(thing, "key"), {label, label}, priority};
    return n + 1;
}

static bool is_known(const struct bar_hint *hints, int count, const char *key)
{
    for (int i = 0; i < count; i++)
        if (strcmp(hints[i].key, key) == 0)
            return true;
    return false;
}

int list_hints(struct list *list, struct bar_hint *out, int max)
{
    int count = 0;
    size_t n;
    json_t *thing;
    json_array_foreach(list->card.steps, n, thing) if (count < max && reply_true(thing, "allowed") &&
                                                       *reply_text(thing, "key") &&
                                                       !is_known(out, count, reply_text(thing, "key")))
        count = add_hint(out, count, thing, 2);
    json_array_foreach(reply_list(list->description, "create"), n,
                       thing) if (count < max && !is_known(out, count, reply_text(thing, "key"))) count =
        add_hint(out, count, thing, 1);
    return count;
}
