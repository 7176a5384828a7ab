/* Log lines as journald reads them: one event, one line, nothing that a stranger wrote breaks out of it. */
#include "common/log.h"
#include "common/mem.h"
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What log_line writes, taken from standard error through a pipe that holds a line of any allowed length. */
static char *logged(enum log_level level, const char *event, const char *foreign)
{
    static char text[8192];
    int pipe_ends[2], saved = dup(STDERR_FILENO);
    ssize_t len;

    assert_int_equal(pipe2(pipe_ends, O_NONBLOCK), 0);
    dup2(pipe_ends[1], STDERR_FILENO);
    log_line(level, event, "peer=%s", foreign);
    dup2(saved, STDERR_FILENO);
    len = read(pipe_ends[0], text, sizeof(text) - 1);
    text[len < 0 ? 0 : len] = '\0';
    close(saved);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    return text;
}

static void test_lines(void **state)
{
    static const struct {
        enum log_level level;
        const char *foreign, *line;
    } rows[] = {
        {LOG_LEVEL_ERROR, "10.0.0.7", "<3>event=accept peer=10.0.0.7\n"},
        {LOG_LEVEL_WARN, "水", "<4>event=accept peer=水\n"},
        {LOG_LEVEL_INFO, "a\n<0>event=forged", "<6>event=accept peer=a\\x0a<0>event=forged\n"},
        {LOG_LEVEL_INFO, "\x1b]0;x\x07\x9b\"", "<6>event=accept peer=\\x1b]0;x\\x07\\x9b\\x22\n"},
        {LOG_LEVEL_DEBUG, "a", ""},
    };

    (void)state;
    for (size_t i = 0; i < array_length(rows); i++)
        assert_string_equal(logged(rows[i].level, "accept", rows[i].foreign), rows[i].line);
}

static void test_threshold(void **state)
{
    (void)state;
    log_threshold(LOG_LEVEL_DEBUG);
    assert_string_equal(logged(LOG_LEVEL_DEBUG, "e", "a"), "<7>event=e peer=a\n");
    log_threshold(LOG_LEVEL_ERROR);
    assert_string_equal(logged(LOG_LEVEL_WARN, "e", "a"), "");
    log_threshold(LOG_LEVEL_INFO);
}

static void test_a_long_line_is_cut_below_pipe_buf(void **state)
{
    char foreign[5000];
    char *line;

    (void)state;
    memset(foreign, '\x1b', sizeof(foreign) - 1);
    foreign[sizeof(foreign) - 1] = '\0';
    line = logged(LOG_LEVEL_INFO, "e", foreign);
    assert_true(strlen(line) < 4096);
    assert_true(strlen(line) > 1900);
    assert_string_equal(line + strlen(line) - 5, "\\x1b\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_threshold),
        cmocka_unit_test(test_a_long_line_is_cut_below_pipe_buf),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
