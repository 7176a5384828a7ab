/* The workflow's tables as text: for people (md), drawings (dot), tests and tools (json), the database's
 * reader (sql). */
#ifndef TEYUE_MACHINE_PRINT_H
#define TEYUE_MACHINE_PRINT_H

#include "common/buf.h"

void machine_md(struct buf *);
void machine_dot(struct buf *);
void machine_json(struct buf *);
/* What `teyued migrate` puts into the tables state and transition. */
void machine_sql(struct buf *);

#endif
