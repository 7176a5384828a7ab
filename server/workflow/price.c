/* The arithmetic of an order line. Called through price.h; knows nothing of how a price is written.
 * Every bound is checked before a product is formed, so that no step can overflow int64. */
#include "server/workflow/price.h"

#define HUNDRED INT64_C(100)

_Static_assert(PRICE_FEN_MAX <= (INT64_MAX - HUNDRED) / PRICE_QUANTITY_MAX, "a price times a quantity fits");

static const struct {
    const char *name;
    struct label label;
} faults[] = {
    [PRICE_OK] = {"ok", {"无误", "no fault"}},
    [PRICE_QUANTITY_NONE] = {"price.quantity_none", {"数量须大于零", "the quantity must be above zero"}},
    [PRICE_QUANTITY_LARGE] = {"price.quantity_large", {"数量过大", "the quantity is too large"}},
    [PRICE_QUANTITY_WHOLE] = {"price.quantity_whole",
                              {"此项目按整数计", "this item is counted in whole pieces"}},
    [PRICE_SECOND_UNUSED] = {"price.second_unused",
                             {"此项目不按小时计", "this item is not charged by the hour"}},
    [PRICE_CHOICE_MISSING] = {"price.choice_missing",
                              {"请在范围内选定单价", "choose a price inside the range"}},
    [PRICE_CHOICE_LARGE] = {"price.choice_large",
                            {"单价超出允许的数值", "the price is outside what can be entered"}},
    [PRICE_ON_REQUEST] = {"price.on_request",
                          {"面议项目,须先报区域批价", "on request: the region must set the price first"}},
    [PRICE_TIER_BEYOND] = {"price.tier_beyond",
                           {"数量超出收费标准的最高档", "the quantity is above the highest band"}},
    [PRICE_AMOUNT_LARGE] = {"price.amount_large", {"金额过大", "the amount is too large"}},
};

const char *price_fault_name(enum price_fault fault)
{
    return faults[fault].name;
}

struct label price_fault_label(enum price_fault fault)
{
    return faults[fault].label;
}

bool price_takes_choice(const struct price_form *form)
{
    return form->kind == PRICE_RANGE;
}

bool price_takes_hours(const struct price_form *form)
{
    return form->kind == PRICE_PERHOUR;
}

static bool counts_pieces(enum price_kind kind)
{
    return kind == PRICE_FIXED || kind == PRICE_RANGE;
}

static enum price_fault check_quantity(int64_t quantity)
{
    if (quantity <= 0)
        return PRICE_QUANTITY_NONE;
    return quantity > PRICE_QUANTITY_MAX ? PRICE_QUANTITY_LARGE : PRICE_OK;
}

/* The increment belongs to hours where a form has them: persons are never rounded. */
static enum price_fault round_up(const struct price_form *form, int64_t *quantity)
{
    int64_t step = form->increment;

    if (step == 0)
        return PRICE_OK;
    *quantity += (step - *quantity % step) % step;
    return check_quantity(*quantity);
}

static enum price_fault take_hours(const struct price_form *form, int64_t hours, struct price_result *result)
{
    enum price_fault fault = check_quantity(hours);

    if (fault != PRICE_OK)
        return fault;
    if (result->quantity % HUNDRED != 0)
        return PRICE_QUANTITY_WHOLE;
    result->second = hours;
    return round_up(form, &result->second);
}

static enum price_fault take_quantities(const struct price_form *form, int64_t quantity, int64_t second,
                                        struct price_result *result)
{
    enum price_fault fault = check_quantity(quantity);

    if (fault != PRICE_OK)
        return fault;
    result->quantity = quantity;
    if (form->kind == PRICE_PERHOUR)
        return take_hours(form, second, result);
    if (second != 0)
        return PRICE_SECOND_UNUSED;
    if (counts_pieces(form->kind) && form->increment == 0 && quantity % HUNDRED != 0)
        return PRICE_QUANTITY_WHOLE;
    return round_up(form, &result->quantity);
}

static enum price_fault take_tier(const struct price_form *form, struct price_result *result)
{
    for (int i = 0; i < form->tier_count; i++) {
        const struct price_tier *tier = &form->tier[i];

        if (tier->up_to != 0 && result->quantity > tier->up_to)
            continue;
        result->flat = tier->flat;
        result->book_low_fen = result->book_high_fen = tier->fen;
        return PRICE_OK;
    }
    return PRICE_TIER_BEYOND;
}

static enum price_fault take_book(const struct price_form *form, struct price_result *result)
{
    if (form->kind == PRICE_TIERS)
        return take_tier(form, result);
    result->book_low_fen = form->kind == PRICE_REQUEST ? PRICE_NO_BOOK : form->low_fen;
    result->book_high_fen = form->kind == PRICE_REQUEST ? PRICE_NO_BOOK : form->high_fen;
    return PRICE_OK;
}

static enum price_fault take_price(const struct price_form *form, int64_t chosen, struct price_result *result)
{
    enum price_fault fault = take_book(form, result);

    if (fault != PRICE_OK)
        return fault;
    if (chosen == PRICE_NOT_CHOSEN) {
        result->unit_fen = result->book_low_fen;
        if (form->kind == PRICE_REQUEST)
            return PRICE_ON_REQUEST;
        return price_takes_choice(form) ? PRICE_CHOICE_MISSING : PRICE_OK;
    }
    if (chosen < 0 || chosen > PRICE_FEN_MAX)
        return PRICE_CHOICE_LARGE;
    result->unit_fen = chosen;
    result->deviates = chosen < result->book_low_fen || chosen > result->book_high_fen;
    return PRICE_OK;
}

/* unit x quantity is at most PRICE_FEN_MAX x PRICE_QUANTITY_MAX = 1e18; the hours are a second factor, so
 * their product is tested. Half a fen up: every term is positive. */
static enum price_fault multiply(const struct price_form *form, struct price_result *result)
{
    int64_t product = result->unit_fen;

    if (!result->flat) {
        product *= result->quantity;
        if (price_takes_hours(form) && __builtin_mul_overflow(product / HUNDRED, result->second, &product))
            return PRICE_AMOUNT_LARGE;
        product = product / HUNDRED + (product % HUNDRED >= HUNDRED / 2);
    }
    result->amount_fen = product < form->minimum_fen ? form->minimum_fen : product;
    return result->amount_fen > PRICE_AMOUNT_MAX ? PRICE_AMOUNT_LARGE : PRICE_OK;
}

enum price_fault price_line(const struct price_form *form, int64_t quantity, int64_t second_quantity,
                            int64_t chosen_fen, struct price_result *result)
{
    enum price_fault fault;

    *result = (struct price_result){0};
    fault = take_quantities(form, quantity, second_quantity, result);
    if (fault == PRICE_OK)
        fault = take_price(form, chosen_fen, result);
    if (fault == PRICE_OK)
        fault = multiply(form, result);
    if (fault != PRICE_OK)
        *result = (struct price_result){0};
    return fault;
}
