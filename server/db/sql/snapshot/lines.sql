-- The items asked for ($2: codes) in the book in force at the site ($1) now ($3), and approved prices ("#<part>") of the order ($4).
select i.code, i.id, i.name, i.unit, i.class, i.price
from item i
where i.book = book_of($1::bigint, at_us($3::bigint)) and i.code = any($2::text[])
union all
select '#' || p.id, null, p.note, coalesce(e.data ->> 'unit', ''), o.class, null
from part p
join orders o on o.id = p.subject
left join lateral (select data from event e where e.part = p.id and e.action = 'price.approve' order by e.version desc limit 1) e on true
where p.subject = $4::bigint and p.lifecycle = 'price' and p.state = 'approved' and '#' || p.id = any($2::text[])
