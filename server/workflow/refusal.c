/* The words of a refusal: who may, what state it is in, what is missing. Called by decide.c. */
#include "server/workflow/engine.h"

#include <stdio.h>

static void refuse_with(struct decision *d, struct refusal refusal)
{
    if (d->refusals < DECISION_REFUSALS_MAX)
        d->refusal[d->refusals++] = refusal;
}

void refuse(struct decision *d, const struct guard *guard)
{
    refuse_with(d, (struct refusal){guard->code, guard->clause, guard->missing, guard->lifted_by});
}

static struct label joined(struct decision *d, const char *zh, const char *en)
{
    return (struct label){text_copy(d, zh), text_copy(d, en)};
}

/* "本单专属客户经理(王芳)或项目经理" */
static struct label who_label(struct decision *d, unsigned who)
{
    char zh[512] = "", en[512] = "";
    size_t z = 0, e = 0;
    const struct facts *f = before(d);
    for (int bit = 0; bit < RELATIONS; bit++) {
        if (!(who & ~(unsigned)BY_SYSTEM & (1u << bit)))
            continue;
        struct label label = relation_label((enum relation)(1u << bit));
        const char *name = bit == 0 ? f->cam_name : bit == 1 ? f->sup_name : bit == 4 ? f->pm_name : "";
        if (bit == 2)
            name = f->tec_name;
        z += (size_t)snprintf(zh + z, sizeof zh - z, *name ? "%s%s(%s)" : "%s%s%s", z ? "或" : "", label.zh,
                              name);
        e += (size_t)snprintf(en + e, sizeof en - e, *name ? "%s%s (%s)" : "%s%s%s", e ? " or " : "",
                              label.en, name);
    }
    return joined(d, zh, en);
}

void refuse_person(struct decision *d, const struct row *row)
{
    char zh[640], en[640];
    struct label who = who_label(d, row->who);
    snprintf(zh, sizeof zh, "「%s」只能由%s办理", row->label.zh, who.zh);
    snprintf(en, sizeof en, "\"%s\" is for %s only", row->label.en, who.en);
    refuse_with(d, (struct refusal){"perm.denied", row->clause, joined(d, zh, en), row->who});
}

/* R5.3.2-9, R5.3.2-10: before the account manager's dispatch nothing of the work exists, and that is why. */
static bool not_dispatched(const struct facts *f, const struct row *row)
{
    bool undispatched = f->aggregate == AGGREGATE_ORDER && f->state <= ORDER_READY;
    return undispatched && (row->track == LIFECYCLE_VISIT || row->track == LIFECYCLE_ROUND ||
                            row->track == LIFECYCLE_CHECKLIST || row->track == LIFECYCLE_TIME);
}

/* R5.6.3-1: after the second refusal it is the manager's, and that is why nothing else goes on. */
static bool with_manager(const struct facts *f, const struct row *row)
{
    return f->aggregate == AGGREGATE_ORDER && f->state == ORDER_ESCALATED &&
           (row->track == LIFECYCLE_VISIT || row->track == LIFECYCLE_ROUND || row->track == LIFECYCLE_TIME);
}

static const char *names_of(enum lifecycle_id id, unsigned mask, enum lang lang, char *out, size_t size)
{
    size_t n = 0;
    *out = 0;
    for (int s = 1; state_of(id, s); s++)
        if (mask & MASK(s) && n < size)
            n += (size_t)snprintf(out + n, size - n, "%s%s", n ? (lang == LANG_ZH ? "、" : ", ") : "",
                                  label_in(state_of(id, s)->label, lang));
    return out;
}

static unsigned owner_relation(enum role role)
{
    switch (role) {
    case ROLE_CAM:
        return BY_CAM;
    case ROLE_SUP:
        return BY_SUP;
    case ROLE_TEC:
        return BY_TEC;
    case ROLE_PM:
        return BY_PM;
    case ROLE_TAR:
        return BY_APPROVER;
    default:
        return 0;
    }
}

void refuse_state(struct decision *d, const struct row *row)
{
    struct facts *f = &d->after;
    if (not_dispatched(f, row)) {
        refuse_with(
            d, (struct refusal){"rule.not_dispatched",
                                "5.3.2",
                                {"专属客户经理尚未派工;未由专属客户经理派单,任何人不得提供特约服务",
                                 "The account manager has not dispatched it; without that nobody may serve"},
                                BY_CAM});
        return;
    }
    if (with_manager(f, row)) {
        refuse_with(d, (struct refusal){"rule.with_manager",
                                        "5.6.3",
                                        {"已报项目经理,须由项目经理先作出处理决定",
                                         "It lies with the project manager, who must decide first"},
                                        BY_PM});
        return;
    }
    bool root = row_is_root(f, row) || !row_when_fits(row, f);
    const struct part *last = root ? NULL : facts_last(f, row->track);
    enum lifecycle_id id = root ? aggregate_root(f->aggregate) : row->track;
    unsigned mask = row_is_root(f, row) ? row->from : root ? row->when : row->from;
    const struct state *now = state_of(id, root ? f->state : last ? last->state : 0);
    char zh[640], en[640], names[400];
    snprintf(zh, sizeof zh, "现在是「%s」;「%s」只能在「%s」时进行", now->label.zh, row->label.zh,
             names_of(id, mask, LANG_ZH, names, sizeof names));
    snprintf(en, sizeof en, "It is \"%s\" now; \"%s\" needs: %s", now->label.en, row->label.en,
             names_of(id, mask, LANG_EN, names, sizeof names));
    refuse_with(d,
                (struct refusal){"state.wrong", row->clause, joined(d, zh, en), owner_relation(now->owner)});
}
