-- $1 place, $2 microseconds: the book in force then ends there.
update book b set during = tstzrange(lower(b.during), at_us($2::bigint))
from place p where p.code = $1::text and b.place = p.id and b.during @> at_us($2::bigint) and lower(b.during) < at_us($2::bigint)
