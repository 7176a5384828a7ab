/* The result of an import as a thing of its own: freeing it and writing it as CSV. */
#include "server/tariff_import/tariff_import.h"

#include <stdlib.h>
#include <string.h>

void tariff_list_free(struct tariff_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct tariff_item *item = &list->item[i];

        free(item->code);
        free(item->class_code);
        free(item->name);
        free(item->unit);
        free(item->price);
        free(item->material);
        free(item->remark);
    }
    free(list->item);
    *list = (struct tariff_list){0};
}

static void write_field(const char *text, char end, struct buf *out)
{
    bool quoted =
        strpbrk(text, ",\"") != NULL || *text == ' ' || (*text != '\0' && text[strlen(text) - 1] == ' ');

    if (!quoted) {
        buf_str(out, text);
        buf_char(out, end);
        return;
    }
    buf_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_char(out, '"');
        buf_char(out, *text);
    }
    buf_char(out, '"');
    buf_char(out, end);
}

void tariff_list_write(const struct tariff_list *list, struct buf *out)
{
    buf_str(out, "class,code,name,unit,price,material,remark\n");
    for (size_t i = 0; i < list->count; i++) {
        const struct tariff_item *item = &list->item[i];

        write_field(item->class_code, ',', out);
        write_field(item->code, ',', out);
        write_field(item->name, ',', out);
        write_field(item->unit, ',', out);
        write_field(item->price, ',', out);
        write_field(item->material, ',', out);
        write_field(item->remark, '\n', out);
    }
}
