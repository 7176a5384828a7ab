/* The machine in four forms: docs/workflow.md for people, dot for a drawing, JSON for tests and tools, SQL
 * for the rows that the log's foreign keys check. Called by cmd_workflow.c. It names no state and no action
 * itself. */
#include "server/describe.h"

#include "common/buf.h"
#include "common/mem.h"
#include "common/wire.h"
#include "server/workflow/decide.h"
#include "server/workflow/machine.h"

#include <stdio.h>
#include <string.h>

static const char *const kinds[] = {
    [ARG_TEXT] = "text",       [ARG_NOTE] = "note",     [ARG_CHOICE] = "choice", [ARG_TICK] = "tick",
    [ARG_TIME] = "time",       [ARG_WINDOW] = "window", [ARG_DAY] = "day",       [ARG_INT] = "int",
    [ARG_FEN] = "fen",         [ARG_PICK] = "pick",     [ARG_LINES] = "lines",   [ARG_THINGS] = "things",
    [ARG_ANSWERS] = "answers", [ARG_SECRET] = "secret"};
static const char *const relations[RELATIONS] = {"cam",      "sup",   "tec", "part_user", "pm",
                                                 "approver", "staff", "tar", "system"};

/* "" is not there yet */
static const char *state_text(enum lifecycle_id id, int state)
{
    const struct state *s = state_of(id, state);
    return s ? s->name : "";
}

/* ---- each pair of states a row joins ---- */

typedef void pair_visit(struct buf *, const struct row *, int from, int to);

static void each_to(struct buf *out, const struct row *row, int from, pair_visit *visit)
{
    if (!row->to) {
        visit(out, row, from, from);
        return;
    }
    for (int to = 1; to < STATE_MAX; to++)
        if (row->to & MASK(to) && state_of(row->track, to))
            visit(out, row, from, to);
}

static void each_pair(struct buf *out, const struct row *row, pair_visit *visit)
{
    for (int from = 0; from < STATE_MAX; from++)
        if (row->from & MASK(from) && (!from || state_of(row->track, from)))
            each_to(out, row, from, visit);
}

typedef void lifecycle_visit(struct buf *, const struct lifecycle *);

static void each_lifecycle(struct buf *out, lifecycle_visit *visit)
{
    for (int id = LIFECYCLE_NONE + 1; id < LIFECYCLE_COUNT; id++)
        visit(out, lifecycle_of((enum lifecycle_id)id));
}

/* ---- JSON ---- */

static void label_json(struct buf *out, const char *key, struct label label)
{
    json_key(out, key);
    buf_char(out, '{');
    json_member(out, "zh", label.zh);
    json_member(out, "en", label.en);
    buf_char(out, '}');
}

static void states_json(struct buf *out, const char *key, enum lifecycle_id id, unsigned mask)
{
    json_key(out, key);
    buf_char(out, '[');
    for (int s = 0; s < STATE_MAX; s++) {
        if (!(mask & MASK(s)) || (s && !state_of(id, s)))
            continue;
        json_comma(out);
        json_quote(out, state_text(id, s));
    }
    buf_char(out, ']');
}

static void who_json(struct buf *out, unsigned who)
{
    json_key(out, "who");
    buf_char(out, '[');
    for (int bit = 0; bit < RELATIONS; bit++) {
        if (!(who & 1u << bit))
            continue;
        json_comma(out);
        json_quote(out, relations[bit]);
    }
    buf_char(out, ']');
}

static void guards_json(struct buf *out, const struct row *row)
{
    json_key(out, "guards");
    buf_char(out, '[');
    for (int i = 0; row->guards[i]; i++) {
        json_comma(out);
        buf_char(out, '{');
        json_member(out, "code", row->guards[i]->code);
        json_member(out, "rule", row->guards[i]->rule);
        json_member(out, "clause", row->guards[i]->clause);
        label_json(out, "missing", row->guards[i]->missing);
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

static void args_json(struct buf *out, const struct row *row)
{
    json_key(out, "args");
    buf_char(out, '[');
    for (const struct arg *arg = row->args; arg && arg->name; arg++) {
        json_comma(out);
        buf_char(out, '{');
        json_member(out, "name", arg->name);
        json_member(out, "kind", kinds[arg->kind]);
        json_member_bool(out, "required", arg->required);
        label_json(out, "label", arg->label);
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

static void row_json(struct buf *out, const struct row *row)
{
    json_comma(out);
    buf_char(out, '{');
    json_member(out, "name", row->action);
    label_json(out, "label", row->label);
    states_json(out, "from", row->track, row->from);
    states_json(out, "to", row->track, row->to);
    states_json(out, "when", aggregate_root(lifecycle_of(row->track)->aggregate), row->when);
    who_json(out, row->who);
    json_member(out, "clause", row->clause);
    json_member_bool(out, "hidden", row->hidden);
    guards_json(out, row);
    args_json(out, row);
    buf_char(out, '}');
}

static void state_json(struct buf *out, const struct state *state)
{
    json_comma(out);
    buf_char(out, '{');
    json_member(out, "name", state->name);
    json_member(out, "zh", state->label.zh);
    json_member(out, "en", state->label.en);
    json_member(out, "owner", role_name(state->owner));
    json_member_bool(out, "final", state->final);
    buf_char(out, '}');
}

static void lifecycle_json(struct buf *out, const struct lifecycle *life)
{
    json_comma(out);
    buf_char(out, '{');
    json_member(out, "name", lifecycle_name(life->id));
    json_member(out, "aggregate", aggregate_name(life->aggregate));
    label_json(out, "label", life->label);
    json_key(out, "states");
    buf_char(out, '[');
    for (int s = 1; s < STATE_MAX; s++)
        if (state_of(life->id, s))
            state_json(out, state_of(life->id, s));
    buf_char(out, ']');
    json_key(out, "actions");
    buf_char(out, '[');
    for (int i = 0; i < life->count; i++)
        row_json(out, &life->rows[i]);
    buf_str(out, "]}");
}

static void print_json(struct buf *out)
{
    buf_str(out, "{\"lifecycles\":[");
    each_lifecycle(out, lifecycle_json);
    buf_str(out, "]}\n");
}

/* ---- a drawing ---- */

static void pair_dot(struct buf *out, const struct row *row, int from, int to)
{
    const char *life = lifecycle_name(row->track);
    if (from == to)
        return;
    buf_printf(out, "    \"%s.%s\" -> \"%s.%s\" [label=\"%s\"];\n", life, state_text(row->track, from), life,
               state_text(row->track, to), row->label.zh);
}

static void lifecycle_dot(struct buf *out, const struct lifecycle *life)
{
    const char *name = lifecycle_name(life->id);
    buf_printf(out, "  subgraph \"cluster_%s\" {\n    label=\"%s %s\";\n", name, life->label.zh,
               life->label.en);
    buf_printf(out, "    \"%s.%s\" [shape=point];\n", name, state_text(life->id, 0));
    for (int s = 1; s < STATE_MAX; s++) {
        const struct state *state = state_of(life->id, s);
        if (state)
            buf_printf(out, "    \"%s.%s\" [label=\"%s\\n%s\"%s];\n", name, state->name, state->label.zh,
                       state->name, state->final ? ", peripheries=2" : "");
    }
    for (int i = 0; i < life->count; i++)
        each_pair(out, &life->rows[i], pair_dot);
    buf_str(out, "  }\n");
}

static void print_dot(struct buf *out)
{
    buf_str(out, "digraph teyue {\n  rankdir=LR;\n  node [shape=box, fontname=\"Noto Sans CJK SC\"];\n"
                 "  edge [fontname=\"Noto Sans CJK SC\", fontsize=10];\n");
    each_lifecycle(out, lifecycle_dot);
    buf_str(out, "}\n");
}

/* ---- for the database ---- */

static void sql_text(struct buf *out, const char *text)
{
    buf_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            buf_char(out, '\'');
        buf_char(out, *text);
    }
    buf_char(out, '\'');
}

static void sql_texts(struct buf *out, const char *const *texts, int count)
{
    for (int i = 0; i < count; i++) {
        buf_str(out, i ? ", " : "");
        sql_text(out, texts[i]);
    }
}

static void pair_sql(struct buf *out, const struct row *row, int from, int to)
{
    const char *const texts[] = {lifecycle_name(row->track),
                                 row->action,
                                 state_text(row->track, from),
                                 state_text(row->track, to),
                                 row->label.zh,
                                 row->label.en,
                                 row->clause};
    buf_str(
        out,
        "insert into teyue.transition (lifecycle, action, from_state, to_state, zh, en, clause) values (");
    sql_texts(out, texts, array_length(texts));
    buf_str(out, ") on conflict do nothing;\n");
}

static void lifecycle_sql(struct buf *out, const struct lifecycle *life)
{
    for (int s = 1; s < STATE_MAX; s++) {
        const struct state *state = state_of(life->id, s);
        if (!state)
            continue;
        const char *const texts[] = {lifecycle_name(life->id), state->name, state->label.zh, state->label.en,
                                     role_name(state->owner)};
        buf_str(out, "insert into teyue.state (lifecycle, name, zh, en, owner, final) values (");
        sql_texts(out, texts, array_length(texts));
        buf_printf(out, ", %s) on conflict do nothing;\n", state->final ? "true" : "false");
    }
    for (int i = 0; i < life->count; i++)
        each_pair(out, &life->rows[i], pair_sql);
}

static void print_sql(struct buf *out)
{
    each_lifecycle(out, lifecycle_sql);
}

/* ---- for people ---- */

static void states_md(struct buf *out, enum lifecycle_id id, unsigned mask)
{
    int written = 0, known = 0;
    for (int s = 1; s < STATE_MAX; s++)
        known += state_of(id, s) != NULL;
    if ((mask & ANY_STATE) == ANY_STATE && known > 1) {
        buf_str(out, "any");
        return;
    }
    for (int s = 0; s < STATE_MAX; s++) {
        if (!(mask & MASK(s)) || (s && !state_of(id, s)))
            continue;
        buf_printf(out, "%s%s", written++ ? ", " : "", s ? state_of(id, s)->name : "—");
    }
}

static void who_md(struct buf *out, unsigned who)
{
    int written = 0;
    for (int bit = 0; bit < RELATIONS; bit++)
        if (who & 1u << bit)
            buf_printf(out, "%s%s", written++ ? ", " : "", relation_label((enum relation)(1u << bit)).en);
}

static void guards_md(struct buf *out, const struct row *row)
{
    for (int i = 0; row->guards[i]; i++)
        buf_printf(out, "%s%s: %s (%s)", i ? "<br>" : "", row->guards[i]->code, row->guards[i]->missing.en,
                   row->guards[i]->rule);
}

static void args_md(struct buf *out, const struct row *row)
{
    for (const struct arg *arg = row->args; arg && arg->name; arg++)
        buf_printf(out, "%s%s%s", arg == row->args ? "" : ", ", arg->name, arg->required ? "" : "?");
}

static void row_md(struct buf *out, const struct row *row)
{
    buf_printf(out, "| `%s` %s %s | ", row->action, row->label.zh, row->label.en);
    states_md(out, row->track, row->from);
    buf_str(out, " | ");
    states_md(out, row->track, row->to);
    buf_str(out, " | ");
    who_md(out, row->who);
    buf_str(out, " | ");
    args_md(out, row);
    buf_str(out, " | ");
    guards_md(out, row);
    buf_printf(out, " | %s |\n", row->clause);
}

static void lifecycle_md(struct buf *out, const struct lifecycle *life)
{
    buf_printf(out, "\n## %s `%s` (%s)\n\n| state | 状态 | English | owner | final |\n|--|--|--|--|--|\n",
               life->label.zh, lifecycle_name(life->id), life->label.en);
    for (int s = 1; s < STATE_MAX; s++) {
        const struct state *state = state_of(life->id, s);
        if (state)
            buf_printf(out, "| `%s` | %s | %s | %s | %s |\n", state->name, state->label.zh, state->label.en,
                       role_label(state->owner).en, state->final ? "yes" : "");
    }
    buf_str(out, "\n| action 动作 | from | to | who 谁 | arguments | refused unless 条件 | clause "
                 "|\n|--|--|--|--|--|--|--|\n");
    for (int i = 0; i < life->count; i++)
        row_md(out, &life->rows[i]);
}

static void print_md(struct buf *out)
{
    buf_str(out, "# The workflow\n\nPrinted by `teyued workflow md` from the tables the daemon runs; edit "
                 "those, not this.\n"
                 "An empty \"to\" stays in the state; \"—\" is not there yet; `?` marks an argument that may "
                 "be missing.\n");
    each_lifecycle(out, lifecycle_md);
}

int describe_workflow(const char *format)
{
    static const struct {
        const char *name;
        void (*print)(struct buf *);
    } formats[] = {{"md", print_md}, {"dot", print_dot}, {"json", print_json}, {"sql", print_sql}};
    for (size_t i = 0; i < array_length(formats); i++) {
        struct buf out = {0};
        if (strcmp(formats[i].name, format) != 0)
            continue;
        formats[i].print(&out);
        bool good = fwrite(out.data, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
        buf_free(&out);
        return good ? EXIT_OK : EXIT_DATA;
    }
    fprintf(stderr, "teyued workflow: md, dot, json or sql\n");
    return EXIT_USAGE;
}
