-- view: technician.free
-- who: sup
-- zh: 本单实施部门的实施人:当日上门数、最近的空档;day 为所问的日子(默认约定日)
-- en: Technicians of the order's department with the day's visits and nearest free slots; day defaults to the agreed one
-- args: :user :lang :now id:id day:day? q:text?
with o as (
  select o.id, o.department,
         greatest(coalesce($5::date::timestamptz,
                           o.agreed_from, o.wanted_from, at_us($3::bigint)), at_us($3::bigint)) as day
  from orders o
  where o.id = subject_of($4::text)
    and o.department in (select t.place from standing t where t.person = $1::bigint and t.role = 'sup')
), hours as (
  select o.id, o.department, tstzrange(greatest(date_trunc('day', o.day) + interval '8 hours', case when o.day::date = at_us($3::bigint)::date
             then date_trunc('hour', at_us($3::bigint)) + interval '30 minutes' * ceil(extract(minute from at_us($3::bigint)) / 30) end),
           greatest(date_trunc('day', o.day) + interval '18 hours', date_trunc('hour', at_us($3::bigint)) + interval '2 hours')) as span
  from o
), load as (
  select g.person, h.span, count(p.id) as visits, coalesce(sum(extract(epoch from p.to_at - p.from_at)) / 3600, 0) as busy,
         tstzmultirange(h.span) - coalesce(range_agg(tstzrange(p.from_at, p.to_at)) filter (where p.live), '{}'::tstzmultirange) as free
  from hours h
  join (select distinct g.person, g.place from person_grant g where g.role = 'tec' and now() >= g.since and now() < g.until) g on g.place = h.department
  left join part p on p.lifecycle = 'visit' and p.person = g.person and p.from_at is not null and p.state not in ('stopping', 'stopped', 'failed')
       and p.from_at < date_trunc('day', lower(h.span)) + interval '1 day' and p.to_at > date_trunc('day', lower(h.span))
  group by g.person, h.span
)
select json_build_object('value', n.id::text, 'label', n.name, 'visits', l.visits, 'hours', round(l.busy::numeric, 1),
         'hint', concat_ws(' ', word($2::text, to_char(lower(l.span), 'MM-DD') || ' ' || l.visits || '单/' || round(l.busy::numeric, 1) || '时',
                                 to_char(lower(l.span), 'MM-DD') || ' ' || l.visits || ' visits, ' || round(l.busy::numeric, 1) || ' h'),
                           coalesce(word($2::text, '空档 ', 'free ') || s.said, word($2::text, '当日已满', 'no free slot'))),
         'free', coalesce(s.slots, '[]'::json))::text as row
from load l
join person n on n.id = l.person and n.active
left join lateral (
  select string_agg(to_char(lower(f.slot), 'HH24:MI') || '-' || to_char(upper(f.slot), 'HH24:MI'), ' ' order by lower(f.slot)) as said,
         json_agg(json_build_object('from', lower(f.slot), 'to', upper(f.slot)) order by lower(f.slot)) as slots
  from (select r.slot from unnest(l.free) as r(slot) where upper(r.slot) - lower(r.slot) >= interval '20 minutes' order by lower(r.slot) limit 4) f) s on true
where $6::text is null or position($6::text in concat_ws(' ', n.name, n.login)) > 0
order by l.visits, l.busy, n.name
