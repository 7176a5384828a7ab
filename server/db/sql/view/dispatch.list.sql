-- view: dispatch.list
-- who: sup
-- zh: 派到本部门(及所代理部门)的在办单:待接单、待安排在前,按时限排列
-- en: Open orders dispatched to one's departments (and those one stands in for): to acknowledge, to assign, then by what is due
-- args: :user :lang :now limit:int=200 after:text?
with line as materialized (
  select l.id, l.no, l.state, l.version, l.contact, l.unit, l.unit_code, l.item, l.tec_name, l.due_at, l.due_kind, l.agreed_from, l.agreed_to, l.quote_fen,
         (coalesce(array_position(array['dispatched', 'planning', 'agreeing', 'scheduled', 'serving', 'escalated'], l.state), 7) * 1000000000000000000
          + least(coalesce(us(coalesce(l.due_at, l.agreed_from)), 900000000000000000), 900000000000000000))::numeric as rank,
         exists (select from ring r where r.person = $1::bigint and r.subject = l.id and r.seen_at is null) as unseen
  from order_line l
  where l.is_open and l.department in (select t.place from standing t where t.person = $1::bigint and t.role = 'sup')
)
select json_build_object('id', l.id, 'label', concat_ws(' ', l.no, l.unit_code, l.item),
         'mark', case when l.due_at < at_us($3::bigint) then '!' when l.unseen then '*' else '' end,
         'role', case when l.due_at < at_us($3::bigint) then 'overdue' when l.due_at < at_us($3::bigint) + interval '30 minutes' then 'warn' else '' end,
         'no', coalesce(l.no, ''), 'unit', l.unit_code, 'item', l.item, 'state', l.state, 'state_label', state_word($2::text, 'order', l.state),
         'tec', coalesce(l.tec_name, ''), 'window', coalesce(span(l.agreed_from, l.agreed_to), word($2::text, '随时', 'any time')),
         'due', l.due_at, 'due_label', phrase_of($2::text, 'due', l.due_kind), 'contact', l.contact, 'cam', coalesce(m.name, ''), 'fen', l.quote_fen,
         'version', l.version)::text as row,
       l.rank || ',' || l.id as after
from line l
left join cam_now c on c.unit = l.unit
left join person m on m.id = c.person
where $5::text is null or (l.rank, l.id) > (split_part($5::text, ',', 1)::numeric, split_part($5::text, ',', 2)::bigint)
order by l.rank, l.id
limit $4::int
