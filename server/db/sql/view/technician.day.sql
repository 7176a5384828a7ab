-- view: technician.day
-- who: sup
-- zh: 本部门实施人当日(或 day)的上门安排;没有安排的也列出
-- en: The day's visits of one's departments' technicians, those without any as well; day defaults to today
-- args: :user :lang :now day:day?
with d as (
  select date_trunc('day', coalesce($4::date::timestamptz,
                                    at_us($3::bigint))) as day
), team as (
  select distinct n.id, n.name
  from standing t join person_grant g on g.place = t.place and g.role = 'tec' and now() >= g.since and now() < g.until
  join person n on n.id = g.person and n.active
  where t.person = $1::bigint and t.role = 'sup'
), visit as (
  select p.id, p.subject, p.person, p.state, p.live, p.kind, p.from_at, p.to_at
  from team m join part p on p.lifecycle = 'visit' and p.person = m.id cross join d
  where p.from_at < d.day + interval '1 day' and p.to_at > d.day and p.state <> 'stopped'
)
select json_build_object('id', coalesce(o.id, 0), 'part', v.id, 'label', concat_ws(' ', m.name, span(v.from_at, v.to_at), i.item),
         'mark', case when v.kind = 'overlap' or v.live and v.to_at < at_us($3::bigint) and v.state in ('planned', 'left') then '!' else '' end,
         'role', case when v.live and v.to_at < at_us($3::bigint) and v.state in ('planned', 'left') then 'overdue' when v.kind = 'overlap' then 'warn'
                      when v.state = 'departed' then 'ok' else '' end,
         'tec', m.name, 'from', v.from_at, 'to', v.to_at, 'unit', coalesce(u.code, ''), 'item', coalesce(i.item, word($2::text, '(空)', '(free)')),
         'state', v.state, 'state_label', coalesce(state_word($2::text, 'visit', v.state), ''), 'no', coalesce(o.no, ''), 'version', o.version)::text as row
from team m
left join visit v on v.person = m.id
left join orders o on o.id = v.subject and o.site in (select w.site from workplace w where w.person = $1::bigint)
left join unit u on u.id = o.unit
left join lateral (select order_item(o.id, o.quote_rev, o.wish) as item) i on o.id is not null
order by m.name, v.from_at, v.id
limit 200
