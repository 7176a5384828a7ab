/* Byte streams of terminals, and the keys they mean. */
#include "client/term/keys.h"
#include "common/buf.h"
#include "common/mem.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/* The keys of a stream, separated by blanks; a lone Escape has time to end after it. */
static void read_all(struct keys *keys, struct buf *out)
{
    struct key key;
    char name[32];
    while (keys_take(keys, &key)) {
        if (out->len)
            buf_char(out, ' ');
        if (key.mods & KEY_SHIFT)
            buf_str(out, "Shift-");
        if (key.mods & KEY_CONTROL)
            buf_str(out, "Control-");
        if (key.mods & KEY_ALT && key.kind != K_CHAR && key.kind != K_F && key.kind != K_CTRL)
            buf_str(out, "Alt-");
        buf_str(out, key_label(&key, name, sizeof name));
        if (key.kind == K_PASTE)
            buf_printf(out, "{%s}", key.text);
    }
}

static void expect(const char *bytes, const char *wanted)
{
    struct keys *keys = keys_new();
    struct buf got = {0};
    buf_str(&got, "");
    keys_feed_bytes(keys, bytes, strlen(bytes), 0);
    keys_expire(keys, 5000);
    read_all(keys, &got);
    if (strcmp(got.data, wanted) != 0)
        fail_msg("got \"%s\", wanted \"%s\"", got.data, wanted);
    buf_free(&got);
    keys_free(keys);
}

static void test_plain(void **state)
{
    (void)state;
    expect("a中Z", "a 中 Z");
    expect("\r\n\t\x7f\b", "Enter Enter Tab BS BS");
    expect("\x01\x13\x1f", "Ctrl-A Ctrl-S Ctrl-_");
    expect("\x1b", "Esc");
    expect("\x1b\x1b", "Esc Esc");
    expect("\xc2\x9b"
           "A",
           "A");                /* a C1 control is no key */
    expect("\xff\xe4\xb8", ""); /* broken UTF-8 */
}

static void test_xterm(void **state)
{
    (void)state;
    expect("\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F", "Up Down Right Left Home End");
    expect("\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF", "Up Down Right Left Home End");
    expect("\x1bOP\x1bOQ\x1bOR\x1bOS", "F1 F2 F3 F4");
    expect("\x1b[15~\x1b[17~\x1b[18~\x1b[19~\x1b[20~\x1b[21~\x1b[23~\x1b[24~", "F5 F6 F7 F8 F9 F10 F11 F12");
    expect("\x1b[2~\x1b[3~\x1b[5~\x1b[6~\x1b[Z", "Ins Del PgUp PgDn S-Tab");
    expect("\x1b[1;5D\x1b[1;2A\x1b[1;3C\x1b[3;5~", "Control-Left Shift-Up Alt-Right Control-Del");
    expect("\x1b[1;5P", "Control-F1");
    expect("\x1b[27;5;13~\x1b[115;5u\x1b[13;2u", "Control-Enter Ctrl-S Shift-Enter");
}

static void test_tmux_and_screen(void **state)
{
    (void)state;
    expect("\x1b[1~\x1b[4~", "Home End");
    expect("\x1bOP\x1b[1;5D\x1b[1;5C", "F1 Control-Left Control-Right");
    expect("\x1bx", "Alt-x");
    expect("\x1b\x7f", "Alt-BS");
}

static void test_linux_console(void **state)
{
    (void)state;
    expect("\x1b[[A\x1b[[B\x1b[[C\x1b[[D\x1b[[E", "F1 F2 F3 F4 F5");
    expect("\x1b[17~\x1b[21~\x1b[1~\x1b[4~", "F6 F10 Home End");
    /* terminfo of TERM=linux knows no Ctrl-Left; it must not become a letter */
    expect("\x1b[1;5Dx", "Control-Left x");
}

static void test_rxvt(void **state)
{
    (void)state;
    expect("\x1b[7~\x1b[8~\x1b[7$\x1b[7^\x1b[a", "Home End Shift-Home Control-Home Shift-Up");
    expect("\x1b\x1b[A", "Alt-Up");
    expect("\x1b\x1bx", "Esc Alt-x");
}

/* Nothing of an unknown sequence becomes a letter: "D" could mean delete somewhere. */
static void test_unknown_is_swallowed(void **state)
{
    (void)state;
    expect("\x1b[99;99Xa", "a");
    expect("\x1b[?1;2ca", "a");
    expect("\x1bOza", "a");
    expect("\x1b[<0;10;10Ma\x1b[<0;10;10mb", "a b");
    expect("\x1b[M !!a", "a");
    expect("\x1b[I\x1b[Oa", "a");
    expect("\x1b]0;title\x07"
           "a\x1b]0;t\x1b\\b",
           "a b");
    expect("\x1bP1$r0m\x1b\\a", "a");
    expect("\x1b[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1Da", "a"); /* past KEYS_SEQUENCE_MAX */
    expect("\x1b[12\x1b[A", "Up");
}

static void test_escape_and_digit_is_a_function_key(void **state)
{
    (void)state;
    expect("\x1b"
           "1\x1b"
           "2\x1b"
           "0",
           "F1 F2 F10");
}

/* Parts of a sequence that come apart by less than the patience still belong together; later ones do not. */
static void test_patience(void **state)
{
    struct keys *keys = keys_new();
    struct buf got = {0};
    (void)state;
    buf_str(&got, "");
    keys_feed(keys, 0x1b, 1000);
    assert_int_equal(keys_wait(keys, 1000), KEYS_ESCAPE_MS);
    keys_feed(keys, '[', 1000 + KEYS_ESCAPE_MS - 1);
    keys_feed(keys, 'A', 1000 + 2 * KEYS_ESCAPE_MS - 2);
    keys_feed(keys, 0x1b, 2000);
    keys_feed(keys, 'a', 2000 + KEYS_ESCAPE_MS);
    keys_feed(keys, 0x1b, 3000);
    keys_feed(keys, '[', 3000);
    keys_expire(keys, 3000 + KEYS_ESCAPE_MS);
    assert_int_equal(keys_wait(keys, 4000), -1);
    read_all(keys, &got);
    assert_string_equal(got.data, "Up Esc a Alt-[");
    buf_free(&got);
    keys_free(keys);
}

static void test_escape_can_wait_for_slow_fingers(void **state)
{
    struct keys *keys = keys_new();
    struct buf got = {0};
    (void)state;
    buf_str(&got, "");
    keys_escape_wait(keys, 500);
    keys_feed(keys, 0x1b, 1000);
    keys_feed(keys, '3', 1400);
    keys_feed(keys, 0x1b, 2000);
    keys_expire(keys, 2500);
    read_all(keys, &got);
    assert_string_equal(got.data, "F3 Esc");
    buf_free(&got);
    keys_free(keys);
}

static void test_paste(void **state)
{
    (void)state;
    expect("\x1b[200~更换\r水龙头\x1b[201~x", "paste{更换\n水龙头} x");
    expect("\x1b[200~a\x1b[31mb\x1b[201~", "paste{a[31mb}");
    expect("\x1b[200~\x1b[201~x", "x");
    expect("\x1b[200~unfinished", "paste{unfinished}"); /* after KEYS_PASTE_MS */
    expect("\x1b[201~x", "x");
}

static void test_paste_limit(void **state)
{
    struct keys *keys = keys_new();
    struct key key;
    (void)state;
    keys_feed_bytes(keys, "\x1b[200~", 6, 0);
    for (int i = 0; i < KEYS_PASTE_MAX + 1; i++)
        keys_feed(keys, 'a', 0);
    keys_feed_bytes(keys, "\x1b[201~", 6, 0);
    assert_true(keys_take(keys, &key));
    assert_int_equal(key.kind, K_PASTE);
    assert_true(key.cut);
    assert_true(strlen(key.text) <= KEYS_PASTE_MAX);
    keys_free(keys);
}

static void test_queue_limit(void **state)
{
    struct keys *keys = keys_new();
    struct key key;
    int count = 0;
    (void)state;
    for (int i = 0; i < KEYS_QUEUE_MAX + 1; i++)
        keys_feed(keys, 'a', 0);
    while (keys_take(keys, &key))
        count++;
    assert_int_equal(count, KEYS_QUEUE_MAX);
    keys_free(keys);
}

static void test_cursor_report(void **state)
{
    struct keys *keys = keys_new();
    struct key key;
    (void)state;
    keys_expect_report(keys);
    keys_feed_bytes(keys, "\x1b[1;3R\x1b[1;2R", 12, 0);
    assert_true(keys_take(keys, &key));
    assert_int_equal(key.kind, K_REPORT);
    assert_int_equal(key.code, 3);
    assert_true(keys_take(keys, &key)); /* the second is Shift-F3 again */
    assert_int_equal(key.kind, K_F);
    keys_free(keys);
}

static void test_terminfo_names(void **state)
{
    struct keys *keys = keys_new();
    struct buf got = {0};
    (void)state;
    keys_define(keys, "\x1b[11;9~", (struct key){.kind = K_F, .code = 11});
    keys_define(keys, "no escape", (struct key){.kind = K_F, .code = 12});
    keys_feed_bytes(keys, "\x1b[11;9~n", 8, 0);
    read_all(keys, &got);
    assert_string_equal(got.data, "F11 n");
    buf_free(&got);
    keys_free(keys);
}

/* An input method's full-width keys are commands all the same. */
static void test_command_folding(void **state)
{
    static const struct {
        uint32_t typed, meant;
    } samples[] = {{0xff1a, ':'}, {0xff0f, '/'}, {0xff1f, '?'}, {0x3001, '/'}, {0xff11, '1'},
                   {0xff51, 'q'}, {0x3000, ' '}, {0x300a, '<'}, {'a', 'a'},    {0x66f4, 0x66f4}};
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct key key = key_command((struct key){.kind = K_CHAR, .code = samples[i].typed});
        assert_int_equal(key.code, samples[i].meant);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_xterm),
        cmocka_unit_test(test_tmux_and_screen),
        cmocka_unit_test(test_linux_console),
        cmocka_unit_test(test_rxvt),
        cmocka_unit_test(test_unknown_is_swallowed),
        cmocka_unit_test(test_escape_and_digit_is_a_function_key),
        cmocka_unit_test(test_patience),
        cmocka_unit_test(test_escape_can_wait_for_slow_fingers),
        cmocka_unit_test(test_paste),
        cmocka_unit_test(test_paste_limit),
        cmocka_unit_test(test_queue_limit),
        cmocka_unit_test(test_cursor_report),
        cmocka_unit_test(test_terminfo_names),
        cmocka_unit_test(test_command_folding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
