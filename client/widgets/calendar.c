/* Day numbers, by the arithmetic of eras of 400 years counted from March. Called by when.c and day boards. */
#include "client/widgets/calendar.h"

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

int calendar_day(int year, int month, int day)
{
    if (year < 2000 || year > 2199 || month < 1 || month > 12 || day < 1 || day > days_in(year, month))
        return CALENDAR_NONE;
    int from_march = (month + 9) % 12, y = month <= 2 ? year - 1 : year;
    int era = y / 400, year_of_era = y % 400;
    int day_of_year = (153 * from_march + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void split(int number, int *year, int *month, int *day)
{
    int shifted = number + 719468, era = shifted / 146097, day_of_era = shifted % 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int from_march = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

int calendar_year(int number)
{
    int year, month, day;
    split(number, &year, &month, &day);
    return year;
}

int calendar_weekday(int number)
{
    return (number + 3) % 7; /* 1970-01-01 was a Thursday */
}

void calendar_print(struct buf *out, int number)
{
    int year, month, day;
    split(number, &year, &month, &day);
    buf_printf(out, "%04d-%02d-%02d", year, month, day);
}
