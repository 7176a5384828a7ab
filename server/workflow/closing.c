/* RX-1. The conditions are read off the facts as they will be, so that whoever does the last thing closes the
 * order. */
#include "server/workflow/closing.h"

#include <stddef.h>
#include <string.h>

struct condition {
    bool (*holds)(struct facts *);
    struct refusal refusal;
};

static bool accepted(struct facts *f)
{
    return f->state == ORDER_ACCEPTED || f->state == ORDER_CLOSED;
}

static bool form_back(struct facts *f)
{
    const struct part *form = facts_last(f, LIFECYCLE_FORM);
    return form && (form->state == FORM_BACK || form->state == FORM_WAIVED);
}

static bool followed_up(struct facts *f)
{
    const struct part *followup = facts_last(f, LIFECYCLE_FOLLOWUP);
    return followup && (followup->state == FOLLOWUP_SATISFIED || followup->state == FOLLOWUP_SETTLED);
}

static bool entries_made(struct facts *f)
{
    static const char *const kinds[] = {"e1", "e2", "e3", "e4"};
    int found = 0;
    for (int i = 0; i < f->parts; i++)
        for (int k = 0; k < 4; k++)
            found += f->part[i].lifecycle == LIFECYCLE_ENTRY && strcmp(f->part[i].kind, kinds[k]) == 0;
    return found == 4 && !facts_count_live(f, LIFECYCLE_ENTRY);
}

static bool no_case(struct facts *f)
{
    return !facts_count_live(f, LIFECYCLE_CASE);
}

static bool no_claim(struct facts *f)
{
    return !facts_count_live(f, LIFECYCLE_CLAIM);
}

static const struct condition conditions[] = {
    {accepted,
     {"rule.not_accepted", "5.6.1", {"客户尚未验收", "The customer has not accepted the work"}, BY_TEC}},
    {form_back,
     {"rule.form_not_back",
      "5.7.1",
      {"客户签字的处理单尚未交回", "The signed form is not back"},
      BY_TEC | BY_CAM}},
    {followed_up,
     {"rule.not_followed_up",
      "5.7.2",
      {"回访尚未完成或客户不满意", "The follow-up is not done, or not satisfied"},
      BY_CAM}},
    {entries_made,
     {"rule.entries_open",
      "5.7.1",
      {"数字家园、易软的录入尚未全部完成", "The outside entries are not all made"},
      BY_CAM}},
    {no_case, {"rule.case_open", "5.7.3", {"项目经理的处理单尚未了结", "A manager's case is open"}, BY_PM}},
    {no_claim, {"rule.claim_open", "5.6.4", {"损坏赔偿尚未了结", "A claim for damage is open"}, BY_PM}},
};

int closing_missing(const struct facts *facts, struct refusal *out, int max)
{
    int n = 0;
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions && n < max; i++)
        if (!conditions[i].holds((struct facts *)facts))
            out[n++] = conditions[i].refusal;
    return n;
}

void closing_follow(struct decision *d)
{
    struct refusal missing;
    struct facts *f = &d->after;
    if (f->aggregate != AGGREGATE_ORDER || f->state != ORDER_ACCEPTED || closing_missing(f, &missing, 1))
        return;
    consequence(d, "order.close", NULL, ORDER_CLOSED);
    f->ended_at = d->q->now;
    deadline_clear(d, 0, NULL);
}
