/* The shared guards. Each is one question about the facts; its words say what is missing and who supplies it.
 */
#include "server/workflow/guards.h"

#include <stddef.h>
#include <string.h>

const struct option options_channel[] = {{"phone", {"电话", "Phone"}},
                                         {"counter", {"当面", "At the counter"}},
                                         {"written", {"书面", "In writing"}},
                                         {"other", {"其他", "Other"}},
                                         {NULL, {NULL, NULL}}};
const struct option options_yes_no[] = {{"yes", {"是", "Yes"}}, {"no", {"否", "No"}}, {NULL, {NULL, NULL}}};
/* The four don'ts and 5.5.8 as complaint codes (R5.5.7-2). */
const struct option options_conduct[] = {{"none", {"无", "None"}},
                                         {"smoking", {"室内吸烟", "Smoking"}},
                                         {"drinking", {"喝客户的水", "Drinking"}},
                                         {"eating", {"在客户家吃饭", "Eating"}},
                                         {"gifts", {"收受礼品", "Accepting gifts"}},
                                         {"language", {"语言不规范", "Language"}},
                                         {"touching", {"随意翻动物品", "Touching belongings"}},
                                         {"private_calls", {"接听私人电话", "Private calls"}},
                                         {"children", {"未经允许抱小孩", "Holding children"}},
                                         {"arguing", {"与客户争辩", "Arguing"}},
                                         {"noise", {"大声喧哗", "Noise"}},
                                         {NULL, {NULL, NULL}}};

/* Work that has begun is not stopped by the consent's age: the 90 days run to the start (A29). */
bool consent_stands(const struct facts *f, moment now)
{
    return f->consent_rev && f->consent_rev == f->quote_rev &&
           (f->first_started != MOMENT_NONE || now < f->consent_at + f->p_consent_valid_days * MOMENT_DAY);
}

static bool has_consent(const struct decision *d)
{
    return consent_stands(before(d), d->q->now);
}

const struct guard guard_consent_stands = {
    "rule.consent_missing",
    "5.3.2",
    "R5.3.2-3",
    has_consent,
    {"现行报价未获客户同意(报价已变更或同意已过期),须由专属客户经理重新说明并取得同意",
     "The present quote has no valid consent (it changed, or the consent expired): explain and ask again"},
    BY_CAM,
    false};

static bool has_window(const struct decision *d)
{
    return before(d)->agreed && !facts_live(&((struct decision *)d)->after, LIFECYCLE_TIME);
}

const struct guard guard_agreed_window = {
    "rule.time_not_agreed",
    "5.4.1",
    "R5.4.1-7",
    has_window,
    {"上门时间尚未与客户约定,须由专属客户经理与客户达成一致",
     "No time is agreed with the customer; only the account manager can agree it"},
    BY_CAM,
    false};

static bool no_flag(const struct decision *d)
{
    const struct part *visit = facts_live(&((struct decision *)d)->after, LIFECYCLE_VISIT);
    return !visit || !visit->flag;
}

const struct guard guard_no_flag = {
    "rule.wish_differs",
    "5.3.2",
    "R5.5.4-2",
    no_flag,
    {"客户现场要求与处理单不符,须由专属客户经理重新报价取得同意,或确认在原范围内",
     "The customer's wish differs from the form: a new quote with consent, or the manager's word that it is "
     "within it"},
    BY_CAM,
    false};

static bool signature_right(const struct decision *d)
{
    return d->q->input->secret_ok;
}

const struct guard guard_signature = {"rule.signature",
                                      "5.7.2",
                                      "R5.7.2-3",
                                      signature_right,
                                      {"签名确认不正确:请重新输入本人 PIN 或密码",
                                       "Signature not confirmed: enter your own PIN or password again"},
                                      BY_CAM,
                                      true};

static bool at_not_future(const struct decision *d)
{
    const struct value *at = arg_of(d, "at");
    return !at->given || at->n <= d->q->now;
}

const struct guard guard_not_future = {"rule.future",
                                       "5.7.2",
                                       "RX-4",
                                       at_not_future,
                                       {"发生时间不能晚于现在", "It cannot have happened later than now"},
                                       0,
                                       true};

static bool window_in_order(const struct decision *d)
{
    const struct value *w = arg_of(d, "window");
    return !w->given || w->n == MOMENT_NONE || (w->n < w->n2 && w->n2 > d->q->now);
}

const struct guard guard_window_order = {
    "rule.window",
    "5.4.1",
    "R5.4.1-4",
    window_in_order,
    {"时间段的结束须晚于开始,且不能已经过去", "The window must end after it begins and not lie in the past"},
    0,
    true};

bool typed_not_before(moment typed, moment limit)
{
    bool minutes = typed % MOMENT_MINUTE == 0;
    return typed >= (minutes ? limit - limit % MOMENT_MINUTE : limit);
}

/* Of the round that is being signed; a form signed later counts from the last finish. */
static bool signing_time_fits(const struct decision *d)
{
    const struct value *at = arg_of(d, "signed_at");
    const struct part *round = facts_last(&((struct decision *)d)->after, LIFECYCLE_ROUND);
    return at->n <= d->q->now && (!round || round->at == MOMENT_NONE || typed_not_before(at->n, round->at));
}

const struct guard guard_signing_time = {
    "rule.signing_time",
    "5.6.1",
    "R5.6.1-3",
    signing_time_fits,
    {"签字时间须在完工之后、现在之前", "The signing time must lie between the finish and now"},
    0,
    true};

static bool concrete(const struct decision *d)
{
    return arg_of(d, "window")->n != MOMENT_NONE;
}

const struct guard guard_concrete = {"rule.window_concrete",
                                     "5.4.1",
                                     "R5.4.1-5",
                                     concrete,
                                     {"须明确具体的上门时间段", "State a concrete window"},
                                     BY_SUP,
                                     true};
