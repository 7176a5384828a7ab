/* The signed form's way back and the entries into the outside systems (5.6.1, 5.7.1). Part of the pure core.
 */
#include "server/workflow/guards.h"
#include "server/workflow/lifecycles.h"
#include "server/workflow/order_effects.h"

static const struct arg reason_args[] = {ARG_REASON, ARG_END};
static const struct arg resign_args[] = {
    {"signer", ARG_TEXT, true, {"签名人", "Signer"}, NULL, NULL, 40, "contact"},
    {"signed_at", ARG_TIME, true, {"签字时间", "Signed at"}, NULL, NULL, 0, "now"},
    ARG_END};

/* ---- the form ---- */

static void form_print(struct decision *d)
{
    d->after.copies++;
    d->part->number++;
    d->part->dirty = true;
}

static void form_back(struct decision *d)
{
    deadline_clear(d, d->part->id, "form_return");
}

static void form_lost(struct decision *d)
{
    deadline_clear(d, d->part->id, "form_return");
    ring_role(d, ROLE_CAM);
}

static void form_resign(struct decision *d)
{
    deadline_set(d, d->part->id, "form_return",
                 arg_of(d, "signed_at")->n + d->after.p_form_return_hours * MOMENT_HOUR);
}

/* Before the acceptance a lost form is simply printed again; after it the new copy must be signed again. */
static void form_reprint(struct decision *d)
{
    form_print(d);
    decision_goto(d, d->after.signed_at == MOMENT_NONE ? FORM_OUT : FORM_REPRINTED);
}

static const struct row form_rows[] = {
    {.action = "form.open",
     .track = LIFECYCLE_FORM,
     .from = MASK(0),
     .to = MASK(FORM_OUT),
     .who = BY_SYSTEM,
     .label = {"开处理单", "Form opened"},
     .clause = "5.3.2",
     .hidden = true},
    {.action = "form.print",
     .track = LIFECYCLE_FORM,
     .from = MASK(FORM_OUT) | MASK(FORM_REPRINTED),
     .who = BY_CAM,
     .label = {"打印处理单", "Print the form"},
     .clause = "5.3.2",
     .effects = form_print,
     .key = 'p'},
    {.action = "form.sign",
     .track = LIFECYCLE_FORM,
     .from = MASK(FORM_OUT) | MASK(FORM_REPRINTED),
     .to = MASK(FORM_SIGNED),
     .who = BY_SYSTEM,
     .label = {"客户已签", "Signed"},
     .clause = "5.6.1",
     .hidden = true},
    {.action = "form.receive",
     .track = LIFECYCLE_FORM,
     .from = MASK(FORM_SIGNED),
     .to = MASK(FORM_BACK),
     .who = BY_CAM,
     .label = {"收到签字单", "Signed form received"},
     .clause = "5.6.1",
     .effects = form_back,
     .key = 'f'},
    {.action = "form.lose",
     .track = LIFECYCLE_FORM,
     .from = MASK(FORM_OUT) | MASK(FORM_SIGNED),
     .to = MASK(FORM_LOST),
     .who = BY_CAM | BY_TEC,
     .label = {"单据遗失", "Form lost"},
     .clause = "5.6.1",
     .args = reason_args,
     .effects = form_lost},
    {.action = "form.reprint",
     .track = LIFECYCLE_FORM,
     .from = MASK(FORM_LOST),
     .to = MASK(FORM_OUT) | MASK(FORM_REPRINTED),
     .who = BY_CAM,
     .label = {"补打", "Reprint"},
     .clause = "5.6.1",
     .effects = form_reprint,
     .key = 'p'},
    {.action = "form.resign",
     .track = LIFECYCLE_FORM,
     .from = MASK(FORM_REPRINTED),
     .to = MASK(FORM_SIGNED),
     .who = BY_CAM | BY_TEC,
     .label = {"补签", "Signed again"},
     .clause = "5.6.1",
     .args = resign_args,
     .effects = form_resign,
     .guards = {&guard_signing_time}},
    {.action = "form.waive",
     .track = LIFECYCLE_FORM,
     .from = MASK(FORM_LOST) | MASK(FORM_REPRINTED) | MASK(FORM_SIGNED),
     .to = MASK(FORM_WAIVED),
     .when = MASK(ORDER_ACCEPTED),
     .who = BY_PM,
     .label = {"经理豁免纸单", "Waive the paper"},
     .clause = "5.6.1",
     .args = reason_args,
     .effects = form_back},
    {.action = "form.excuse",
     .track = LIFECYCLE_FORM,
     .from = MASK(FORM_OUT) | MASK(FORM_SIGNED) | MASK(FORM_LOST) | MASK(FORM_REPRINTED),
     .to = MASK(FORM_WAIVED),
     .who = BY_SYSTEM,
     .label = {"经理认可,免签", "Waived by the manager's acceptance"},
     .clause = "5.6.1",
     .hidden = true},
    {.action = "form.reissue",
     .track = LIFECYCLE_FORM,
     .from = MASK(FORM_SIGNED) | MASK(FORM_BACK) | MASK(FORM_LOST) | MASK(FORM_REPRINTED) | MASK(FORM_WAIVED),
     .to = MASK(FORM_OUT),
     .who = BY_SYSTEM,
     .label = {"返工重新开单", "Out again for the rework"},
     .clause = "5.6.2",
     .hidden = true},
    {.action = "form.void",
     .track = LIFECYCLE_FORM,
     .from = MASK(FORM_OUT) | MASK(FORM_SIGNED) | MASK(FORM_LOST) | MASK(FORM_REPRINTED),
     .to = MASK(FORM_VOID),
     .who = BY_SYSTEM,
     .label = {"作废留号", "Void, number kept"},
     .clause = "5.3.2",
     .hidden = true},
};

const struct lifecycle lifecycle_form = {LIFECYCLE_FORM,
                                         AGGREGATE_ORDER,
                                         {"纸质处理单", "Paper form"},
                                         form_rows,
                                         sizeof form_rows / sizeof *form_rows};

/* ---- the entries ---- */

static const struct arg enter_args[] = {
    {"reference", ARG_TEXT, false, {"外部编号", "Outside reference"}, NULL, NULL, 40, NULL},
    {"no_reference", ARG_CHOICE, false, {"对方系统未给编号", "None given"}, options_yes_no, NULL, 0, "no"},
    ARG_END};

static bool reference_or_none(const struct decision *d)
{
    return arg_of(d, "reference")->given || arg_is(d, "no_reference", "yes");
}

static const struct guard guard_reference = {
    "rule.reference",
    "5.7.1",
    "R5.7.1-2",
    reference_or_none,
    {"须填外部系统的编号,或注明对方未给编号", "Give the outside reference, or say that none was given"},
    BY_CAM,
    true};

static void entry_done(struct decision *d)
{
    deadline_clear(d, d->part->id, NULL);
    d->part->note = arg_of(d, "reference")->text;
}

static void entry_fail(struct decision *d)
{
    d->part->note = arg_of(d, "reason")->text;
}

static const struct row entry_rows[] = {
    {.action = "entry.open",
     .track = LIFECYCLE_ENTRY,
     .from = MASK(0),
     .to = MASK(ENTRY_OPEN),
     .who = BY_SYSTEM,
     .label = {"待录入", "To be entered"},
     .clause = "5.7.1",
     .hidden = true},
    {.action = "entry.enter",
     .track = LIFECYCLE_ENTRY,
     .from = MASK(ENTRY_OPEN) | MASK(ENTRY_FAILED) | MASK(ENTRY_CORRECT),
     .to = MASK(ENTRY_ENTERED),
     .who = BY_CAM,
     .label = {"已录入外部系统", "Entered outside"},
     .clause = "5.7.1",
     .args = enter_args,
     .effects = entry_done,
     .key = 'i',
     .guards = {&guard_reference}},
    {.action = "entry.fail",
     .track = LIFECYCLE_ENTRY,
     .from = MASK(ENTRY_OPEN) | MASK(ENTRY_CORRECT),
     .to = MASK(ENTRY_FAILED),
     .who = BY_CAM,
     .label = {"录入失败", "Entry failed"},
     .clause = "5.7.1",
     .args = reason_args,
     .effects = entry_fail},
    {.action = "entry.verify",
     .track = LIFECYCLE_ENTRY,
     .from = MASK(ENTRY_ENTERED),
     .to = MASK(ENTRY_VERIFIED),
     .who = BY_CAM,
     .label = {"已核对", "Verified"},
     .clause = "5.7.1"},
    {.action = "entry.reopen",
     .track = LIFECYCLE_ENTRY,
     .from = MASK(ENTRY_ENTERED) | MASK(ENTRY_VERIFIED),
     .to = MASK(ENTRY_CORRECT),
     .who = BY_SYSTEM,
     .label = {"内容已变,待更正", "Changed: to correct"},
     .clause = "5.7.1",
     .hidden = true},
};

const struct lifecycle lifecycle_entry = {LIFECYCLE_ENTRY,
                                          AGGREGATE_ORDER,
                                          {"外部录入", "Outside entry"},
                                          entry_rows,
                                          sizeof entry_rows / sizeof *entry_rows};
