/* The statements effects are rows of: each is db/sql/effect/<name>.sql, whose parameters $1 … $n are arrays,
 * one element a row, in the order of the columns listed there. A batch runs each statement once, in this
 * order, whatever its size. */
#ifndef TEYUE_WORKFLOW_EFFECTS_H
#define TEYUE_WORKFLOW_EFFECTS_H

#define EFFECT_COLUMNS_MAX 20

/* X(name, columns) */
#define EFFECTS(X)                                                                                           \
    X(order_new, 17)                                                                                         \
    X(order_number, 3)                                                                                       \
    X(order_put, 20)                                                                                         \
    X(relay_new, 13)                                                                                         \
    X(root_state, 3)                                                                                         \
    X(relay_place, 2)                                                                                        \
    X(deputy_new, 9)                                                                                         \
    X(incident_new, 8)                                                                                       \
    X(unit_cam, 3)                                                                                           \
    X(part_new, 13)                                                                                          \
    X(part_put, 10)                                                                                          \
    X(quote_new, 5)                                                                                          \
    X(quote_line, 15)                                                                                        \
    X(quote_withdraw, 2)                                                                                     \
    X(material, 4)                                                                                           \
    X(checklist_copy, 2)                                                                                     \
    X(checklist_answer, 5)                                                                                   \
    X(charge, 3)                                                                                             \
    X(charge_relief, 2)                                                                                      \
    X(deadline_clear, 3)                                                                                     \
    X(deadline_new, 4)                                                                                       \
    X(deadline_fired, 1)                                                                                     \
    X(ring, 5)                                                                                               \
    X(handover, 2)

#define EFFECT_ENUM(name, columns) EFFECT_##name,
enum effect { EFFECTS(EFFECT_ENUM) EFFECT_COUNT };

const char *effect_name(enum effect);
int effect_columns(enum effect);

#endif
