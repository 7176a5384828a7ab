/* Days as numbers (0 is 1970-01-01). Pure. */
#ifndef TEYUE_CLIENT_WIDGETS_CALENDAR_H
#define TEYUE_CLIENT_WIDGETS_CALENDAR_H

#include "common/buf.h"

#define CALENDAR_NONE (-1)

/* CALENDAR_NONE if the day does not exist or lies outside 2000 to 2199. */
int calendar_day(int year, int month, int day);
int calendar_year(int number);
/* 0 is Monday. */
int calendar_weekday(int number);
/* "YYYY-MM-DD" */
void calendar_print(struct buf *, int number);

#endif
