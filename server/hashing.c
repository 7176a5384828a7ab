/* A queue under one lock, two threads that take from it, an eventfd that wakes the loop for what is done.
 * Called by auth.c and the host's commands. It knows no session and no person: a hash, a secret, yes or no.
 */
#include "server/hashing.h"

#include "common/log.h"
#include "common/mem.h"

#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/queue.h>
#include <unistd.h>

#define MIB (1024UL * 1024UL)

struct task {
    STAILQ_ENTRY(task) link;
    bool known; /* there was a hash */
    char hash[crypto_pwhash_STRBYTES];
    char *secret;
    bool right;
    hashing_done *done;
    void *arg;
};

STAILQ_HEAD(tasks, task);

struct hashing {
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct tasks waiting, finished;
    int count; /* accepted and not yet answered; the loop's alone */
    bool ending;
    pthread_t thread[HASHING_THREADS];
    int threads;
    int wake;
    struct event *woken;
    /* what unknown people are compared with: takes as long as a real one */
    char *nobody[2];
};

static const struct {
    unsigned long long passes;
    size_t memory;
} cost[] = {[SECRET_PASSWORD] = {3, 32 * MIB}, [SECRET_PIN] = {2, 16 * MIB}};

static void task_free(struct task *task)
{
    sodium_memzero(task->secret, strlen(task->secret));
    free(task->secret);
    free(task);
}

static struct task *take(struct hashing *hashing)
{
    struct task *task;

    pthread_mutex_lock(&hashing->lock);
    while (STAILQ_EMPTY(&hashing->waiting) && !hashing->ending)
        pthread_cond_wait(&hashing->work, &hashing->lock);
    task = hashing->ending ? NULL : STAILQ_FIRST(&hashing->waiting);
    if (task != NULL)
        STAILQ_REMOVE_HEAD(&hashing->waiting, link);
    pthread_mutex_unlock(&hashing->lock);
    return task;
}

static void give_back(struct hashing *hashing, struct task *task)
{
    uint64_t one = 1;
    ssize_t ignored;

    pthread_mutex_lock(&hashing->lock);
    STAILQ_INSERT_TAIL(&hashing->finished, task, link);
    pthread_mutex_unlock(&hashing->lock);
    /* a full counter wakes the loop too */
    ignored = write(hashing->wake, &one, sizeof(one));
    (void)ignored;
}

static void *worker(void *arg)
{
    struct hashing *hashing = arg;
    struct task *task;

    while ((task = take(hashing)) != NULL) {
        task->right = crypto_pwhash_str_verify(task->hash, task->secret, strlen(task->secret)) == 0;
        give_back(hashing, task);
    }
    return NULL;
}

static struct task *next_finished(struct hashing *hashing)
{
    struct task *task;

    pthread_mutex_lock(&hashing->lock);
    task = STAILQ_FIRST(&hashing->finished);
    if (task != NULL)
        STAILQ_REMOVE_HEAD(&hashing->finished, link);
    pthread_mutex_unlock(&hashing->lock);
    return task;
}

static void woken(evutil_socket_t fd, short what, void *arg)
{
    struct hashing *hashing = arg;
    struct task *task;
    uint64_t count;
    ssize_t ignored = read(fd, &count, sizeof(count));

    (void)ignored;
    (void)what;
    while ((task = next_finished(hashing)) != NULL) {
        hashing->count--;
        task->done(task->arg, task->right && task->known);
        task_free(task);
    }
}

/* Signals belong to the loop: the workers take none. */
static void start_threads(struct hashing *hashing)
{
    sigset_t all, old;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    while (hashing->threads < HASHING_THREADS &&
           pthread_create(&hashing->thread[hashing->threads], NULL, worker, hashing) == 0)
        hashing->threads++;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

struct hashing *hashing_new(struct event_base *base)
{
    struct hashing *hashing;

    if (sodium_init() < 0)
        return NULL;
    hashing = xcalloc(1, sizeof(*hashing));
    pthread_mutex_init(&hashing->lock, NULL);
    pthread_cond_init(&hashing->work, NULL);
    STAILQ_INIT(&hashing->waiting);
    STAILQ_INIT(&hashing->finished);
    hashing->nobody[SECRET_PASSWORD] = hashing_make(SECRET_PASSWORD, "nobody");
    hashing->nobody[SECRET_PIN] = hashing_make(SECRET_PIN, "nobody");
    hashing->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    hashing->woken = event_new(base, hashing->wake, EV_READ | EV_PERSIST, woken, hashing);
    if (hashing->nobody[0] != NULL && hashing->nobody[1] != NULL && event_add(hashing->woken, NULL) == 0)
        start_threads(hashing);
    if (hashing->threads < HASHING_THREADS) {
        log_line(LOG_LEVEL_ERROR, "hashing.start", "threads=%d", hashing->threads);
        hashing_free(&hashing);
    }
    return hashing;
}

/* Nobody is let in by a question that was never worked on. */
static void refuse_all(struct tasks *tasks)
{
    struct task *task;

    while ((task = STAILQ_FIRST(tasks)) != NULL) {
        STAILQ_REMOVE_HEAD(tasks, link);
        task->done(task->arg, false);
        task_free(task);
    }
}

void hashing_free(struct hashing **owner)
{
    struct hashing *hashing = *owner;

    if (hashing == NULL)
        return;
    pthread_mutex_lock(&hashing->lock);
    hashing->ending = true;
    pthread_cond_broadcast(&hashing->work);
    pthread_mutex_unlock(&hashing->lock);
    for (int i = 0; i < hashing->threads; i++)
        pthread_join(hashing->thread[i], NULL);
    refuse_all(&hashing->waiting);
    refuse_all(&hashing->finished);
    event_free(hashing->woken);
    close(hashing->wake);
    free(hashing->nobody[0]);
    free(hashing->nobody[1]);
    pthread_cond_destroy(&hashing->work);
    pthread_mutex_destroy(&hashing->lock);
    free(hashing);
    *owner = NULL;
}

bool hashing_has_room(const struct hashing *hashing)
{
    return hashing->count < HASHING_QUEUE_MAX;
}

bool hashing_check(struct hashing *hashing, const struct hashing_task *wanted)
{
    bool known = wanted->hash != NULL && strlen(wanted->hash) < crypto_pwhash_STRBYTES;
    const char *hash = known ? wanted->hash : hashing->nobody[wanted->kind];
    struct task *task;

    if (!hashing_has_room(hashing))
        return false;
    task = xcalloc(1, sizeof(*task));
    task->known = known;
    memcpy(task->hash, hash, strlen(hash) + 1);
    task->secret = xstrndup(wanted->secret, HASHING_SECRET_MAX);
    task->done = wanted->done;
    task->arg = wanted->arg;
    hashing->count++;
    pthread_mutex_lock(&hashing->lock);
    STAILQ_INSERT_TAIL(&hashing->waiting, task, link);
    pthread_cond_signal(&hashing->work);
    pthread_mutex_unlock(&hashing->lock);
    return true;
}

char *hashing_make(enum secret_kind kind, const char *secret)
{
    char hash[crypto_pwhash_STRBYTES];

    if (sodium_init() < 0 || crypto_pwhash_str_alg(hash, secret, strlen(secret), cost[kind].passes,
                                                   cost[kind].memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return NULL;
    return xstrdup(hash);
}
