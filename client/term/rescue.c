/* Crash handlers. Armed by the screen. Everything the handler calls is async-signal-safe; what it needs is
 * prepared beforehand. */
#include "client/term/rescue.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define UNDO_MAX 256

static struct termios modes;
static char undo_bytes[UNDO_MAX];
static size_t undo_len;
static volatile sig_atomic_t armed;
static int terminal_fd;
static bool known; /* the modes are */

static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTERM, SIGHUP, SIGINT, SIGQUIT};

#define SIGNALS (sizeof signals / sizeof signals[0])

static struct sigaction before[SIGNALS];

static void restore_terminal(int number)
{
    if (armed) {
        armed = 0;
        ssize_t written = write(terminal_fd, undo_bytes, undo_len);
        (void)written;
        tcsetattr(terminal_fd, TCSANOW, &modes);
    }
    raise(number); /* SA_RESETHAND: now the default action */
}

void rescue_remember(int terminal)
{
    terminal_fd = terminal;
    known = tcgetattr(terminal, &modes) == 0;
}

void rescue_arm(const char *undo)
{
    snprintf(undo_bytes, sizeof undo_bytes, "%s", undo);
    undo_len = strlen(undo_bytes);
    if (!known)
        return;
    struct sigaction action = {.sa_handler = restore_terminal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &action, &before[i]);
    armed = 1;
}

void rescue_disarm(void)
{
    if (!armed)
        return;
    armed = 0;
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
}
