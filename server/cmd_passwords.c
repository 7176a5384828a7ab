/* `teyued passwords FILE`: lines "LOGIN PASSWORD [PIN]", "-" for a password that stays. All of them or none.
 */
#include "common/mem.h"
#include "common/wire.h"
#include "server/commands.h"
#include "server/db/host.h"
#include "server/hashing.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSWORD_CHARS_MIN 10
#define PIN_DIGITS_MIN 6
#define PASSWORDS_MAX 10000

struct entry {
    char *login, *password_hash, *pin_hash;
};

struct list {
    struct entry *entry;
    size_t count;
};

static void list_free(struct list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->entry[i].login);
        free(list->entry[i].password_hash);
        free(list->entry[i].pin_hash);
    }
    free(list->entry);
}

static bool is_pin(const char *text)
{
    return strlen(text) >= PIN_DIGITS_MIN && strspn(text, "0123456789") == strlen(text);
}

/* One line into one entry; false with words on stderr. */
static bool take_line(struct list *list, char *line, int number)
{
    char *rest = NULL;
    char *login = strtok_r(line, " \t\r\n", &rest);
    char *password = strtok_r(NULL, " \t\r\n", &rest);
    char *pin = strtok_r(NULL, " \t\r\n", &rest);
    bool keep = password != NULL && strcmp(password, "-") == 0;
    struct entry *entry = &list->entry[list->count];

    if (login == NULL)
        return true;
    if (password == NULL || (!keep && strlen(password) < PASSWORD_CHARS_MIN) ||
        strlen(password) > HASHING_SECRET_MAX) {
        fprintf(stderr, "line %d: a password of %d to %d bytes is needed\n", number, PASSWORD_CHARS_MIN,
                HASHING_SECRET_MAX);
        return false;
    }
    if (pin != NULL && !is_pin(pin)) {
        fprintf(stderr, "line %d: a PIN is at least %d digits\n", number, PIN_DIGITS_MIN);
        return false;
    }
    entry->login = xstrdup(login);
    entry->password_hash = keep ? NULL : hashing_make(SECRET_PASSWORD, password);
    entry->pin_hash = pin == NULL ? NULL : hashing_make(SECRET_PIN, pin);
    list->count++;
    return true;
}

static bool read_list(struct list *list, FILE *in)
{
    char *line = NULL;
    size_t size = 0;
    int number = 0;
    bool good = true;

    while (good && list->count < PASSWORDS_MAX && getline(&line, &size, in) >= 0) {
        list->entry = xrealloc(list->entry, (list->count + 1) * sizeof(*list->entry));
        good = take_line(list, line, ++number);
    }
    if (line != NULL)
        sodium_memzero(line, size);
    free(line);
    return good;
}

static int store(const struct list *list, const char *conninfo)
{
    struct host_password *password = xcalloc(list->count + 1, sizeof(*password));
    bool done;

    for (size_t i = 0; i < list->count; i++)
        password[i] = (struct host_password){list->entry[i].login, list->entry[i].password_hash,
                                             list->entry[i].pin_hash};
    done = db_passwords(conninfo, password, list->count);
    free(password);
    return done ? EXIT_OK : EXIT_REFUSED;
}

int cmd_passwords(const struct command_line *line, const struct config *config)
{
    bool standard = strcmp(line->word[0], "-") == 0;
    FILE *in = standard ? stdin : fopen(line->word[0], "re");
    struct list list = {0};
    int code = EXIT_DATA;

    if (in == NULL) {
        perror(line->word[0]);
        return EXIT_NOT_FOUND;
    }
    if (read_list(&list, in))
        code = store(&list, config->owner);
    if (code == EXIT_OK)
        printf("%zu set\n", list.count);
    list_free(&list);
    if (!standard)
        fclose(in);
    return code;
}
