/* The checklist widget. Used by forms; the server says which questions there are and which answers will do.
 */
#include "client/widgets/answers.h"

#include "client/widgets/field.h"
#include "common/mem.h"

#include <stdlib.h>
#include <string.h>

#define MARK_COLS 7 /* "[yes] " or "[是] " and the cursor */
#define WORD_COLS 26

enum answer { OPEN, YES, NO, NONE };

static const char *const names[] = {[OPEN] = "", [YES] = "yes", [NO] = "no", [NONE] = "na"};

struct question {
    char *code, *label;
    enum answer answer;
    struct field *word;
};

struct answers {
    struct question questions[ANSWERS_MAX];
    int count, cursor;
    bool in_word;
};

struct answers *answers_new(void)
{
    return xcalloc(1, sizeof(struct answers));
}

static void drop(struct question *question)
{
    free(question->code);
    free(question->label);
    field_free(question->word);
}

void answers_free(struct answers *answers)
{
    if (!answers)
        return;
    for (int i = 0; i < answers->count; i++)
        drop(&answers->questions[i]);
    free(answers);
}

static enum answer answer_of(const char *name)
{
    for (int i = OPEN; i <= NONE; i++)
        if (strcmp(names[i], name) == 0)
            return (enum answer)i;
    return OPEN;
}

static struct question *find(struct answers *answers, const char *code)
{
    for (int i = 0; i < answers->count; i++)
        if (strcmp(answers->questions[i].code, code) == 0)
            return &answers->questions[i];
    return NULL;
}

static struct question make(const struct answers_row *row)
{
    struct question question = {xstrdup(row->code), xstrdup(row->label), answer_of(row->answer), NULL};
    question.word = field_new(
        &(struct field_spec){.rules = {.chars = ANSWERS_WORD_MAX}, .placeholder = {"说明", "remark"}});
    field_set(question.word, row->word ? row->word : "");
    return question;
}

void answers_rows_set(struct answers *answers, const struct answers_row *rows, int count)
{
    struct answers before = *answers;
    answers->count = count > ANSWERS_MAX ? ANSWERS_MAX : count;
    for (int i = 0; i < answers->count; i++) {
        struct question *old = find(&before, rows[i].code);
        answers->questions[i] = make(&rows[i]);
        if (old && old->answer != OPEN) {
            answers->questions[i].answer = old->answer;
            field_set(answers->questions[i].word, field_text(old->word));
        }
    }
    for (int i = 0; i < before.count; i++)
        drop(&before.questions[i]);
    if (answers->cursor >= answers->count)
        answers->cursor = 0;
}

int answers_count(const struct answers *answers)
{
    return answers->count;
}

int answers_open(const struct answers *answers)
{
    int open = 0;
    for (int i = 0; i < answers->count; i++)
        open += answers->questions[i].answer == OPEN;
    return open;
}

/* ";" parts the entries on the wire: in a word it becomes the Chinese one. */
static void add_word(struct buf *out, const char *word)
{
    for (; *word; word++) {
        if (*word == ';')
            buf_str(out, "\xef\xbc\x9b");
        else
            buf_char(out, *word);
    }
}

void answers_value(const struct answers *answers, struct buf *out)
{
    bool first = true;
    for (int i = 0; i < answers->count; i++) {
        const struct question *question = &answers->questions[i];
        if (question->answer == OPEN)
            continue;
        buf_printf(out, "%s%s=%s", first ? "" : ";", question->code, names[question->answer]);
        if (!field_empty(question->word)) {
            buf_char(out, ':');
            add_word(out, field_text(question->word));
        }
        first = false;
    }
}

/* One "code=answer[:word]"; a question that is not here yet gets its code for a label until it is. */
static void set_entry(struct answers *answers, char *entry)
{
    char *answer = strchr(entry, '='), *word;
    if (!answer || answer == entry)
        return;
    *answer++ = '\0';
    word = strchr(answer, ':');
    if (word)
        *word++ = '\0';
    struct question *question = find(answers, entry);
    if (!question && answers->count < ANSWERS_MAX) {
        question = &answers->questions[answers->count++];
        *question = make(&(struct answers_row){.code = entry, .label = entry, .answer = ""});
    }
    if (!question)
        return;
    question->answer = answer_of(answer);
    field_set(question->word, word ? word : "");
}

void answers_set(struct answers *answers, const char *value)
{
    char *copy = xstrdup(value), *at = copy;
    while (*at) {
        size_t len = strcspn(at, ";");
        char *next = at + len + (at[len] == ';');
        at[len] = '\0';
        set_entry(answers, at);
        at = next;
    }
    free(copy);
}

static enum heard move(struct answers *answers, int by)
{
    int to = answers->cursor + by;
    answers->in_word = false;
    if (to < 0 || to >= answers->count)
        return HEARD_NOT;
    answers->cursor = to;
    return HEARD;
}

static enum heard choose(struct answers *answers, enum answer answer)
{
    answers->questions[answers->cursor].answer = answer;
    if (answer == YES)
        move(answers, 1);
    return HEARD;
}

static enum heard word_key(struct answers *answers, const struct key *key)
{
    if (key->kind == K_ESC) {
        answers->in_word = false;
        return HEARD;
    }
    if (key->kind == K_ENTER || key->kind == K_DOWN || key->kind == K_UP)
        return move(answers, key->kind == K_UP ? -1 : 1);
    return field_key(answers->questions[answers->cursor].word, key);
}

static enum heard char_key(struct answers *answers, uint32_t code)
{
    enum answer now = answers->questions[answers->cursor].answer;
    switch (code) {
    case ' ':
        answers->questions[answers->cursor].answer = (enum answer)(now % NONE + 1);
        return HEARD;
    case 'y':
    case '1':
        return choose(answers, YES);
    case 'n':
    case '2':
        return choose(answers, NO);
    case 'a':
    case '3':
        return choose(answers, NONE);
    default:
        return HEARD_NOT;
    }
}

enum heard answers_key(struct answers *answers, const struct key *key)
{
    struct key meant = key_command(*key);
    if (answers->count == 0)
        return HEARD_NOT;
    enum answer now = answers->questions[answers->cursor].answer;
    if (answers->in_word)
        return word_key(answers, key);
    switch (meant.kind) {
    case K_UP:
        return move(answers, -1);
    case K_DOWN:
        return move(answers, 1);
    case K_RIGHT:
    case K_ENTER:
        answers->in_word = now != OPEN && (now != YES || meant.kind == K_RIGHT);
        return answers->in_word ? HEARD : move(answers, 1);
    case K_BACKSPACE:
    case K_DELETE:
        return choose(answers, OPEN);
    case K_CHAR:
        return meant.mods & KEY_ALT ? HEARD_NOT : char_key(answers, meant.code);
    default:
        return HEARD_NOT;
    }
}

int answers_height(const struct answers *answers)
{
    return answers->count ? answers->count : 1;
}

static void draw_mark(struct canvas *canvas, struct span span, enum answer answer, enum role role)
{
    static const struct label marks[] = {[OPEN] = {"[  ]", "[   ]"},
                                         [YES] = {"[是]", "[yes]"},
                                         [NO] = {"[否]", "[no ]"},
                                         [NONE] = {"[无]", "[n/a]"}};
    canvas_put(canvas, span, canvas_word(canvas, marks[answer]), role);
}

static void draw_question(const struct answers *answers, struct canvas *canvas, struct span span, int n,
                          bool here)
{
    const struct question *question = &answers->questions[n];
    enum role role = question->answer == NO ? ROLE_WARN : question->answer == OPEN ? ROLE_TEXT : ROLE_OK;
    bool in_word = here && answers->in_word, word = in_word || !field_empty(question->word);
    int room = span.width - MARK_COLS - (word ? WORD_COLS + 1 : 0);
    canvas_put(canvas, span, here ? ">" : " ", ROLE_TEXT);
    draw_mark(canvas, span_at(span.row, span.col + 1, MARK_COLS - 2), question->answer,
              here ? ROLE_CURSOR : role);
    canvas_put(canvas, span_at(span.row, span.col + MARK_COLS, room), question->label,
               here ? ROLE_STRONG : ROLE_TEXT);
    if (here)
        canvas_cursor(canvas, span.row, span.col + 2, true);
    if (word)
        field_draw(question->word, canvas, span_at(span.row, span.col + span.width - WORD_COLS, WORD_COLS),
                   in_word);
}

void answers_draw(struct answers *answers, struct canvas *canvas, struct area area, bool focused)
{
    static const struct label none = {"没有要核对的项目", "nothing to check"};
    if (answers->count == 0)
        canvas_put(canvas, area_row(area, 0), canvas_word(canvas, none), ROLE_DIM);
    for (int i = 0; i < answers->count && i < area.rows; i++)
        draw_question(answers, canvas, area_row(area, i), i, focused && i == answers->cursor);
}
