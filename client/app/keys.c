/* Keys: first what works everywhere, then the popup on top, then the list. Called by the loop with every key;
 * the table below is also what the hint bar and the help show. */
#include "client/app/keys.h"

#include "client/app/app_inside.h"
#include "client/screens/formview.h"
#include "client/screens/helpview.h"
#include "client/screens/rings.h"
#include "common/mem.h"

#include <stdio.h>
#include <string.h>

#define NAME_SIZE 16
#define TAB_DIGITS 9

static void open_help(struct app *app);

static void toggle_language(struct app *app)
{
    app->lang = app->lang == LANG_ZH ? LANG_EN : LANG_ZH;
    session_language(app);
}

static void reconnect(struct app *app)
{
    conn_hurry(requests_conn(app->requests));
}

static void repaint(struct app *app)
{
    screen_repaint(app->screen);
}

static void next_tab(struct app *app)
{
    app_open_list(app, app->open + 1 < app->list_count ? app->open + 1 : 0);
}

static void previous_tab(struct app *app)
{
    app_open_list(app, app->open > 0 ? app->open - 1 : app->list_count - 1);
}

enum where {
    EVERYWHERE, /* even in forms and before login */
    IN_LIST,
    OFFLINE,
    BY_LIST /* the list acts on it itself: told here for hints and help */
};

#define CHAR(c)                                                                                              \
    {                                                                                                        \
        .kind = K_CHAR, .code = c                                                                            \
    }
#define FUNCTION(n)                                                                                          \
    {                                                                                                        \
        .kind = K_F, .code = n                                                                               \
    }
#define CONTROL(c)                                                                                           \
    {                                                                                                        \
        .kind = K_CTRL, .code = c                                                                            \
    }

struct binding {
    struct key key;
    enum where where;
    void (*run)(struct app *);
    enum client_word word;
    int priority; /* in the hint bar; -1: only in the help */
};

static const struct binding bindings[] = {
    {CHAR('r'), OFFLINE, reconnect, K_WORD_RECONNECT, 0},
    {{.kind = K_ENTER}, BY_LIST, NULL, K_WORD_OPEN, 1},
    {CHAR('?'), BY_LIST, NULL, K_WORD_WHY, -1},
    {CHAR('/'), BY_LIST, NULL, K_WORD_FILTER, 4},
    {CHAR('>'), BY_LIST, NULL, K_WORD_SORT, -1},
    {{.kind = K_TAB}, BY_LIST, NULL, K_WORD_DETAIL, 6},
    {CHAR('!'), IN_LIST, rings_open, K_WORD_RINGS, 5},
    {FUNCTION(7), IN_LIST, rings_open, K_WORD_RINGS, -1},
    {FUNCTION(6), IN_LIST, formview_drafts, K_WORD_DRAFTS, 7},
    {{.kind = K_RIGHT}, IN_LIST, next_tab, K_WORD_TABS, -1},
    {{.kind = K_LEFT}, IN_LIST, previous_tab, K_WORD_TABS, -1},
    {FUNCTION(5), IN_LIST, app_changed, K_WORD_RELOAD, -1},
    {CHAR('L'), IN_LIST, front_lock, K_WORD_LOCK, 6},
    {FUNCTION(8), IN_LIST, front_lock, K_WORD_LOCK, -1},
    {FUNCTION(1), EVERYWHERE, open_help, K_WORD_HELP, 0},
    {FUNCTION(9), EVERYWHERE, toggle_language, K_WORD_LANGUAGE, 7},
    {FUNCTION(10), EVERYWHERE, app_quit, K_WORD_QUIT, 3},
    {CONTROL('q'), EVERYWHERE, app_quit, K_WORD_QUIT, -1},
    {CONTROL('l'), EVERYWHERE, repaint, K_WORD_REPAINT, -1},
};

static bool same_key(const struct key *a, const struct key *b)
{
    return a->kind == b->kind && a->code == b->code && a->mods == b->mods;
}

static bool is_valid(const struct app *app, const struct binding *binding)
{
    if (binding->where == OFFLINE)
        return !app_online(app);
    return binding->where == EVERYWHERE || app->popup_count == 0;
}

static bool run_binding(struct app *app, const struct key *key, enum where where)
{
    for (size_t i = 0; i < array_length(bindings); i++) {
        const struct binding *binding = &bindings[i];
        if (binding->where == where && binding->run && same_key(&binding->key, key) &&
            is_valid(app, binding)) {
            binding->run(app);
            return true;
        }
    }
    return false;
}

/* ---- hints and help ---- */

/* The names of keys live in the table's own order; a hint keeps a pointer to its text. */
static const char *binding_name(const struct binding *binding)
{
    static const char *const names[] = {"F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10"};
    static const struct {
        enum key_kind kind;
        uint32_t code;
        const char *name;
    } others[] = {{K_ENTER, 0, "Enter"}, {K_TAB, 0, "Tab"},  {K_LEFT, 0, "<-"},   {K_RIGHT, 0, "->"},
                  {K_CHAR, 'r', "r"},    {K_CHAR, '?', "?"}, {K_CHAR, '/', "/"},  {K_CHAR, '>', "< >"},
                  {K_CHAR, '!', "!"},    {K_CHAR, 'L', "L"}, {K_CTRL, 'q', "^Q"}, {K_CTRL, 'l', "^L"}};
    if (binding->key.kind == K_F)
        return names[binding->key.code - 1];
    for (size_t i = 0; i < array_length(others); i++)
        if (others[i].kind == binding->key.kind && others[i].code == binding->key.code)
            return others[i].name;
    return "";
}

static int own_hints(struct app *app, struct bar_hint *out, int max)
{
    int count = 0;
    for (size_t i = 0; i < array_length(bindings) && count < max; i++) {
        const struct binding *binding = &bindings[i];
        if (!is_valid(app, binding) || binding->priority < 0)
            continue;
        out[count++] = (struct bar_hint){binding_name(binding), word_label(binding->word), binding->priority};
    }
    return count;
}

/* What belongs to the popup on top, or to the list. */
static int top_hints(struct app *app, struct bar_hint *out, int max)
{
    const struct popup *top = app->popup_count ? &app->popups[app->popup_count - 1] : NULL;
    if (top)
        return top->kind->hints ? top->kind->hints(top->self, out, max) : 0;
    return app_list(app) && app_online(app) ? list_hints(app_list(app), out, max) : 0;
}

int keys_hints(struct app *app, struct bar_hint *out, int max)
{
    int count = top_hints(app, out, max < LIST_HINTS ? max : LIST_HINTS);
    return count + own_hints(app, out + count, max - count);
}

static void run_from_help(struct app *app, struct key key)
{
    app_key(app, &key);
}

static int own_help(struct app *app, struct help_key *out, int max)
{
    int count = 0;
    for (size_t i = 0; i < array_length(bindings) && count < max; i++)
        if (is_valid(app, &bindings[i]))
            out[count++] = (struct help_key){bindings[i].key, binding_name(&bindings[i]),
                                             word_in(bindings[i].word, app->lang)};
    return count;
}

static void open_help(struct app *app)
{
    struct bar_hint hints[LIST_HINTS];
    struct help_key keys[HELP_KEYS_MAX];
    int count = app->front == FRONT_MAIN ? top_hints(app, hints, LIST_HINTS) : 0;
    bool in_list = app->popup_count == 0;
    if (app->front != FRONT_MAIN)
        return;
    for (int i = 0; i < count; i++) {
        bool letter = in_list && hints[i].key[0] && !hints[i].key[1];
        struct key key = {.kind = letter ? K_CHAR : K_NONE, .code = (unsigned char)hints[i].key[0]};
        keys[i] = (struct help_key){key, hints[i].key, label_in(hints[i].label, app->lang)};
    }
    if (in_list && app_list(app)) {
        bool picks = list_picks_by_digit(app_list(app));
        keys[count++] = (struct help_key){
            {.kind = K_NONE}, "1-9", word_in(picks ? K_WORD_PICK_DIGIT : K_WORD_TAB_DIGIT, app->lang)};
    }
    count += own_help(app, keys + count, HELP_KEYS_MAX - count);
    helpview_open(app, keys, count, run_from_help);
}

/* ---- dispatch ---- */

static bool open_tab(struct app *app, const struct key *key)
{
    int n = (int)key->code - '1';
    if (key->kind != K_CHAR || n < 0 || n >= TAB_DIGITS || list_picks_by_digit(app_list(app)))
        return false;
    app_open_list(app, n);
    return true;
}

static void say_no_key(struct app *app, const struct key *key)
{
    char room[NAME_SIZE];
    if (key->kind == K_CHAR || key->kind == K_F)
        app_say(app, ROLE_DIM, W_NO_KEY, key_label(key, room, sizeof room), NULL);
}

static void list_part(struct app *app, const struct key *key)
{
    struct key meant = key_command(*key);
    struct list *list = app_list(app);
    if (list && list_typing(list)) {
        list_key(list, key);
        return;
    }
    if (run_binding(app, &meant, OFFLINE) || run_binding(app, &meant, IN_LIST) || !list)
        return;
    if (open_tab(app, &meant) || list_key(list, key) != HEARD_NOT)
        return;
    say_no_key(app, &meant);
}

void app_key(struct app *app, const struct key *key)
{
    if (key->kind == K_RESIZE || run_binding(app, key, EVERYWHERE))
        return;
    if (app->front != FRONT_MAIN)
        front_key(app, key);
    else if (app->popup_count > 0)
        app->popups[app->popup_count - 1].kind->key(app->popups[app->popup_count - 1].self, key);
    else
        list_part(app, key);
}
