/* Draft files: kept per user, form and subject, with the request that waits for its answer. */
#include "client/app/drafts.h"
#include "common/mem.h"
#include "unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

static const struct draft_name name = {"wangfang", "x.create", "12", ""};

static int start(void **state)
{
    char *path = xstrdup("/tmp/teyue-drafts-XXXXXX");
    if (!mkdtemp(path))
        return -1;
    *state = path;
    return 0;
}

static int stop(void **state)
{
    char *command = xasprintf("%s/", (char *)*state);
    DIR *directory = opendir(*state);
    struct dirent *entry;
    while ((entry = readdir(directory)))
        if (entry->d_name[0] != '.') {
            char *path = xasprintf("%s%s", command, entry->d_name);
            unlink(path);
            free(path);
        }
    closedir(directory);
    rmdir(*state);
    free(command);
    free(*state);
    return 0;
}

static struct draft sample(void)
{
    return (struct draft){.title = (char *)"受理登记",
                          .saved = (char *)"2026-11-24 15:30",
                          .pending = (char *)"x.create wish=\"a \\\"b\\\"\" idem=k1",
                          .form = (char *)"draft version=1\ntext name=wish text=\"滴水\\n第二行\"\n"};
}

static void test_comes_back_as_it_was(void **state)
{
    struct drafts *drafts = drafts_new(*state);
    struct draft wanted = sample(), got;
    assert_true(drafts_save(drafts, &name, &wanted));
    assert_true(drafts_load(drafts, &name, &got));
    assert_string_equal(got.title, wanted.title);
    assert_string_equal(got.pending, wanted.pending);
    assert_string_equal(got.form, wanted.form);
    assert_string_equal(got.id, "12");
    draft_end(&got);
    drafts_drop(drafts, &name);
    assert_false(drafts_load(drafts, &name, &got));
    drafts_free(drafts);
}

static void test_is_nobody_elses(void **state)
{
    struct drafts *drafts = drafts_new(*state);
    struct draft wanted = sample(), got[2];
    struct draft_name other = {"liuyang", "x.create", "12", ""};
    assert_true(drafts_save(drafts, &name, &wanted));
    assert_false(drafts_load(drafts, &other, &got[0]));
    assert_int_equal(drafts_list(drafts, "liuyang", got, 2), 0);
    assert_int_equal(drafts_list(drafts, "wangfang", got, 2), 1);
    draft_end(&got[0]);
    drafts_free(drafts);
}

/* Calls each() for the path of every file in the directory. */
static void each_file(const char *place, void (*each)(const char *path))
{
    DIR *directory = opendir(place);
    struct dirent *entry;
    while ((entry = readdir(directory)))
        if (entry->d_name[0] != '.') {
            char *path = xasprintf("%s/%s", place, entry->d_name);
            each(path);
            free(path);
        }
    closedir(directory);
}

static void require_private(const char *path)
{
    struct stat facts;
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_null(strstr(path, "wangfang"));
}

static void test_is_private(void **state)
{
    struct drafts *drafts = drafts_new(*state);
    struct draft wanted = sample();
    assert_true(drafts_save(drafts, &name, &wanted));
    each_file(*state, require_private);
    drafts_free(drafts);
}

static void make_old(const char *path)
{
    struct utimbuf old = {1, 1};
    assert_int_equal(utime(path, &old), 0);
}

static void test_old_ones_go(void **state)
{
    struct drafts *drafts = drafts_new(*state);
    struct draft wanted = sample(), got;
    assert_true(drafts_save(drafts, &name, &wanted));
    each_file(*state, make_old);
    drafts_free(drafts);
    drafts = drafts_new(*state);
    assert_false(drafts_load(drafts, &name, &got));
    drafts_free(drafts);
}

static void make_garbage(const char *path)
{
    FILE *file = fopen(path, "w");
    fputs("kept.form user=\"wang", file);
    fclose(file);
}

static void test_garbage_is_no_draft(void **state)
{
    struct drafts *drafts = drafts_new(*state);
    struct draft wanted = sample(), got;
    assert_true(drafts_save(drafts, &name, &wanted));
    each_file(*state, make_garbage);
    assert_false(drafts_load(drafts, &name, &got));
    drafts_free(drafts);
}

static void test_too_long_is_refused(void **state)
{
    struct drafts *drafts = drafts_new(*state);
    struct draft wanted = sample(), got;
    char *form = xcalloc(DRAFT_BYTES_MAX + 2, 1);
    memset(form, 'x', DRAFT_BYTES_MAX + 1);
    wanted.form = form;
    assert_false(drafts_save(drafts, &name, &wanted));
    assert_false(drafts_load(drafts, &name, &got));
    free(form);
    drafts_free(drafts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_comes_back_as_it_was, start, stop),
        cmocka_unit_test_setup_teardown(test_is_nobody_elses, start, stop),
        cmocka_unit_test_setup_teardown(test_is_private, start, stop),
        cmocka_unit_test_setup_teardown(test_old_ones_go, start, stop),
        cmocka_unit_test_setup_teardown(test_garbage_is_no_draft, start, stop),
        cmocka_unit_test_setup_teardown(test_too_long_is_refused, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
