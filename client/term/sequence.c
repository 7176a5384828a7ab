/* The meaning of escape sequences. Called by keys.c. Tables; knows no terminal database. */
#include "client/term/sequence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 9999

struct letter {
    char letter;
    enum key_kind kind;
    uint32_t code;
    unsigned mods;
};

static const struct letter csi_letters[] = {
    {'A', K_UP, 0, 0},
    {'B', K_DOWN, 0, 0},
    {'C', K_RIGHT, 0, 0},
    {'D', K_LEFT, 0, 0},
    {'H', K_HOME, 0, 0},
    {'F', K_END, 0, 0},
    {'Z', K_BACKTAB, 0, 0},
    {'P', K_F, 1, 0},
    {'Q', K_F, 2, 0},
    {'R', K_F, 3, 0},
    {'S', K_F, 4, 0},
    {'a', K_UP, 0, KEY_SHIFT},
    {'b', K_DOWN, 0, KEY_SHIFT},
    {'c', K_RIGHT, 0, KEY_SHIFT},
    {'d', K_LEFT, 0, KEY_SHIFT},
};

static const struct letter ss3_letters[] = {
    {'A', K_UP, 0, 0},
    {'B', K_DOWN, 0, 0},
    {'C', K_RIGHT, 0, 0},
    {'D', K_LEFT, 0, 0},
    {'H', K_HOME, 0, 0},
    {'F', K_END, 0, 0},
    {'P', K_F, 1, 0},
    {'Q', K_F, 2, 0},
    {'R', K_F, 3, 0},
    {'S', K_F, 4, 0},
    {'M', K_ENTER, 0, 0},
    {'I', K_TAB, 0, 0},
    {'X', K_CHAR, '=', 0},
    {'j', K_CHAR, '*', 0},
    {'k', K_CHAR, '+', 0},
    {'l', K_CHAR, ',', 0},
    {'m', K_CHAR, '-', 0},
    {'n', K_CHAR, '.', 0},
    {'o', K_CHAR, '/', 0},
    {'p', K_CHAR, '0', 0},
    {'q', K_CHAR, '1', 0},
    {'r', K_CHAR, '2', 0},
    {'s', K_CHAR, '3', 0},
    {'t', K_CHAR, '4', 0},
    {'u', K_CHAR, '5', 0},
    {'v', K_CHAR, '6', 0},
    {'w', K_CHAR, '7', 0},
    {'x', K_CHAR, '8', 0},
    {'y', K_CHAR, '9', 0},
    {'a', K_UP, 0, KEY_CONTROL},
    {'b', K_DOWN, 0, KEY_CONTROL},
    {'c', K_RIGHT, 0, KEY_CONTROL},
    {'d', K_LEFT, 0, KEY_CONTROL},
};

/* CSI number ~ */
static const struct {
    int number;
    enum key_kind kind;
    uint32_t code;
} csi_numbers[] = {
    {1, K_HOME, 0}, {2, K_INSERT, 0}, {3, K_DELETE, 0}, {4, K_END, 0}, {5, K_PAGE_UP, 0}, {6, K_PAGE_DOWN, 0},
    {7, K_HOME, 0}, {8, K_END, 0},    {11, K_F, 1},     {12, K_F, 2},  {13, K_F, 3},      {14, K_F, 4},
    {15, K_F, 5},   {17, K_F, 6},     {18, K_F, 7},     {19, K_F, 8},  {20, K_F, 9},      {21, K_F, 10},
    {23, K_F, 11},  {24, K_F, 12},    {25, K_F, 13},    {26, K_F, 14}, {28, K_F, 15},     {29, K_F, 16},
    {31, K_F, 17},  {32, K_F, 18},    {33, K_F, 19},    {34, K_F, 20},
};

/* xterm's modifier parameter: 1 + shift 1, alt 2, control 4 */
static unsigned modifiers(int parameter)
{
    unsigned bits = parameter > 1 ? (unsigned)(parameter - 1) : 0;
    return (bits & 1 ? KEY_SHIFT : 0) | (bits & 2 ? KEY_ALT : 0) | (bits & 4 ? KEY_CONTROL : 0);
}

static bool by_letter(const struct letter *letters, size_t count, char letter, struct key *out)
{
    for (size_t i = 0; i < count; i++)
        if (letters[i].letter == letter) {
            *out = (struct key){.kind = letters[i].kind, .code = letters[i].code, .mods = letters[i].mods};
            return true;
        }
    return false;
}

static bool by_number(int number, struct key *out)
{
    for (size_t i = 0; i < sizeof csi_numbers / sizeof csi_numbers[0]; i++)
        if (csi_numbers[i].number == number) {
            *out = (struct key){.kind = csi_numbers[i].kind, .code = csi_numbers[i].code};
            return true;
        }
    return false;
}

/* A character named by its code, as terminals with extended keyboards send it. */
static bool by_code(int code, unsigned mods, struct key *out)
{
    switch (code) {
    case 9:
        *out = (struct key){.kind = mods & KEY_SHIFT ? K_BACKTAB : K_TAB};
        return true;
    case 13:
        *out = (struct key){.kind = K_ENTER, .mods = mods};
        return true;
    case 27:
        *out = (struct key){.kind = K_ESC, .mods = mods};
        return true;
    case 127:
        *out = (struct key){.kind = K_BACKSPACE, .mods = mods};
        return true;
    default:
        break;
    }
    if (code < 32 || code > 126)
        return false;
    bool control = (mods & KEY_CONTROL) && ((code >= 'a' && code <= 'z') || (code >= '@' && code <= '_'));
    *out = (struct key){.kind = control ? K_CTRL : K_CHAR, .code = (uint32_t)code, .mods = mods & KEY_ALT};
    return true;
}

/* Reads up to max numbers separated by ';'; missing ones are 0. Returns how many there are. */
static int read_numbers(const char *text, const char *end, int *numbers, int max)
{
    int count = 1;
    memset(numbers, 0, (size_t)max * sizeof *numbers);
    for (; text < end; text++) {
        if (*text == ';') {
            count++;
        } else if (*text >= '0' && *text <= '9' && count <= max) {
            int *number = &numbers[count - 1];
            *number = *number > NUMBER_MAX ? *number : *number * 10 + (*text - '0');
        } else if (*text < '0' || *text > '9') {
            return 0;
        }
    }
    return count;
}

/* rxvt says shift, control and both by the last letter. */
static unsigned rxvt_modifiers(char last)
{
    return last == '$' ? KEY_SHIFT : last == '^' ? KEY_CONTROL : last == '@' ? KEY_SHIFT | KEY_CONTROL : 0;
}

static bool csi_key(const char *body, struct key *out)
{
    int numbers[3];
    size_t len = strlen(body);
    if (len == 0)
        return false;
    char last = body[len - 1];
    if (read_numbers(body, body + len - 1, numbers, 3) == 0)
        return false;
    if (last == 'u')
        return by_code(numbers[0], modifiers(numbers[1]), out);
    if (last == '~' && numbers[0] == 27)
        return by_code(numbers[2], modifiers(numbers[1]), out);
    bool numbered = last == '~' || rxvt_modifiers(last) != 0;
    bool known = numbered ? by_number(numbers[0], out)
                          : by_letter(csi_letters, sizeof csi_letters / sizeof csi_letters[0], last, out);
    if (known)
        out->mods |= modifiers(numbers[1]) | rxvt_modifiers(last);
    return known;
}

bool sequence_key(const char *sequence, struct key *out)
{
    if (sequence[0] == 'O')
        return by_letter(ss3_letters, sizeof ss3_letters / sizeof ss3_letters[0], sequence[1], out);
    if (sequence[0] != '[')
        return false;
    if (sequence[1] == '[' && sequence[2] >= 'A' && sequence[2] <= 'E') {
        *out = (struct key){.kind = K_F, .code = (uint32_t)(sequence[2] - 'A' + 1)};
        return true;
    }
    return csi_key(sequence + 1, out);
}

bool sequence_is_report(const char *sequence, int *row, int *col)
{
    int used = 0;
    return sscanf(sequence, "[%4d;%4dR%n", row, col, &used) == 2 && used > 0 && sequence[used] == '\0';
}
