-- $1 place (division, or a region with books of its own: R4.2.1-2), $2 name, $3 microseconds from which it is in force
insert into book (place, version, name, during)
select p.id, coalesce((select max(b.version) from book b where b.place = p.id), 0) + 1, $2::text, tstzrange(at_us($3::bigint), null)
from place p where p.code = $1::text and p.kind in ('division', 'region') and not p.uses_division_book returning id
