-- view: counts.mine
-- who: any
-- zh: 各画面的条数,供标签显示:count 总数,overdue 其中超时
-- en: How many rows each screen has, for its tab: count, and overdue of them
-- args: :user :lang :now
with k as materialized (
  select at_us($3::bigint) as now, $1::bigint as me
), units as materialized (
  select h.unit from hand h where h.person = $1::bigint
), departments as materialized (
  select t.place from standing t where t.person = $1::bigint and t.role = 'sup'
), sites as materialized (
  select m.site from managed m where m.person = $1::bigint
), c as (
  select 'queue' as screen, count(*) as count, count(*) filter (where d.due < k.now) as overdue
  from k cross join orders o
  left join lateral (select min(n.due_at) as due from due_next n where n.subject = o.id) d on true
  where o.is_open and o.unit in (select u.unit from units u) and exists (select from units)
  union all
  select 'department', count(*), count(*) filter (where d.due < k.now)
  from k cross join orders o
  left join lateral (select min(n.due_at) as due from due_next n where n.subject = o.id) d on true
  where o.is_open and o.department in (select x.place from departments x) and exists (select from departments)
  union all
  select 'followups', count(*), count(*) filter (where p.to_at < k.now)
  from k cross join orders o join part p on p.subject = o.id
  where o.is_open and o.signed_at is not null and p.live and p.lifecycle in ('form', 'entry', 'followup') and o.unit in (select u.unit from units u)
  union all
  select 'entries', count(*), count(*) filter (where p.to_at < k.now)
  from k cross join orders o join part p on p.subject = o.id
  where p.live and p.lifecycle = 'entry' and o.unit in (select u.unit from units u)
  union all
  select 'jobs', count(*), count(*) filter (where p.state = 'stopping' or p.to_at < k.now and p.state in ('planned', 'left'))
  from k cross join part p where p.lifecycle = 'visit' and p.person = k.me and (p.live or p.state = 'stopping')
  union all
  select 'relays', count(*), count(*) filter (where r.due < k.now)
  from k cross join (select r.id, r.unit, r.site, r.state, r.recorded_at + param(r.site, 'relay_ring_minutes') * interval '1 minute' as due
                     from relay r where r.state in ('new', 'unplaced')) r
  where r.unit in (select u.unit from units u) or r.site in (select s.site from sites s) and (r.state = 'unplaced' or r.due < k.now)
  union all
  select 'cases', count(*), count(*) filter (where x.due < k.now)
  from k cross join (
    select (select min(d.due_at) from owed d where d.subject = o.id and d.part = p.id) as due
    from part p join orders o on o.id = p.subject where p.lifecycle in ('case', 'claim') and p.live and o.site in (select s.site from sites s)
    union all
    select (select min(d.due_at) from owed d where d.subject = i.id)
    from incident i where i.state in ('open', 'acting') and i.site in (select s.site from sites s)) x
  union all
  select 'prices', count(*), count(*) filter (where x.due < k.now)
  from k cross join (
    select (select min(d.due_at) from owed d where d.subject = o.id and d.part = p.id) as due
    from part p join orders o on o.id = p.subject
    where p.lifecycle = 'price' and p.live and o.site in (select a.site from approver a where a.person = $1::bigint)) x
  union all
  select 'rings', count(*), 0 from k join ring r on r.person = k.me and r.seen_at is null
)
select json_build_object('screen', c.screen, 'count', c.count, 'overdue', c.overdue)::text as row
from c
where c.count > 0 and $2::text is not null
