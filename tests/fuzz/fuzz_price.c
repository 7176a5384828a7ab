/* Any text as a price notation: what parses prints canonically, reads back as the same, and never computes an
 * amount outside its bounds. The first 24 bytes are the quantities and the chosen price. */
#include "server/workflow/price.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const struct price_form *form)
{
    struct buf once = {0}, twice = {0}, error = {0}, words = {0};
    struct price_form back;

    price_print(form, &once);
    if (!price_parse(once.data, &back, &error))
        abort();
    price_print(&back, &twice);
    if (strcmp(once.data, twice.data) != 0)
        abort();
    price_for_people(form, "\xe7\xb1\xb3", LANG_ZH, &words);
    price_for_people(form, "", LANG_EN, &words);
    buf_free(&once);
    buf_free(&twice);
    buf_free(&error);
    buf_free(&words);
}

static void check_line(const struct price_form *form, const int64_t *numbers)
{
    struct price_result result;
    enum price_fault fault = price_line(form, numbers[0], numbers[1], numbers[2], &result);

    if (result.amount_fen < 0 || result.amount_fen > PRICE_AMOUNT_MAX)
        abort();
    if (fault == PRICE_OK && result.amount_fen < form->minimum_fen)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t numbers[3];
    struct price_form form;
    struct buf notation = {0}, error = {0};

    if (size < sizeof(numbers))
        return 0;
    memcpy(numbers, data, sizeof(numbers));
    buf_add(&notation, data + sizeof(numbers), size - sizeof(numbers));
    if (price_parse(notation.data, &form, &error)) {
        check_text(&form);
        check_line(&form, numbers);
    }
    buf_free(&notation);
    buf_free(&error);
    return 0;
}
