-- view: dispatch.list
-- who: sup
-- zh: 派到本部门(及所代理部门)的在办单:待接单、待安排在前,按时限排列
-- en: Open orders dispatched to one's departments (and those one stands in for): to acknowledge, to assign, then by what is due
-- args: :user :lang :now limit:int=200 after:text?
with ranked as (
  select o.id, (coalesce(array_position(array['dispatched', 'planning', 'agreeing', 'scheduled', 'serving', 'escalated'], o.state), 7) * 1000000000000000000
                + coalesce(us(coalesce(d.due_at, o.agreed_from)), 900000000000000000))::numeric as rank
  from orders o
  left join lateral (select min(n.due_at) as due_at from due_next n where n.subject = o.id) d on true
  where o.is_open and o.department in (select t.place from standing t where t.person = $1::bigint and t.role = 'sup')
), page as materialized (
  select r.id, r.rank
  from ranked r
  where $5::text is null or (r.rank, r.id) > (split_part($5::text, ',', 1)::numeric, split_part($5::text, ',', 2)::bigint)
  order by r.rank, r.id
  limit $4::int
)
select json_build_object('id', l.id, 'label', concat_ws(' ', l.no, l.unit_code, l.item),
         'mark', case when l.due_at < at_us($3::bigint) then '!' when exists (select from ring r where r.person = $1::bigint and r.subject = l.id and r.seen_at is null) then '*' else '' end,
         'role', case when l.due_at < at_us($3::bigint) then 'overdue' when l.due_at < at_us($3::bigint) + interval '30 minutes' then 'warn' else '' end,
         'no', coalesce(l.no, ''), 'unit', l.unit_code, 'item', l.item, 'state', l.state, 'state_label', state_word($2::text, 'order', l.state),
         'tec', coalesce(l.tec_name, ''), 'window', coalesce(span(l.agreed_from, l.agreed_to), word($2::text, '随时', 'any time')),
         'due', l.due_at, 'due_label', phrase_of($2::text, 'due', l.due_kind), 'contact', l.contact, 'cam', coalesce(m.name, ''), 'fen', l.quote_fen,
         'version', l.version)::text as row,
       p.rank || ',' || p.id as after
from page p
join order_line l on l.id = p.id
left join cam_now c on c.unit = l.unit
left join person m on m.id = c.person
order by p.rank, p.id
