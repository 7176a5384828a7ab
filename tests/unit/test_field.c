/* Typing: the edit buffer, the one-line field, the note, the choice and the lock screen, as a person uses
 * them. */
#include "client/term/screen.h"
#include "client/widgets/choice.h"
#include "client/widgets/field.h"
#include "client/widgets/lock.h"
#include "client/widgets/note.h"
#include "common/mem.h"
#include "common/text.h"
#include "unit.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct key char_key(uint32_t code)
{
    return (struct key){.kind = K_CHAR, .code = code};
}

static struct key kind_key(enum key_kind kind)
{
    return (struct key){.kind = kind};
}

static struct key ctrl_key(char letter)
{
    return (struct key){.kind = K_CTRL, .code = (uint32_t)letter};
}

static void type(struct edit *edit, const char *text)
{
    while (*text) {
        struct key key = char_key(text_next(&text));
        edit_key(edit, &key);
    }
}

static void press(struct edit *edit, struct key key)
{
    assert_true(edit_key(edit, &key));
}

static void test_moves_by_grapheme(void **state)
{
    struct edit *edit = edit_new(&(struct edit_rules){.chars = 0});
    (void)state;
    type(edit, "水e\xcc\x81龙");
    press(edit, kind_key(K_LEFT));
    press(edit, kind_key(K_LEFT));
    assert_int_equal(edit_cursor(edit), 3); /* before e with its accent */
    press(edit, kind_key(K_DELETE));
    assert_string_equal(edit_text(edit), "水龙");
    press(edit, kind_key(K_BACKSPACE));
    assert_string_equal(edit_text(edit), "龙");
    press(edit, ctrl_key('e'));
    assert_int_equal(edit_cursor(edit), 3);
    press(edit, kind_key(K_RIGHT));
    assert_int_equal(edit_cursor(edit), 3);
    press(edit, ctrl_key('a'));
    press(edit, kind_key(K_BACKSPACE));
    assert_string_equal(edit_text(edit), "龙");
    edit_free(edit);
}

static void test_kills_and_undo(void **state)
{
    struct edit *edit = edit_new(&(struct edit_rules){.chars = 0});
    (void)state;
    type(edit, "更换 tap 水龙头");
    press(edit, ctrl_key('w'));
    assert_string_equal(edit_text(edit), "更换 tap ");
    press(edit, ctrl_key('w'));
    assert_string_equal(edit_text(edit), "更换 ");
    press(edit, ctrl_key('z'));
    assert_string_equal(edit_text(edit), "更换 tap ");
    press(edit, ctrl_key('z')); /* and forth again */
    assert_string_equal(edit_text(edit), "更换 ");
    press(edit, ctrl_key('u'));
    assert_string_equal(edit_text(edit), "");
    press(edit, ctrl_key('z'));
    press(edit, ctrl_key('a'));
    press(edit, ctrl_key('k'));
    assert_string_equal(edit_text(edit), "");
    edit_free(edit);
}

/* A run of typing is one step of undo. */
static void test_undo_takes_a_run(void **state)
{
    struct edit *edit = edit_new(&(struct edit_rules){.chars = 0});
    (void)state;
    edit_set(edit, "旧");
    type(edit, "新的字");
    press(edit, ctrl_key('z'));
    assert_string_equal(edit_text(edit), "旧");
    assert_false(edit_key(edit, &(struct key){.kind = K_F, .code = 2}));
    edit_free(edit);
}

static void test_overwrite(void **state)
{
    struct edit *edit = edit_new(&(struct edit_rules){.chars = 3});
    (void)state;
    type(edit, "水龙头");
    press(edit, kind_key(K_HOME));
    press(edit, kind_key(K_INSERT));
    type(edit, "地a");
    assert_string_equal(edit_text(edit), "地a头");
    type(edit, "板砖"); /* the second is past the limit */
    assert_string_equal(edit_text(edit), "地a板");
    edit_free(edit);
}

static void test_limits(void **state)
{
    struct edit *chars = edit_new(&(struct edit_rules){.chars = 3});
    struct edit *columns = edit_new(&(struct edit_rules){.columns = 5});
    struct edit *bytes = edit_new(&(struct edit_rules){.bytes = 7});
    struct edit *most =
        edit_new(&(struct edit_rules){.chars = EDIT_CHARS_MAX + 1, .bytes = EDIT_BYTES_MAX + 1});
    (void)state;
    edit_insert(chars, "一二三四");
    assert_string_equal(edit_text(chars), "一二三");
    assert_false(edit_insert(chars, "五"));
    edit_insert(columns, "一二三");
    assert_string_equal(edit_text(columns), "一二");
    edit_insert(columns, "a");
    assert_string_equal(edit_text(columns), "一二a");
    edit_insert(bytes, "一二三a");
    assert_string_equal(edit_text(bytes), "一二");
    for (int i = 0; i < EDIT_CHARS_MAX + 1; i++)
        edit_insert(most, "a");
    assert_int_equal(strlen(edit_text(most)), EDIT_CHARS_MAX);
    edit_free(chars);
    edit_free(columns);
    edit_free(bytes);
    edit_free(most);
}

static void filtered(enum edit_filter filter, bool fold, const char *typed, const char *wanted)
{
    struct edit *edit = edit_new(&(struct edit_rules){.filter = filter, .fold = fold});
    type(edit, typed);
    assert_string_equal(edit_text(edit), wanted);
    edit_set(edit, typed); /* pasted at once it is the same */
    assert_string_equal(edit_text(edit), wanted);
    edit_free(edit);
}

static void test_filters(void **state)
{
    (void)state;
    filtered(EDIT_DIGITS, false, "a1二２-3", "123");
    filtered(EDIT_MONEY, false, "1,234.567", "1234.56");
    filtered(EDIT_MONEY, false, "3。50.", "3.50");
    filtered(EDIT_PHONE, false, "+86 138-0000x", "+86 138-0000");
    filtered(EDIT_CODE, false, "ＧＳ-０12 水", "GS-012");
    filtered(EDIT_DATE, false, "2026-11-24 9", "2026-11-249");
    filtered(EDIT_TIME, false, "１５：３０", "15:30");
    filtered(EDIT_ANY, true, "１号楼ＡＢ，好", "1号楼AB，好"); /* punctuation stays as typed */
    filtered(EDIT_ANY, false, "１Ａ", "１Ａ");
}

/* What a terminal, a bidi algorithm or an eye could be fooled by never gets in. */
static void test_hostile_text(void **state)
{
    (void)state;
    filtered(EDIT_ANY, false,
             "a\x1b[31mb\x07\x9b"
             "c\x7f",
             "a[31mbc");
    filtered(EDIT_ANY, false,
             "\xe2\x80\xae"
             "abc\xe2\x80\x8b\xe2\x81\xa6\xef\xbb\xbf",
             "abc");
    filtered(EDIT_ANY, false, "\xc2\x85\xe2\x80\xa8x\xef\xbf\xbd\xff", "x");
    filtered(EDIT_ANY, false, "一\n二\t三", "一 二 三");
}

static void test_paste_of_lines(void **state)
{
    struct edit *one = edit_new(&(struct edit_rules){.chars = 0});
    struct edit *many = edit_new(&(struct edit_rules){.lines = true});
    struct key key = {.kind = K_PASTE, .text = "第一行\n第二行"};
    (void)state;
    edit_key(one, &key);
    edit_key(many, &key);
    assert_string_equal(edit_text(one), "第一行 第二行");
    assert_string_equal(edit_text(many), "第一行\n第二行");
    edit_free(one);
    edit_free(many);
}

static void row_is(const struct canvas *canvas, int row, const char *wanted)
{
    struct buf text = {0};
    canvas_text(canvas, &text);
    const char *at = text.data;
    for (int i = 0; i < row; i++)
        at = strchr(at, '\n') + 1;
    char *line = xstrndup(at, strcspn(at, "\n") + 1);
    line[strcspn(line, "\n")] = '\0';
    assert_string_equal(line, wanted);
    free(line);
    buf_free(&text);
}

static void cursor_is(const struct canvas *canvas, int row, int col)
{
    int at_row, at_col;
    bool shown;
    assert_true(canvas_cursor_get(canvas, &at_row, &at_col, &shown));
    assert_int_equal(at_row, row);
    assert_int_equal(at_col, col);
}

static void field_type(struct field *field, const char *text)
{
    while (*text) {
        struct key key = char_key(text_next(&text));
        field_key(field, &key);
    }
}

static void test_field_scrolls_by_columns(void **state)
{
    struct field *field = field_new(&(struct field_spec){.placeholder = {"姓名", "name"}});
    struct canvas *canvas = canvas_new(1, 12, LANG_ZH);
    (void)state;
    field_draw(field, canvas, span_at(0, 0, 12), true);
    row_is(canvas, 0, "[姓名      ]");
    cursor_is(canvas, 0, 1);
    field_type(field, "一二三四五");
    field_draw(field, canvas, span_at(0, 0, 12), true);
    row_is(canvas, 0, "<二三四五  ]");
    cursor_is(canvas, 0, 9);
    field_key(field, &(struct key){.kind = K_HOME});
    field_draw(field, canvas, span_at(0, 0, 12), true);
    row_is(canvas, 0, "[一二三四五]");
    cursor_is(canvas, 0, 1);
    field_type(field, "a");
    field_draw(field, canvas, span_at(0, 0, 12), true);
    row_is(canvas, 0, "[a一二三四 >");
    cursor_is(canvas, 0, 2);
    for (int i = 0; i < 5; i++) {
        field_key(field, &(struct key){.kind = K_RIGHT});
        field_draw(field, canvas, span_at(0, 0, 12), true);
    }
    row_is(canvas, 0, "<二三四五  ]");
    field_free(field);
    canvas_free(canvas);
}

/* At every width and every cursor position the row keeps its columns and the cursor stays inside. */
static void test_field_at_every_width(void **state)
{
    (void)state;
    for (int width = 4; width < 20; width++) {
        struct field *field = field_new(&(struct field_spec){.mask = false});
        struct canvas *canvas = canvas_new(1, width, LANG_ZH);
        field_set(field, "水a龙头bc更换d");
        for (int i = 0; i < 12; i++) {
            int row, col;
            bool shown;
            struct buf text = {0};
            field_draw(field, canvas, span_at(0, 0, width), true);
            canvas_cursor_get(canvas, &row, &col, &shown);
            assert_in_range(col, 1, width - 2);
            canvas_text(canvas, &text);
            text.data[text.len - 1] = '\0';
            assert_int_equal(text_columns(text.data), width);
            field_key(field, &(struct key){.kind = K_LEFT});
            buf_free(&text);
        }
        field_free(field);
        canvas_free(canvas);
    }
}

static void test_pin_is_masked(void **state)
{
    struct field *field = field_new(&(struct field_spec){.rules = {.filter = EDIT_DIGITS}, .mask = true});
    struct canvas *canvas = canvas_new(1, 10, LANG_ZH);
    (void)state;
    field_type(field, "４711");
    field_draw(field, canvas, span_at(0, 0, 10), true);
    row_is(canvas, 0, "[****    ]");
    cursor_is(canvas, 0, 5);
    assert_string_equal(field_text(field), "4711");
    field_wipe(field);
    assert_true(field_empty(field));
    field_free(field);
    canvas_free(canvas);
}

static void test_read_only(void **state)
{
    struct field *field = field_new(&(struct field_spec){.read_only = true});
    (void)state;
    field_set(field, "30.00");
    field_type(field, "x");
    assert_string_equal(field_text(field), "30.00");
    field_free(field);
}

static void test_note(void **state)
{
    struct note *note = note_new(40);
    struct canvas *canvas = canvas_new(3, 13, LANG_ZH);
    struct key enter = kind_key(K_ENTER), up = kind_key(K_UP), down = kind_key(K_DOWN);
    (void)state;
    note_set(note, "家里有老人,敲门后");
    note_key(note, &enter);
    note_set(note, "家里有老人,敲门后\n多等一会");
    note_draw(note, canvas, area_at(0, 0, 3, 13), true);
    row_is(canvas, 0, "[家里有老   ]");
    row_is(canvas, 1, "[人,敲门后  ]");
    row_is(canvas, 2, "[多等一会   ]");
    cursor_is(canvas, 2, 9);
    assert_int_equal(note_key(note, &down), HEARD_NOT);
    assert_int_equal(note_key(note, &up), HEARD);
    note_draw(note, canvas, area_at(0, 0, 3, 13), true);
    cursor_is(canvas, 1, 8); /* between hanzi, not inside one */
    assert_int_equal(note_key(note, &up), HEARD);
    assert_int_equal(note_key(note, &up), HEARD_NOT);
    note_free(note);
    canvas_free(canvas);
}

static void test_choice(void **state)
{
    static const struct choice_option options[] = {
        {"phone", {"电话", "Phone"}}, {"desk", {"前台", "Desk"}}, {"app", {"App", "App"}}};
    struct choice *choice = choice_new(options, 3);
    struct canvas *canvas = canvas_new(2, 18, LANG_ZH);
    struct key right = kind_key(K_RIGHT), blank = char_key(0x3000), letter = char_key('d'),
               two = char_key(0xff12);
    (void)state;
    assert_string_equal(choice_value(choice), "");
    choice_draw(choice, canvas, area_at(0, 0, 2, 18), true);
    row_is(canvas, 0, "( )电话 ( )前台");
    row_is(canvas, 1, "( )App");
    choice_key(choice, &right);
    assert_string_equal(choice_value(choice), ""); /* moving alone chooses nothing */
    choice_key(choice, &blank);
    assert_string_equal(choice_value(choice), "desk");
    choice_key(choice, &letter); /* d: 电话 by its initial, after desk */
    assert_string_equal(choice_value(choice), "phone");
    choice_key(choice, &two);
    assert_string_equal(choice_value(choice), "desk");
    choice_set(choice, "fax");
    assert_string_equal(choice_value(choice), "");
    choice_free(choice);
    canvas_free(canvas);
}

static enum heard lock_type(struct lock *lock, const char *text, int64_t start, int gap)
{
    enum heard heard = HEARD;
    for (; *text; text++, start += gap) {
        struct key key = *text == '\n' ? kind_key(K_ENTER) : char_key((uint32_t)*text);
        heard = lock_key(lock, &key, start);
    }
    return heard;
}

static void test_lock_by_person_and_by_badge(void **state)
{
    static const struct lock_user users[] = {{"zhoutao", "周涛"}, {"liqiang", "李强"}};
    struct lock *lock = lock_new("车间电脑-1", users, 2);
    (void)state;
    assert_int_equal(lock_type(lock, "24711\n", 1000, 200), HEARD_DONE);
    assert_false(lock_is_badge(lock));
    assert_string_equal(lock_login(lock), "liqiang");
    assert_string_equal(lock_secret(lock), "4711");
    lock_refuse(lock, "PIN 不正确,还可试 2 次");
    assert_string_equal(lock_secret(lock), "");
    lock_key(lock, &(struct key){.kind = K_ESC}, 5000);
    assert_int_equal(lock_type(lock, "1234567890\n", 6000, 5), HEARD_DONE);
    assert_true(lock_is_badge(lock));
    assert_string_equal(lock_secret(lock), "1234567890");
    lock_wipe(lock);
    /* a slow line may deliver a typed PIN in one burst: it stays the PIN of the person chosen */
    lock_type(lock, "1", 9000, 0);
    assert_int_equal(lock_type(lock, "4711\n", 9500, 0), HEARD_DONE);
    assert_false(lock_is_badge(lock));
    assert_string_equal(lock_login(lock), "zhoutao");
    lock_free(lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moves_by_grapheme),
        cmocka_unit_test(test_kills_and_undo),
        cmocka_unit_test(test_undo_takes_a_run),
        cmocka_unit_test(test_overwrite),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_filters),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_paste_of_lines),
        cmocka_unit_test(test_field_scrolls_by_columns),
        cmocka_unit_test(test_field_at_every_width),
        cmocka_unit_test(test_pin_is_masked),
        cmocka_unit_test(test_read_only),
        cmocka_unit_test(test_note),
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_lock_by_person_and_by_badge),
    };
    setlocale(LC_ALL, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
