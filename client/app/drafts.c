/* Draft files. Called by the form screen. The format is that of a request line: words, quoted as on the wire.
 * First line: kept.form user=… action=… …; the rest is the form's own. */
#include "client/app/drafts.h"

#include "common/buf.h"
#include "common/mem.h"
#include "common/words.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NAME_BYTES 16
#define SUFFIX ".draft"

struct drafts {
    char *directory;
};

/* ---- where ---- */

static void make_directories(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    mkdir(path, 0700);
}

static char *own_directory(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && *state == '/')
        return xasprintf("%s/teyue/drafts", state);
    return xasprintf("%s/.local/state/teyue/drafts", home && *home ? home : "/tmp");
}

/* The file's name tells nothing of its content. */
static char *path_of(const struct drafts *drafts, const struct draft_name *name)
{
    unsigned char digest[NAME_BYTES];
    char hex[2 * NAME_BYTES + 1];
    char *text = xasprintf("%s\n%s\n%s\n%s", name->user, name->action, name->id, name->part);
    crypto_generichash(digest, sizeof digest, (const unsigned char *)text, strlen(text), NULL, 0);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    free(text);
    return xasprintf("%s/%s%s", drafts->directory, hex, SUFFIX);
}

static bool is_draft(const char *file)
{
    size_t len = strlen(file), suffix = strlen(SUFFIX);
    return len > suffix && strcmp(file + len - suffix, SUFFIX) == 0;
}

/* Calls each() for the path of every draft file. */
static void each_file(struct drafts *drafts, void (*each)(void *arg, const char *path), void *arg)
{
    DIR *directory = opendir(drafts->directory);
    struct dirent *entry;
    while (directory && (entry = readdir(directory))) {
        if (!is_draft(entry->d_name))
            continue;
        char *path = xasprintf("%s/%s", drafts->directory, entry->d_name);
        each(arg, path);
        free(path);
    }
    if (directory)
        closedir(directory);
}

static void drop_old(void *arg, const char *path)
{
    struct stat facts;
    (void)arg;
    if (stat(path, &facts) == 0 && time(NULL) - facts.st_mtime > DRAFT_DAYS * 86400)
        unlink(path);
}

struct drafts *drafts_new(const char *directory)
{
    struct drafts *drafts = xcalloc(1, sizeof *drafts);
    drafts->directory = directory ? xstrdup(directory) : own_directory();
    make_directories(drafts->directory);
    each_file(drafts, drop_old, NULL);
    return drafts;
}

void drafts_free(struct drafts *drafts)
{
    if (!drafts)
        return;
    free(drafts->directory);
    free(drafts);
}

/* ---- writing ---- */

static void add_word(struct buf *out, const char *name, const char *value)
{
    buf_printf(out, " %s=", name);
    words_quote(out, value ? value : "");
}

static void compose(struct buf *out, const struct draft_name *name, const struct draft *draft)
{
    buf_str(out, "kept.form");
    add_word(out, "user", name->user);
    add_word(out, "action", name->action);
    add_word(out, "id", name->id);
    add_word(out, "part", name->part);
    add_word(out, "title", draft->title);
    add_word(out, "saved", draft->saved);
    add_word(out, "pending", draft->pending);
    buf_char(out, '\n');
    buf_str(out, draft->form ? draft->form : "");
}

static bool write_all(int file, const struct buf *text)
{
    size_t done = 0;
    while (done < text->len) {
        ssize_t n = write(file, text->data + done, text->len - done);
        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* A request that is about to be sent must survive a power cut; what is being typed need not wait for the
 * disk.
 */
static bool replace_file(const char *path, const struct buf *text, bool to_disk)
{
    char *fresh = xasprintf("%s.new", path);
    int file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = file >= 0 && write_all(file, text) && (!to_disk || fsync(file) == 0);
    if (file >= 0)
        ok = close(file) == 0 && ok;
    ok = ok && rename(fresh, path) == 0;
    if (!ok)
        unlink(fresh);
    free(fresh);
    return ok;
}

bool drafts_save(struct drafts *drafts, const struct draft_name *name, const struct draft *draft)
{
    struct buf text = {0};
    char *path = path_of(drafts, name);
    compose(&text, name, draft);
    bool ok = text.len <= DRAFT_BYTES_MAX && replace_file(path, &text, draft->pending && *draft->pending);
    buf_free(&text);
    free(path);
    return ok;
}

void drafts_drop(struct drafts *drafts, const struct draft_name *name)
{
    char *path = path_of(drafts, name);
    unlink(path);
    free(path);
}

/* ---- reading ---- */

static bool read_file(const char *path, struct buf *out)
{
    char bytes[4096];
    ssize_t n = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return false;
    while (out->len <= DRAFT_BYTES_MAX && (n = read(file, bytes, sizeof bytes)) > 0)
        buf_add(out, bytes, (size_t)n);
    close(file);
    return n == 0 && out->len > 0;
}

static char *word_copy(const struct words *words, const char *name)
{
    const char *value = words_get(words, name);
    return xstrdup(value ? value : "");
}

/* user receives whose it is. */
static bool parse(struct buf *text, struct draft *out, char **user)
{
    char *end = memchr(text->data, '\n', text->len);
    struct words words;
    int column;
    if (!end)
        return false;
    char *form = xstrdup(end + 1);
    bool ok = words_parse(text->data, (size_t)(end - text->data), &words, &column) == WORDS_OK &&
              strcmp(words.verb, "kept.form") == 0;
    if (!ok) {
        free(form);
        return false;
    }
    *out = (struct draft){word_copy(&words, "action"),
                          word_copy(&words, "id"),
                          word_copy(&words, "part"),
                          word_copy(&words, "title"),
                          word_copy(&words, "saved"),
                          word_copy(&words, "pending"),
                          form};
    *user = word_copy(&words, "user");
    return true;
}

static bool load(const char *path, const char *user, struct draft *out)
{
    struct buf text = {0};
    char *whose = NULL;
    bool ok = read_file(path, &text) && parse(&text, out, &whose);
    if (ok && strcmp(whose, user) != 0) {
        draft_end(out);
        ok = false;
    }
    free(whose);
    buf_free(&text);
    return ok;
}

bool drafts_load(struct drafts *drafts, const struct draft_name *name, struct draft *out)
{
    char *path = path_of(drafts, name);
    bool ok = load(path, name->user, out);
    free(path);
    return ok;
}

struct listing {
    const char *user;
    struct draft *out;
    int count, max;
};

static void add_to_list(void *arg, const char *path)
{
    struct listing *list = arg;
    if (list->count < list->max && load(path, list->user, &list->out[list->count]))
        list->count++;
}

static int newest_first(const void *a, const void *b)
{
    const struct draft *left = a, *right = b;
    return strcmp(right->saved, left->saved);
}

int drafts_list(struct drafts *drafts, const char *user, struct draft *out, int max)
{
    struct listing list = {user, out, 0, max};
    each_file(drafts, add_to_list, &list);
    qsort(out, (size_t)list.count, sizeof *out, newest_first);
    return list.count;
}

void draft_end(struct draft *draft)
{
    free(draft->action);
    free(draft->id);
    free(draft->part);
    free(draft->title);
    free(draft->saved);
    free(draft->pending);
    free(draft->form);
    *draft = (struct draft){NULL, NULL, NULL, NULL, NULL, NULL, NULL};
}
