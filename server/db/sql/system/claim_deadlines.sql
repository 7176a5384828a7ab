-- Due deadlines for this daemon: nobody else gets them for 5 s, so each fires once however many daemons run.
with due as (
  select d.id from deadline d
  where d.is_open and d.due_at <= now() and d.claimed_until < now()
  order by d.due_at, d.id limit 100
  for update skip locked),
 claimed as (
  update deadline d set claimed_until = now() + interval '5 s' from due where d.id = due.id
  returning d.id, d.subject, d.part, d.kind, d.due_at)
select c.id, c.subject, c.part, c.kind, us(c.due_at) as due,
       case when exists (select from orders o where o.id = c.subject) then 'order'
            when exists (select from relay r where r.id = c.subject) then 'relay'
            when exists (select from deputy p where p.id = c.subject) then 'deputy'
            when exists (select from incident i where i.id = c.subject) then 'incident'
            else 'unit' end as aggregate
from claimed c order by c.due_at, c.id
