/* From decisions to array literals. Called by write.c: a parcel is made once, when a decision arrives, and
 * its columns are only copied together afterwards, however often a batch has to be taken apart and sent
 * again. */
#include "server/db/batch.h"

#include "common/mem.h"
#include "server/workflow/chain.h"

#include <stdlib.h>
#include <string.h>

enum cell_kind { CELL_TEXT, CELL_NUMBER, CELL_NULL };

struct cell {
    enum cell_kind kind;
    const char *text;
    int64_t number;
};

/* Where the columns of one statement lie in the parcel's text: at[c] to at[c + 1], elements with commas
 * between. */
struct strip {
    int piece;
    size_t at[PIECE_COLUMNS_MAX + 1];
};

struct parcel {
    int64_t subject, version;
    int64_t touched[DECISION_MOVES_MAX + 1];
    int touches;
    struct buf text;
    struct strip *strip;
    int strips;
};

#define EVENT_COLUMNS 16

static const struct {
    const char *name;
    int columns;
} fixed[] = {{"system/request", 5}, {"system/event", EVENT_COLUMNS}, {"system/answer", 2}};

static const char *const effect_statements[] = {
#define EFFECT_STATEMENT(name, columns) "effect/" #name,
    EFFECTS(EFFECT_STATEMENT)};

static bool is_effect(int piece)
{
    return piece >= PIECE_EFFECT && piece < PIECE_ANSWER;
}

const char *piece_statement(int piece)
{
    if (is_effect(piece))
        return effect_statements[piece - PIECE_EFFECT];
    return fixed[piece == PIECE_ANSWER ? 2 : piece].name;
}

int piece_columns(int piece)
{
    if (is_effect(piece))
        return effect_columns((enum effect)(piece - PIECE_EFFECT));
    return fixed[piece == PIECE_ANSWER ? 2 : piece].columns;
}

/* ---- elements ---- */

static void separate(struct buf *out)
{
    if (out->len && out->data[out->len - 1] != '{')
        buf_char(out, ',');
}

static void quote(struct buf *out, const char *text)
{
    buf_char(out, '"');
    for (size_t n; *text; text += n) {
        n = strcspn(text, "\"\\");
        buf_add(out, text, n);
        if (text[n]) {
            buf_char(out, '\\');
            buf_char(out, text[n++]);
        }
    }
    buf_char(out, '"');
}

void array_add(struct buf *out, const char *text)
{
    separate(out);
    if (text)
        quote(out, text);
    else
        buf_str(out, "NULL");
}

void array_add_int(struct buf *out, int64_t number)
{
    separate(out);
    buf_printf(out, "%lld", (long long)number);
}

/* ---- a decision's rows ---- */

static struct cell text_cell(const char *text)
{
    return (struct cell){text ? CELL_TEXT : CELL_NULL, text, 0};
}

static struct cell number_cell(int64_t number)
{
    return (struct cell){CELL_NUMBER, NULL, number};
}

static struct cell id_cell(int64_t id)
{
    return (struct cell){id ? CELL_NUMBER : CELL_NULL, NULL, id};
}

static void add_cell(struct buf *out, const struct cell *cell, bool first)
{
    if (!first)
        buf_char(out, ',');
    if (cell->kind == CELL_NUMBER)
        buf_printf(out, "%lld", (long long)cell->number);
    else if (cell->kind == CELL_TEXT)
        quote(out, cell->text);
    else
        buf_str(out, "NULL");
}

/* Turns rows of cells into a strip of columns. */
static void strip_add(struct parcel *parcel, int piece, const struct cell *cells, int rows)
{
    int columns = piece_columns(piece);
    struct strip *strip = &parcel->strip[parcel->strips++];
    strip->piece = piece;
    for (int column = 0; column < columns; column++) {
        strip->at[column] = parcel->text.len;
        for (int row = 0; row < rows; row++)
            add_cell(&parcel->text, &cells[row * columns + column], row == 0);
    }
    strip->at[columns] = parcel->text.len;
}

static const char *state_name(enum lifecycle_id track, int state)
{
    const struct state *found = state ? state_of(track, state) : NULL;
    return found ? found->name : "none";
}

/* The hash a subject's chain stands at before this decision. */
static const char *chain_start(const struct decision *d, int64_t subject)
{
    const struct facts *facts = before(d);
    if (subject == d->after.id && *facts->head)
        return facts->head;
    return facts->relay && subject == facts->relay ? facts->relay_head : "";
}

struct stamp {
    char digest[CHAIN_HASH_SIZE], hash[CHAIN_HASH_SIZE];
};

static const char *predecessor(const struct decision *d, int move, const struct stamp *stamps)
{
    for (int i = move; i-- > 0;)
        if (d->move[i].subject == d->move[move].subject)
            return stamps[i].hash;
    return chain_start(d, d->move[move].subject);
}

static void stamp_move(const struct db_write_request *r, int i, struct stamp *stamps)
{
    const struct decision *d = r->decision;
    const struct move *move = &d->move[i];
    chain_digest(move->data, stamps[i].digest);
    const struct chain_event event = {
        .predecessor = predecessor(d, i, stamps),
        .subject = move->subject,
        .version = move->version,
        .site = d->after.site,
        .part = move->part,
        .lifecycle = lifecycle_name(move->track),
        .action = move->row->action,
        .from = state_name(move->track, move->from),
        .to = state_name(move->track, move->to),
        .actor = r->actor,
        .acting_for = move->acting_for,
        .station = r->station,
        .happened = r->happened,
        .entered = r->entered,
        .data_digest = stamps[i].digest,
    };
    chain_hash(&event, stamps[i].hash);
}

static void add_events(struct parcel *parcel, const struct db_write_request *r)
{
    const struct decision *d = r->decision;
    struct stamp stamps[DECISION_MOVES_MAX];
    struct cell cells[DECISION_MOVES_MAX][EVENT_COLUMNS];
    for (int i = 0; i < d->moves; i++) {
        const struct move *move = &d->move[i];
        stamp_move(r, i, stamps);
        const struct cell row[EVENT_COLUMNS] = {
            number_cell(move->subject),
            number_cell(move->version),
            number_cell(d->after.site),
            text_cell(lifecycle_name(move->track)),
            number_cell(move->part),
            text_cell(move->row->action),
            text_cell(state_name(move->track, move->from)),
            text_cell(state_name(move->track, move->to)),
            id_cell(r->actor),
            id_cell(move->acting_for),
            id_cell(r->station),
            number_cell(r->happened),
            number_cell(r->entered),
            text_cell(move->data),
            text_cell(stamps[i].digest),
            text_cell(stamps[i].hash),
        };
        memcpy(cells[i], row, sizeof row);
    }
    strip_add(parcel, PIECE_EVENT, cells[0], d->moves);
}

static void add_effects(struct parcel *parcel, const struct db_write_request *r, enum effect effect,
                        struct cell *cells)
{
    const struct decision *d = r->decision;
    int columns = effect_columns(effect), rows = 0;
    for (int i = 0; i < d->effects; i++) {
        if (d->effect[i].effect != effect)
            continue;
        for (int column = 0; column < columns; column++)
            cells[rows * columns + column] = text_cell(d->effect[i].column[column]);
        rows++;
    }
    if (effect == EFFECT_deadline_fired && r->deadline)
        cells[rows++ * columns] = number_cell(r->deadline);
    if (rows)
        strip_add(parcel, PIECE_EFFECT + (int)effect, cells, rows);
}

static void add_all_effects(struct parcel *parcel, const struct db_write_request *r)
{
    struct cell *cells = xcalloc((DECISION_EFFECTS_MAX + 1) * EFFECT_COLUMNS_MAX, sizeof *cells);
    for (int effect = 0; effect < EFFECT_COUNT; effect++)
        add_effects(parcel, r, (enum effect)effect, cells);
    free(cells);
}

/* ---- parcels ---- */

static void touch(struct parcel *parcel, int64_t subject)
{
    for (int i = 0; i < parcel->touches; i++)
        if (parcel->touched[i] == subject)
            return;
    parcel->touched[parcel->touches++] = subject;
}

/* The answer names the version the subject has afterwards. */
static void find_subject(struct parcel *parcel, const struct decision *d)
{
    parcel->subject = d->after.id;
    parcel->version = d->after.version;
    touch(parcel, parcel->subject);
    for (int i = 0; i < d->moves; i++)
        touch(parcel, d->move[i].subject);
}

struct parcel *parcel_new(const struct db_write_request *r)
{
    struct parcel *parcel = xcalloc(1, sizeof *parcel);
    parcel->strip = xcalloc(PIECE_COUNT, sizeof *parcel->strip);
    find_subject(parcel, r->decision);
    const struct cell request[] = {number_cell(r->actor), text_cell(r->key), text_cell(r->digest),
                                   number_cell(parcel->subject), number_cell(parcel->version)};
    if (r->key && r->actor)
        strip_add(parcel, PIECE_REQUEST, request, 1);
    add_events(parcel, r);
    add_all_effects(parcel, r);
    strip_add(parcel, PIECE_ANSWER, &request[3], 1);
    return parcel;
}

void parcel_free(struct parcel *parcel)
{
    buf_free(&parcel->text);
    free(parcel->strip);
    free(parcel);
}

int64_t parcel_subject(const struct parcel *parcel)
{
    return parcel->subject;
}

int parcel_subjects(const struct parcel *parcel, const int64_t **out)
{
    *out = parcel->touched;
    return parcel->touches;
}

static const struct strip *strip_of(const struct parcel *parcel, int piece)
{
    for (int i = 0; i < parcel->strips; i++)
        if (parcel->strip[i].piece == piece)
            return &parcel->strip[i];
    return NULL;
}

bool parcel_has(const struct parcel *parcel, int piece)
{
    return strip_of(parcel, piece) != NULL;
}

void parcels_column(struct parcel *const *parcels, int count, int piece, int column, struct buf *out)
{
    buf_char(out, '{');
    for (int i = 0; i < count; i++) {
        const struct strip *strip = strip_of(parcels[i], piece);
        if (!strip)
            continue;
        separate(out);
        buf_add(out, parcels[i]->text.data + strip->at[column], strip->at[column + 1] - strip->at[column]);
    }
    buf_char(out, '}');
}
