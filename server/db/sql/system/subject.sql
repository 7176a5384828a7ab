-- $1 a subject's number or an order's form number: its id and what it is
with asked as (select subject_of($1::text) as id)
select a.id, s.kind
from asked a
join lateral (
  select 'order' as kind from orders o where o.id = a.id
  union all select 'relay' from relay r where r.id = a.id
  union all select 'deputy' from deputy d where d.id = a.id
  union all select 'incident' from incident i where i.id = a.id
  union all select 'unit' from unit u where u.id = a.id
  limit 1) s on true
