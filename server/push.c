/* Turns rows of the log into event lines, each made once per language, and gives them to the sessions that
 * watch. cmd_run.c hands it to the database as hook, session.c calls it when a slow reader has room. It knows
 * no rule.
 *
 * A session without room, or one that comes back, is behind: what it misses is read from the log after its
 * cursor, and meanwhile nothing new is sent to it. So nothing is lost, nothing comes twice, and nothing is
 * stored for it here. */
#include "server/push.h"

#include "common/log.h"
#include "common/mem.h"
#include "server/db/db.h"
#include "server/person.h"
#include "server/reply.h"
#include "server/request.h"
#include "server/server.h"
#include "server/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns of system/tail.sql. */
enum column {
    AT_CURSOR,
    AT_SUBJECT,
    AT_VERSION,
    AT_SITE,
    AT_LIFECYCLE,
    AT_PART,
    AT_ACTION,
    AT_FROM,
    AT_TO,
    AT_ZH,
    AT_EN,
    AT_RINGS,
    AT_ACTOR,
    AT_ENTERED,
    AT_KIND,
    AT_NO
};

struct telling {
    const struct db_rows *rows;
    int row;
    struct buf event[2], ring[2]; /* by enum lang, made when first needed */
};

static const char *cell(const struct telling *t, enum column column)
{
    const char *text = db_rows_get(t->rows, t->row, (int)column);

    return text == NULL ? "" : text;
}

static struct label action_label(const struct telling *t)
{
    return (struct label){cell(t, AT_ZH), cell(t, AT_EN)};
}

static void make_event(struct buf *out, const struct telling *t, enum lang lang)
{
    buf_str(out, "! event {");
    json_member(out, "seq", cell(t, AT_CURSOR));
    json_member_raw(out, "id", cell(t, AT_SUBJECT));
    json_member(out, "kind", cell(t, AT_KIND));
    json_member_raw(out, "version", cell(t, AT_VERSION));
    json_member(out, "action", cell(t, AT_ACTION));
    json_member(out, "label", label_in(action_label(t), lang));
    json_member(out, "state", cell(t, AT_TO));
    json_member_raw(out, "site", cell(t, AT_SITE));
    buf_str(out, "}\n");
}

/* 转告待受理: what it is and how it stands; a reminder, which moves nothing, says what it reminds of. */
static void ring_text(struct buf *out, const struct telling *t, enum lang lang)
{
    enum lifecycle_id id = lifecycle_find(cell(t, AT_LIFECYCLE));
    const struct lifecycle *lifecycle = lifecycle_of(id);
    const struct state *state = state_of(id, state_find(id, cell(t, AT_TO)));

    if (lifecycle == NULL || state == NULL || strcmp(cell(t, AT_FROM), cell(t, AT_TO)) == 0) {
        buf_str(out, label_in(action_label(t), lang));
        return;
    }
    buf_str(out, label_in(lifecycle->label, lang));
    buf_str(out, lang == LANG_ZH ? "" : ": ");
    buf_str(out, label_in(state->label, lang));
}

static void make_ring(struct buf *out, const struct telling *t, enum lang lang)
{
    struct buf text = {0};

    ring_text(&text, t, lang);
    buf_str(out, "! ring {");
    json_member(out, "seq", cell(t, AT_CURSOR));
    json_member_raw(out, "id", cell(t, AT_SUBJECT));
    json_member(out, "label", cell(t, AT_NO));
    json_member(out, "text", text.data);
    buf_str(out, "}\n");
    buf_free(&text);
}

static bool rings_at(const char *persons, int64_t person)
{
    while (*persons != '\0') {
        char *end;

        if (strtoll(persons, &end, 10) == person)
            return true;
        persons = *end == ',' ? end + 1 : end + strlen(end);
    }
    return false;
}

static bool send_line(struct session *s, struct buf *line, const struct telling *t,
                      void make(struct buf *, const struct telling *, enum lang))
{
    if (line->len == 0)
        make(line, t, session_seat(s)->lang);
    return session_event(s, line->data, line->len);
}

/* False: there is no room for it. The ring may have to come again after the event: a client hears an event
 * twice without harm, a ring lost would be one. */
static bool tell(struct session *s, struct telling *t)
{
    const struct seat *seat = session_seat(s);
    struct watch *watch = session_watch(s);

    if (person_sees(seat->person, strtoll(cell(t, AT_SITE), NULL, 10)) &&
        !send_line(s, &t->event[seat->lang], t, make_event))
        return false;
    if (rings_at(cell(t, AT_RINGS), seat->person->actor.id) &&
        !send_line(s, &t->ring[seat->lang], t, make_ring))
        return false;
    snprintf(watch->cursor, sizeof(watch->cursor), "%s", cell(t, AT_CURSOR));
    return true;
}

static void telling_clear(struct telling *t)
{
    for (int i = 0; i < 2; i++) {
        buf_free(&t->event[i]);
        buf_free(&t->ring[i]);
    }
}

static void tell_if_live(struct session *s, void *arg)
{
    struct watch *watch = session_watch(s);

    if (watch->on && !watch->catching && !watch->missed)
        watch->missed = !tell(s, arg);
}

static bool changes_persons(const struct telling *t)
{
    enum lifecycle_id id = lifecycle_find(cell(t, AT_LIFECYCLE));

    return id == LIFECYCLE_DEPUTY || id == LIFECYCLE_UNIT;
}

void push_events(struct server *server, const struct db_rows *rows)
{
    bool persons = false;

    for (int row = 0; row < db_rows_count(rows); row++) {
        struct telling t = {.rows = rows, .row = row};

        persons = persons || changes_persons(&t);
        sessions_each(server->sessions, tell_if_live, &t);
        telling_clear(&t);
    }
    if (persons)
        sessions_persons_changed(server->sessions);
}

/* ---- catching up ---- */

struct catching {
    struct server *server;
    struct session_id session;
    struct reply *reply; /* of watch since=; NULL when a slow reader goes on */
};

static void reply_cursor(struct reply *reply, const char *cursor)
{
    struct buf json = {0};

    buf_char(&json, '{');
    json_member(&json, "seq", cursor);
    buf_char(&json, '}');
    reply_ok(reply, json.data);
    buf_free(&json);
}

static void tell_rows(struct session *s, const struct db_rows *rows, const char *end)
{
    struct watch *watch = session_watch(s);

    watch->missed = false;
    for (int row = 0; row < db_rows_count(rows) && !watch->missed; row++) {
        struct telling t = {.rows = rows, .row = row};

        watch->missed = !tell(s, &t);
        telling_clear(&t);
    }
    if (!watch->missed)
        snprintf(watch->cursor, sizeof(watch->cursor), "%s", end);
}

static void refuse_watch(struct reply *reply, enum db_outcome outcome)
{
    static const struct label gap = {"离开太久,请重新载入", "Away for too long: load everything anew"};
    static const struct label down = {"数据库暂时不可用", "The database is away for the moment"};

    if (outcome == DB_DONE || outcome == DB_REFUSED)
        reply_no_label(reply, "event.gap", gap);
    else
        reply_no_label(reply, "unavailable", down);
}

/* A slow reader that cannot be told is sent away: when it comes back it hears whether it can go on. */
static void give_up(struct session *s, struct reply *reply, enum db_outcome outcome)
{
    if (reply != NULL) {
        session_watch(s)->on = false;
        refuse_watch(reply, outcome);
    } else {
        session_end(s, "events", true);
    }
}

static void caught(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct catching *catching = arg;
    struct server *server = catching->server;
    struct session *s = session_get(server->sessions, catching->session);
    struct reply *reply = catching->reply;

    free(catching);
    if (s == NULL) {
        if (reply != NULL)
            refuse_watch(reply, outcome);
        return;
    }
    session_watch(s)->catching = false;
    if (outcome != DB_DONE || db_rows_count(rows) > DB_MISSED_MAX) {
        give_up(s, reply, outcome);
        return;
    }
    /* on first: a session that ends while its reply is written takes no events */
    if (reply != NULL)
        reply_cursor(reply, session_watch(s)->cursor);
    tell_rows(s, rows, db_cursor(server->db));
}

static void catch_up(struct server *server, struct session *s, struct reply *reply)
{
    struct watch *watch = session_watch(s);
    struct catching *catching = xcalloc(1, sizeof(*catching));

    watch->catching = true;
    catching->server = server;
    catching->session = session_id(s);
    catching->reply = reply;
    db_missed(server->db, watch->cursor, caught, catching);
}

void push_watch(struct reply *reply, const struct words *words)
{
    struct server *server = reply_server(reply);
    struct session *s = session_get(server->sessions, reply_session(reply));
    const char *since = words_get(words, "since");
    struct watch *watch;

    if (s == NULL || db_cursor(server->db)[0] == '\0') {
        refuse_watch(reply, DB_DOWN);
        return;
    }
    watch = session_watch(s);
    if (watch->catching || (since != NULL && strlen(since) >= sizeof(watch->cursor))) {
        refuse_watch(reply, DB_REFUSED);
        return;
    }
    watch->on = true;
    watch->missed = false;
    snprintf(watch->cursor, sizeof(watch->cursor), "%s", since != NULL ? since : db_cursor(server->db));
    if (since != NULL)
        catch_up(server, s, reply);
    else
        reply_cursor(reply, watch->cursor);
}

void push_resume(struct server *server, struct session *s)
{
    log_line(LOG_LEVEL_DEBUG, "watch.behind", "slot=%u", session_id(s).slot);
    catch_up(server, s, NULL);
}
