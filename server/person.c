/* Reads a person with his grants and deputies through system/actor.sql.
 * Called by auth.c at login and by session.c when what it knows is old. It knows no session and no wire line;
 * what a role may do is the core's. */
#include "server/person.h"

#include "common/mem.h"
#include "server/clock.h"
#include "server/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct person *person;
    person_read_done *done;
    void *arg;
};

static void add_grant(struct person *person, const char *const c[6])
{
    struct actor *actor = &person->actor;
    int i = actor->grants;

    if (i == ACTOR_GRANTS_MAX)
        return;
    actor->grant[i].role = role_find(c[1]);
    actor->grant[i].place = strtoll(c[2], NULL, 10);
    actor->site_of[i] = strtoll(c[3], NULL, 10);
    person->role[i].role = actor->grant[i].role;
    person->role[i].place_zh = xstrdup(c[4]);
    person->role[i].place_en = xstrdup(c[5]);
    actor->grants++;
}

static void add_standin(struct actor *actor, const char *const c[6])
{
    struct standin *standin = &actor->standin[actor->standins];

    if (actor->standins == ACTOR_STANDINS_MAX)
        return;
    standin->role = role_find(c[1]);
    standin->principal = strtoll(c[2], NULL, 10);
    standin->place = strtoll(c[3], NULL, 10);
    standin->from = strtoll(c[4], NULL, 10);
    standin->to = strtoll(c[5], NULL, 10);
    actor->standins++;
}

static void add_person(struct person *person, const char *const c[6])
{
    person->login = xstrdup(c[1]);
    person->name = xstrdup(c[2]);
    person->zone = xstrdup(c[3]);
}

static void add_site(struct person *person, const char *id)
{
    if (person->sites == PERSON_SITES_MAX)
        return;
    person->site = xrealloc(person->site, (size_t)(person->sites + 1) * sizeof(*person->site));
    person->site[person->sites++] = strtoll(id, NULL, 10);
}

static void add_row(struct person *person, const struct db_rows *rows, int row)
{
    const char *c[6];

    for (int i = 0; i < 6; i++) {
        c[i] = db_rows_get(rows, row, i);
        if (c[i] == NULL)
            c[i] = "";
    }
    if (strcmp(c[0], "person") == 0)
        add_person(person, c);
    else if (strcmp(c[0], "grant") == 0)
        add_grant(person, c);
    else if (strcmp(c[0], "standin") == 0)
        add_standin(&person->actor, c);
    else
        add_site(person, c[1]);
}

static void read_done(void *arg, enum db_outcome outcome, const struct db_rows *rows)
{
    struct reading *reading = arg;

    if (outcome == DB_DONE && db_rows_count(rows) > 0) {
        for (int i = 0; i < db_rows_count(rows); i++)
            add_row(reading->person, rows, i);
    } else {
        person_unref(&reading->person);
    }
    reading->done(reading->arg, outcome, reading->person);
    free(reading);
}

void person_read(const struct person_question *question, person_read_done *done, void *arg)
{
    struct reading *reading = xcalloc(1, sizeof(*reading));
    char id[24];
    const char *params[] = {id};

    reading->person = xcalloc(1, sizeof(*reading->person));
    reading->person->refs = 1;
    reading->person->read_ms = clock_ms();
    reading->person->actor.id = question->id;
    reading->person->actor.station = question->station;
    reading->done = done;
    reading->arg = arg;
    snprintf(id, sizeof(id), "%lld", (long long)question->id);
    db_read(question->server->db, "system/actor", params, 1, read_done, reading);
}

struct person *person_ref(struct person *person)
{
    if (person != NULL)
        person->refs++;
    return person;
}

void person_unref(struct person **owner)
{
    struct person *person = *owner;

    *owner = NULL;
    if (person == NULL || --person->refs > 0)
        return;
    for (int i = 0; i < person->actor.grants; i++) {
        free(person->role[i].place_zh);
        free(person->role[i].place_en);
    }
    free(person->login);
    free(person->name);
    free(person->zone);
    free(person->site);
    free(person);
}

bool person_sees(const struct person *person, int64_t site)
{
    for (int i = 0; i < person->sites; i++) {
        if (person->site[i] == site)
            return true;
    }
    return false;
}

static void roles_json(struct buf *out, const struct person *person, enum lang lang)
{
    json_key(out, "roles");
    buf_char(out, '[');
    for (int i = 0; i < person->actor.grants; i++) {
        const struct person_role *role = &person->role[i];

        json_comma(out);
        buf_char(out, '{');
        json_member(out, "role", role_name(role->role));
        json_member(out, "label", label_in(role_label(role->role), lang));
        json_member(out, "place", lang == LANG_ZH ? role->place_zh : role->place_en);
        buf_char(out, '}');
    }
    buf_char(out, ']');
}

void person_json(struct buf *out, const struct person *person, enum lang lang, int lock_seconds)
{
    buf_char(out, '{');
    json_member_int(out, "id", person->actor.id);
    json_member(out, "user", person->login);
    json_member(out, "name", person->name);
    roles_json(out, person, lang);
    json_member(out, "zone", person->zone);
    json_member_int(out, "lock_s", lock_seconds);
    buf_char(out, '}');
}
