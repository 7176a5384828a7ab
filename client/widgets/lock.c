/* The lock screen of a shared computer. Used by the app; the server judges PIN and badge. */
#include "client/widgets/lock.h"

#include "client/widgets/field.h"
#include "common/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BADGE_MIN 4 /* digits of a badge at least */
#define LOGIN_CHARS 32

enum part { PART_CHOOSE, PART_LOGIN, PART_PIN };

struct user {
    char *login, *name;
};

struct lock {
    char *place, *note, *refusal;
    struct user users[LOCK_USERS_MAX];
    int count;
    enum part part;
    int chosen; /* -1: by login */
    struct field *login, *pin;
    char badge[LOCK_PIN_MAX * 2 + 1];
    size_t badge_len;
    int64_t last; /* when the last digit came */
    bool is_badge;
};

static char *copy(const char *text)
{
    return text ? xstrdup(text) : NULL;
}

struct lock *lock_new(const char *place, const struct lock_user *users, int count)
{
    struct lock *lock = xcalloc(1, sizeof *lock);
    lock->place = xstrdup(place);
    lock->count = count > LOCK_USERS_MAX ? LOCK_USERS_MAX : count;
    for (int i = 0; i < lock->count; i++)
        lock->users[i] = (struct user){xstrdup(users[i].login), xstrdup(users[i].name)};
    lock->chosen = -1;
    lock->part = lock->count ? PART_CHOOSE : PART_LOGIN;
    lock->login = field_new(&(struct field_spec){.rules = {.chars = LOGIN_CHARS, .filter = EDIT_CODE}});
    lock->pin = field_new(
        &(struct field_spec){.rules = {.chars = LOCK_PIN_MAX, .filter = EDIT_DIGITS}, .mask = true});
    return lock;
}

void lock_wipe(struct lock *lock)
{
    field_wipe(lock->pin);
    explicit_bzero(lock->badge, sizeof lock->badge);
    lock->badge_len = 0;
    lock->is_badge = false;
}

void lock_free(struct lock *lock)
{
    if (!lock)
        return;
    lock_wipe(lock);
    for (int i = 0; i < lock->count; i++) {
        free(lock->users[i].login);
        free(lock->users[i].name);
    }
    field_free(lock->login);
    field_free(lock->pin);
    free(lock->place);
    free(lock->note);
    free(lock->refusal);
    free(lock);
}

void lock_note(struct lock *lock, const char *note)
{
    char *kept = copy(note);
    free(lock->note);
    lock->note = kept;
}

void lock_refuse(struct lock *lock, const char *text)
{
    char *kept = copy(text);
    free(lock->refusal);
    lock->refusal = kept;
    lock_wipe(lock);
}

const char *lock_login(const struct lock *lock)
{
    if (lock->is_badge)
        return "";
    return lock->chosen >= 0 ? lock->users[lock->chosen].login : field_text(lock->login);
}

const char *lock_secret(const struct lock *lock)
{
    return lock->is_badge ? lock->badge : field_text(lock->pin);
}

bool lock_is_badge(const struct lock *lock)
{
    return lock->is_badge;
}

/* Counts digits that come faster than fingers. A badge starts on the chooser or an empty login; once a person
 * was chosen, digits are the PIN even if a slow line delivers them in one burst. */
static void listen_for_badge(struct lock *lock, const struct key *key, int64_t now)
{
    if (key->kind != K_CHAR || key->code < '0' || key->code > '9')
        return;
    bool follows = lock->badge_len > 0 && now - lock->last <= LOCK_BADGE_MS;
    bool may_start = lock->part == PART_CHOOSE || (lock->part == PART_LOGIN && field_empty(lock->login));
    if (!follows)
        lock->badge_len = 0;
    if ((follows || may_start) && lock->badge_len + 1 < sizeof lock->badge)
        lock->badge[lock->badge_len++] = (char)key->code;
    lock->badge[lock->badge_len] = '\0';
    lock->last = now;
}

static bool badge_complete(const struct lock *lock, const struct key *key, int64_t now)
{
    return key->kind == K_ENTER && lock->badge_len >= BADGE_MIN && now - lock->last <= LOCK_BADGE_MS;
}

/* The first digits went to chooser and fields before the rest told that they are a badge. */
static enum heard take_badge(struct lock *lock)
{
    field_wipe(lock->pin);
    field_wipe(lock->login);
    lock->chosen = -1;
    lock->part = lock->count ? PART_CHOOSE : PART_LOGIN;
    lock->is_badge = true;
    return HEARD_DONE;
}

static enum heard go(struct lock *lock, enum part part)
{
    lock->part = part;
    return HEARD;
}

static enum heard back(struct lock *lock)
{
    lock_wipe(lock);
    lock->chosen = -1;
    return go(lock, lock->count ? PART_CHOOSE : PART_LOGIN);
}

static enum heard choose_key(struct lock *lock, const struct key *key)
{
    struct key meant = key_command(*key);
    if (meant.kind != K_CHAR || meant.code < '0' || meant.code > '9')
        return HEARD_NOT;
    int n = (int)(meant.code - '1');
    if (n >= lock->count)
        return HEARD;
    lock->chosen = n;
    field_wipe(lock->pin);
    return go(lock, n < 0 ? PART_LOGIN : PART_PIN);
}

static enum heard login_key(struct lock *lock, const struct key *key)
{
    if (key->kind == K_ESC)
        return back(lock);
    if (key->kind == K_ENTER || key->kind == K_TAB || key->kind == K_DOWN)
        return go(lock, field_empty(lock->login) ? PART_LOGIN : PART_PIN);
    return field_key(lock->login, key);
}

static enum heard pin_key(struct lock *lock, const struct key *key)
{
    if (key->kind == K_ESC || key->kind == K_BACKTAB || key->kind == K_UP)
        return back(lock);
    if (key->kind == K_ENTER)
        return field_empty(lock->pin) ? HEARD : HEARD_DONE;
    return field_key(lock->pin, key);
}

enum heard lock_key(struct lock *lock, const struct key *key, int64_t now)
{
    lock->is_badge = false;
    if (badge_complete(lock, key, now))
        return take_badge(lock);
    listen_for_badge(lock, key, now);
    switch (lock->part) {
    case PART_CHOOSE:
        return choose_key(lock, key);
    case PART_LOGIN:
        return login_key(lock, key);
    default:
        return pin_key(lock, key);
    }
}

static void draw_users(const struct lock *lock, struct canvas *canvas, struct span span)
{
    static const struct label other = {"其他工号", "someone else"};
    int col = span.col;
    for (int i = 0; i <= lock->count; i++) {
        struct buf text = {0};
        bool last = i == lock->count;
        buf_printf(&text, "%d %s", last ? 0 : i + 1, last ? canvas_word(canvas, other) : lock->users[i].name);
        bool here = !last && i == lock->chosen;
        int room = span.col + span.width - col;
        if (room > 4)
            col += canvas_write(canvas, span_at(span.row, col, room), text.data,
                                here ? ROLE_CURSOR : ROLE_TEXT) +
                   3;
        buf_free(&text);
    }
}

static void draw_entry(struct canvas *canvas, struct span span, const char *name, struct field *field,
                       bool here)
{
    int used = canvas_write(canvas, span, name, ROLE_LABEL) + 1, width = span.width - used;
    field_draw(field, canvas, span_at(span.row, span.col + used, width > 24 ? 24 : width), here);
}

static void draw_inside(struct lock *lock, struct canvas *canvas, struct area area)
{
    static const struct label ask = {"刷工牌,或按数字选人后输入 PIN",
                                     "Scan a badge, or choose by digit and type the PIN"};
    static const struct label login = {"工号", "Login"}, pin = {"PIN ", "PIN  "};
    if (lock->note)
        canvas_put(canvas, area_row(area, 0), lock->note, ROLE_TEXT);
    draw_users(lock, canvas, area_row(area, 2));
    canvas_put(canvas, area_row(area, 4), canvas_word(canvas, ask), ROLE_TEXT);
    if (lock->chosen < 0)
        draw_entry(canvas, area_row(area, 5), canvas_word(canvas, login), lock->login,
                   lock->part == PART_LOGIN);
    draw_entry(canvas, area_row(area, 6), canvas_word(canvas, pin), lock->pin, lock->part == PART_PIN);
    if (lock->part == PART_CHOOSE)
        canvas_cursor(canvas, area.row + 2, area.col, false);
    if (lock->refusal)
        canvas_put(canvas, area_row(area, 8), lock->refusal, ROLE_ERROR);
}

void lock_draw(struct lock *lock, struct canvas *canvas)
{
    static const struct label foot = {"F9 切换语言  F10 退出程序", "F9 language  F10 quit"};
    struct buf title = {0};
    bool zh = canvas_lang(canvas) == LANG_ZH;
    buf_printf(&title, "%s  %s", zh ? "已锁定" : "Locked", lock->place);
    int cols = canvas_cols(canvas) < 64 ? canvas_cols(canvas) : 64, rows = 11;
    struct area area =
        area_at((canvas_rows(canvas) - rows) / 2, (canvas_cols(canvas) - cols) / 2, rows, cols);
    struct area inside = canvas_frame(canvas, area, title.data, canvas_word(canvas, foot));
    draw_inside(lock, canvas, area_at(inside.row, inside.col + 1, inside.rows, inside.cols - 2));
    buf_free(&title);
}
