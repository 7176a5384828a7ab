/* Who the actor is to the subject. decide.c asks; nobody else may judge a person's place. */
#include "server/workflow/decide.h"

#include <stddef.h>

static bool holds(const struct actor *actor, enum role role, int64_t place)
{
    for (int i = 0; place && i < actor->grants; i++)
        if (actor->grant[i].role == role && actor->grant[i].place == place)
            return true;
    return false;
}

/* principal 0: whoever holds the role at the place. */
static bool stands_in(const struct question *q, enum role role, int64_t place, int64_t principal,
                      int64_t *acting_for)
{
    for (int i = 0; i < q->actor->standins; i++) {
        const struct standin *s = &q->actor->standin[i];
        bool fits = s->role == role && s->place == place && (!principal || s->principal == principal);
        if (fits && s->from <= q->now && q->now < s->to) {
            *acting_for = s->principal;
            return true;
        }
    }
    return false;
}

static bool works_at(const struct actor *actor, int64_t site)
{
    for (int i = 0; site && i < actor->grants; i++)
        if (actor->site_of[i] == site && actor->grant[i].role != ROLE_ADM)
            return true;
    return false;
}

/* The technician of the order is the one of the live visit; once it is over, of the last one. */
static bool is_technician(const struct actor *actor, const struct facts *facts)
{
    struct facts *f = (struct facts *)facts;
    const struct part *visit = NULL;
    for (int i = f->parts; i-- > 0 && !visit;)
        if (f->part[i].lifecycle == LIFECYCLE_VISIT && f->part[i].state != VISIT_STOPPING &&
            f->part[i].state != VISIT_STOPPED)
            visit = &f->part[i];
    return visit && visit->user == actor->id;
}

static unsigned own_relations(const struct actor *actor, const struct facts *f, const struct part *part)
{
    unsigned relations = 0;
    if (f->cam && f->cam == actor->id && holds(actor, ROLE_CAM, f->site))
        relations |= BY_CAM;
    if (holds(actor, ROLE_SUP, f->department))
        relations |= BY_SUP;
    if (is_technician(actor, f))
        relations |= BY_TEC;
    if (part && part->user == actor->id)
        relations |= BY_PART_USER;
    if (holds(actor, ROLE_PM, f->site))
        relations |= BY_PM;
    if (holds(actor, (enum role)f->approver_role, f->approver_place))
        relations |= BY_APPROVER;
    if (holds(actor, ROLE_TAR, f->region))
        relations |= BY_TAR;
    if (works_at(actor, f->site))
        relations |= BY_STAFF;
    return relations;
}

/* Whoever may act in his own name does not act for another: a deputy's window counts only where it is needed.
 */
unsigned relations_of(const struct question *q, const struct part *part, unsigned who, int64_t *acting_for)
{
    const struct facts *f = q->facts;
    *acting_for = 0;
    if (q->actor->system)
        return BY_SYSTEM;
    unsigned relations = own_relations(q->actor, f, part);
    unsigned wanted = relations & who ? 0 : who;
    if (wanted & BY_CAM && f->cam && stands_in(q, ROLE_CAM, f->site, f->cam, acting_for))
        return relations | BY_CAM;
    if (wanted & BY_SUP && f->department && stands_in(q, ROLE_SUP, f->department, 0, acting_for))
        return relations | BY_SUP;
    if (wanted & BY_PM && stands_in(q, ROLE_PM, f->site, 0, acting_for))
        return relations | BY_PM;
    return relations;
}

struct label relation_label(enum relation relation)
{
    switch (relation) {
    case BY_CAM:
        return (struct label){"该单元的专属客户经理", "the unit's own account manager"};
    case BY_SUP:
        return (struct label){"实施部门主管", "the department's supervisor"};
    case BY_TEC:
        return (struct label){"本单实施人", "the technician of this order"};
    case BY_PART_USER:
        return (struct label){"当事人本人", "the person concerned"};
    case BY_PM:
        return (struct label){"项目经理", "the project manager"};
    case BY_APPROVER:
        return (struct label){"有权批价的中心", "the centre that may set prices"};
    case BY_STAFF:
        return (struct label){"本项目员工", "an employee of the site"};
    case BY_TAR:
        return (struct label){"区域品质管理中心", "the region's quality centre"};
    case BY_SYSTEM:
        return (struct label){"系统", "the system"};
    }
    return (struct label){"", ""};
}
