/* Walks the core's tables once per format. Called by cmd_workflow.c; docs/workflow.md is what machine_md
 * makes. It names no state and no action itself. */
#include "server/machine_print.h"

#include "server/workflow/decide.h"

#include <stddef.h>

struct each {
    struct buf *out;
    const struct lifecycle *lifecycle;
};

typedef void state_each(struct each *, const struct state *);
typedef void row_each(struct each *, const struct row *);
typedef void pair_each(struct each *, const struct row *, const char *from, const char *to);

static const char *name_of(enum lifecycle_id track, int state)
{
    const struct state *found = state == 0 ? NULL : state_of(track, state);

    return state == 0 ? "none" : found == NULL ? NULL : found->name;
}

static void states_each(struct each *each, state_each *visit)
{
    for (int i = 1; i < STATE_MAX; i++) {
        const struct state *state = state_of(each->lifecycle->id, i);

        if (state != NULL)
            visit(each, state);
    }
}

static void rows_each(struct each *each, row_each *visit)
{
    for (int i = 0; i < each->lifecycle->count; i++)
        visit(each, &each->lifecycle->rows[i]);
}

/* Every pair of states a row leads from and to. */
static void pairs_each(struct each *each, const struct row *row, pair_each *visit)
{
    for (int from = 0; from < STATE_MAX; from++) {
        const char *from_name = row->from & MASK(from) ? name_of(row->track, from) : NULL;

        for (int to = 0; from_name != NULL && to < STATE_MAX; to++) {
            bool leads = row->to == 0 ? to == from : to != 0 && (row->to & MASK(to)) != 0;
            const char *to_name = leads ? name_of(row->track, to) : NULL;

            if (to_name != NULL)
                visit(each, row, from_name, to_name);
        }
    }
}

static void lifecycles_each(struct buf *out, void (*visit)(struct each *))
{
    for (int id = LIFECYCLE_NONE + 1; id < LIFECYCLE_COUNT; id++) {
        struct each each = {out, lifecycle_of((enum lifecycle_id)id)};

        if (each.lifecycle != NULL)
            visit(&each);
    }
}

static const char *lifecycle_word(const struct each *each)
{
    return lifecycle_name(each->lifecycle->id);
}

/* ---- md ---- */

static bool covers_all(const struct each *each, unsigned mask)
{
    for (int i = 1; i < STATE_MAX; i++) {
        if (state_of(each->lifecycle->id, i) != NULL && (mask & MASK(i)) == 0)
            return false;
    }
    return true;
}

static void md_states(struct each *each, unsigned mask, const char *none)
{
    const char *between = "";

    if (mask == 0 || covers_all(each, mask)) {
        buf_str(each->out, mask == 0 ? none : "any");
        return;
    }
    for (int i = 0; i < STATE_MAX; i++) {
        const char *name = mask & MASK(i) ? name_of(each->lifecycle->id, i) : NULL;

        if (name != NULL)
            buf_printf(each->out, "%s%s", between, i == 0 ? "–" : name);
        between = name != NULL ? " " : between;
    }
}

static void md_who(struct buf *out, unsigned who)
{
    const char *between = "";

    for (int i = 0; i < RELATIONS; i++) {
        if ((who & (1u << i)) == 0)
            continue;
        buf_printf(out, "%s%s", between, relation_label((enum relation)(1u << i)).en);
        between = ", ";
    }
}

static void md_state(struct each *each, const struct state *state)
{
    buf_printf(each->out, "| `%s` | %s | %s | %s | %s |\n", state->name, state->label.zh, state->label.en,
               role_label(state->owner).en, state->final ? "yes" : "");
}

static void md_row(struct each *each, const struct row *row)
{
    struct buf *out = each->out;

    buf_printf(out, "| `%s` | %s | %s | ", row->action, row->label.zh, row->label.en);
    md_states(each, row->from, "");
    buf_str(out, " | ");
    md_states(each, row->to, "stays");
    buf_str(out, " | ");
    md_who(out, row->who);
    buf_printf(out, " | %s | ", row->clause);
    for (int i = 0; row->guards[i] != NULL; i++)
        buf_printf(out, "%s`%s` %s", i == 0 ? "" : "<br>", row->guards[i]->code, row->guards[i]->missing.en);
    buf_str(out, " |\n");
}

static void md_lifecycle(struct each *each)
{
    buf_printf(each->out, "\n## %s (%s, `%s`)\n\n", each->lifecycle->label.en, each->lifecycle->label.zh,
               lifecycle_word(each));
    buf_str(each->out, "| state | | | answers for it | final |\n|--|--|--|--|--|\n");
    states_each(each, md_state);
    buf_str(each->out,
            "\n| action | | | from | to | who | clause | refused when |\n|--|--|--|--|--|--|--|--|\n");
    rows_each(each, md_row);
}

void machine_md(struct buf *out)
{
    buf_str(out, "# The workflow\n\nPrinted by `teyued workflow md` from the tables the daemon decides with; "
                 "not edited by "
                 "hand.\n");
    lifecycles_each(out, md_lifecycle);
}

/* ---- dot ---- */

static void dot_pair(struct each *each, const struct row *row, const char *from, const char *to)
{
    buf_printf(each->out, "    \"%s %s\" -> \"%s %s\" [label=\"%s\"];\n", lifecycle_word(each), from,
               lifecycle_word(each), to, row->label.en);
}

/* Edges that stay would only be loops. */
static void dot_row(struct each *each, const struct row *row)
{
    if (row->to != 0)
        pairs_each(each, row, dot_pair);
}

static void dot_state(struct each *each, const struct state *state)
{
    buf_printf(each->out, "    \"%s %s\" [label=\"%s\\n%s\"%s];\n", lifecycle_word(each), state->name,
               state->label.zh, state->label.en, state->final ? ", peripheries=2" : "");
}

static void dot_lifecycle(struct each *each)
{
    buf_printf(
        each->out, "  subgraph \"cluster_%s\" {\n    label=\"%s %s\";\n    \"%s none\" [shape=point];\n",
        lifecycle_word(each), each->lifecycle->label.zh, each->lifecycle->label.en, lifecycle_word(each));
    states_each(each, dot_state);
    rows_each(each, dot_row);
    buf_str(each->out, "  }\n");
}

void machine_dot(struct buf *out)
{
    buf_str(out, "digraph teyue {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    lifecycles_each(out, dot_lifecycle);
    buf_str(out, "}\n");
}

/* ---- json ---- */

static void json_words(struct buf *out, const char *name, struct label label)
{
    json_member(out, "name", name);
    json_member(out, "zh", label.zh);
    json_member(out, "en", label.en);
}

static void json_state(struct each *each, const struct state *state)
{
    json_comma(each->out);
    buf_char(each->out, '{');
    json_words(each->out, state->name, state->label);
    json_member(each->out, "owner", role_name(state->owner));
    json_member_bool(each->out, "final", state->final);
    buf_char(each->out, '}');
}

static void json_mask(struct each *each, const char *key, enum lifecycle_id track, unsigned mask)
{
    json_key(each->out, key);
    buf_char(each->out, '[');
    for (int i = 0; i < STATE_MAX; i++) {
        const char *name = mask & MASK(i) ? name_of(track, i) : NULL;

        if (name == NULL)
            continue;
        json_comma(each->out);
        json_quote(each->out, name);
    }
    buf_char(each->out, ']');
}

static void json_guards(struct buf *out, const struct row *row)
{
    json_key(out, "guards");
    buf_char(out, '[');
    for (int i = 0; row->guards[i] != NULL; i++) {
        json_comma(out);
        buf_char(out, '{');
        json_words(out, row->guards[i]->code, row->guards[i]->missing);
        json_member(out, "clause", row->guards[i]->clause);
        json_member(out, "rule", row->guards[i]->rule);
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

static void json_args(struct buf *out, const struct row *row)
{
    json_key(out, "args");
    buf_char(out, '[');
    for (const struct arg *arg = row->args; arg != NULL && arg->name != NULL; arg++) {
        json_comma(out);
        buf_char(out, '{');
        json_words(out, arg->name, arg->label);
        json_member_bool(out, "required", arg->required);
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

static void json_who(struct buf *out, unsigned who)
{
    json_key(out, "who");
    buf_char(out, '[');
    for (int i = 0; i < RELATIONS; i++) {
        if ((who & (1u << i)) == 0)
            continue;
        json_comma(out);
        json_quote(out, relation_label((enum relation)(1u << i)).en);
    }
    buf_char(out, ']');
}

static void json_row(struct each *each, const struct row *row)
{
    struct buf *out = each->out;

    json_comma(out);
    buf_char(out, '{');
    json_words(out, row->action, row->label);
    json_mask(each, "from", row->track, row->from);
    json_mask(each, "to", row->track, row->to);
    json_mask(each, "when", aggregate_root(each->lifecycle->aggregate), row->when);
    json_who(out, row->who);
    json_member(out, "clause", row->clause);
    json_args(out, row);
    json_guards(out, row);
    buf_char(out, '}');
}

static void json_lifecycle(struct each *each)
{
    json_comma(each->out);
    buf_char(each->out, '{');
    json_words(each->out, lifecycle_word(each), each->lifecycle->label);
    json_key(each->out, "states");
    buf_char(each->out, '[');
    states_each(each, json_state);
    buf_char(each->out, ']');
    json_key(each->out, "actions");
    buf_char(each->out, '[');
    rows_each(each, json_row);
    buf_str(each->out, "]}");
}

void machine_json(struct buf *out)
{
    buf_char(out, '{');
    json_key(out, "lifecycles");
    buf_char(out, '[');
    lifecycles_each(out, json_lifecycle);
    buf_str(out, "]}\n");
}

/* ---- sql ---- */

static void sql_text(struct buf *out, const char *text, const char *after)
{
    buf_char(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            buf_char(out, '\'');
        buf_char(out, *text);
    }
    buf_printf(out, "'%s", after);
}

static void sql_state(struct each *each, const struct state *state)
{
    struct buf *out = each->out;

    buf_str(out, "insert into teyue.state (lifecycle, name, zh, en, owner, final) values (");
    sql_text(out, lifecycle_word(each), ", ");
    sql_text(out, state->name, ", ");
    sql_text(out, state->label.zh, ", ");
    sql_text(out, state->label.en, ", ");
    sql_text(out, role_name(state->owner), ", ");
    buf_printf(out, "%s) on conflict do nothing;\n", state->final ? "true" : "false");
}

static void sql_pair(struct each *each, const struct row *row, const char *from, const char *to)
{
    struct buf *out = each->out;

    buf_str(
        out,
        "insert into teyue.transition (lifecycle, action, from_state, to_state, zh, en, clause) values (");
    sql_text(out, lifecycle_word(each), ", ");
    sql_text(out, row->action, ", ");
    sql_text(out, from, ", ");
    sql_text(out, to, ", ");
    sql_text(out, row->label.zh, ", ");
    sql_text(out, row->label.en, ", ");
    sql_text(out, row->clause, ") on conflict do nothing;\n");
}

static void sql_row(struct each *each, const struct row *row)
{
    pairs_each(each, row, sql_pair);
}

static void sql_lifecycle(struct each *each)
{
    states_each(each, sql_state);
    rows_each(each, sql_row);
}

void machine_sql(struct buf *out)
{
    lifecycles_each(out, sql_lifecycle);
}
