/* Text at the door: UTF-8, NFC, no controls, no bidi overrides, no invisible characters.
 * Columns are what wcwidth(3) says, so that screens and files agree with the terminal library. */
#ifndef TEYUE_COMMON_TEXT_H
#define TEYUE_COMMON_TEXT_H

#include "common/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum text_fault {
    TEXT_OK,
    TEXT_NOT_UTF8,
    TEXT_CONTROL,
    TEXT_BIDI,
    TEXT_INVISIBLE,
    TEXT_UNASSIGNED,
    TEXT_TOO_LONG
};

/* Checks and normalises one line of customer text into *out (NFC, outer blanks trimmed). max_chars counts
 * characters (code points) after normalising. lines: LF is allowed (a note), otherwise it is TEXT_CONTROL.
 * Refuses C0, DEL, C1, U+061C, U+200B–200F, U+2028–202E, U+2060–2069, U+FEFF, surrogates and unassigned code
 * points; on a fault *out is empty. */
enum text_fault text_clean(const char *text, size_t max_chars, bool lines, struct buf *out);
/* A word for a fault, for logs and JSON: "not_utf8", "control", … */
const char *text_fault_name(enum text_fault);

bool text_valid_utf8(const char *text, size_t len);
size_t text_chars(const char *text);
/* Columns the text takes on a terminal; characters the terminal library cannot place count as one ('?').
 * The process must have a UTF-8 LC_CTYPE (setlocale). */
int text_columns(const char *text);

/* Next code point of valid UTF-8; advances *text; 0 at the end; U+FFFD and one byte for a broken byte. */
uint32_t text_next(const char **text);
/* Appends one code point as UTF-8. */
void text_append(struct buf *, uint32_t code);

/* Full-width ASCII (U+FF01–FF5E, U+3000) to ASCII, others unchanged: what an input method makes of keys. */
uint32_t text_fold_width(uint32_t code);

/* A safe single line for a log: controls and quotes as \xNN, at most max bytes. */
void text_for_log(struct buf *, const char *text, size_t max);

/* The search key of a name: for each hanzi the first letter of its Mandarin readings, letters and digits
 * lower-cased, all else dropped. 更换水龙头 -> "ghslt". Polyphones give their listed reading first and the
 * alternatives as further keys, separated by blanks (at most 8 keys): 重换 -> "zh ch". */
void text_initials(struct buf *, const char *name);

#endif
