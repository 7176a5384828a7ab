-- view: followup.board
-- who: cam
-- zh: 验收之后还要做的:收回处理单、外部录入、回访,按剩余时间排列
-- en: What is left to do after acceptance: forms to come back, entries, follow-ups, by time left
-- args: :user :lang :now limit:int=200 after:text?
with mine as materialized (
  select o.id, o.no, o.unit, o.contact, o.phone, o.signed_at, o.version, o.quote_rev, o.wish
  from orders o
  where o.is_open and o.signed_at is not null and o.unit in (select h.unit from hand h where h.person = $1::bigint)
), todo as materialized (
  select m.id, p.id as part, p.lifecycle, p.kind, p.state, p.number,
         coalesce(p.to_at, (select min(d.due_at) from owed d where d.subject = m.id and d.part = p.id and d.kind = 'form_return'),
                  case p.lifecycle when 'form' then m.signed_at + param(o.site, 'form_return_hours') * interval '1 hour' end) as due
  from mine m join orders o on o.id = m.id join part p on p.subject = m.id
  where p.live and p.lifecycle in ('form', 'entry', 'followup')
), line as (
  select t.id, t.part, t.lifecycle, t.kind, t.state, t.number, t.due, coalesce(us(t.due), 9000000000000000000) as rank from todo t
)
select json_build_object('id', m.id, 'part', l.part, 'label', concat_ws(' ', m.no, u.code, s.what),
         'mark', case when l.due < at_us($3::bigint) then '!' else '' end,
         'role', case when l.due < at_us($3::bigint) then 'overdue'
                      when l.due < at_us($3::bigint) + interval '6 hours' and l.lifecycle = 'followup' or l.due < at_us($3::bigint) + interval '1 hour' then 'warn' else '' end,
         'due', l.due, 'what', s.what, 'state', l.state, 'state_label', state_word($2::text, l.lifecycle, l.state), 'no', coalesce(m.no, ''), 'unit', u.code,
         'contact', m.contact, 'phone', m.phone, 'signed', m.signed_at, 'attempts', case when l.lifecycle = 'followup' then l.number else 0 end,
         'item', order_item(m.id, m.quote_rev, m.wish),
         'tec', coalesce((select n.name from part v join person n on n.id = v.person where v.subject = m.id and v.lifecycle = 'visit'
                          and v.state not in ('stopping', 'stopped') order by v.id desc limit 1), ''),
         'version', m.version)::text as row,
       l.rank || ',' || l.part as after
from line l
join mine m on m.id = l.id
join unit u on u.id = m.unit
cross join lateral (select concat_ws(' ', state_word($2::text, l.lifecycle, l.state), case l.lifecycle when 'entry' then phrase_of($2::text, 'entry', l.kind) end,
                      case when l.lifecycle = 'followup' and l.number > 0 then word($2::text, '已试' || l.number || '次', l.number || ' attempts') end) as what) s
where $5::text is null or (l.rank, l.part) > (split_part($5::text, ',', 1)::bigint, split_part($5::text, ',', 2)::bigint)
order by l.rank, l.part
limit $4::int
