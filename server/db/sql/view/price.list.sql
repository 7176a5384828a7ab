-- view: price.list
-- who: tar tad
-- zh: 待批的价格请示(本区域;使用事业部标准的区域由物业管理中心批)
-- en: Open price requests one may answer: the region's, or the division's where a region uses its book
-- args: :user :lang :now limit:int=200 after:text?
with line as materialized (
  select o.id, o.no, o.site, o.unit, o.version, o.wish, p.id as part, p.kind, p.state, p.person, p.number, p.note,
         (select min(d.due_at) from owed d where d.subject = o.id and d.part = p.id) as due
  from part p join orders o on o.id = p.subject
  where p.lifecycle = 'price' and p.live and o.site in (select a.site from approver a where a.person = $1::bigint)
)
select json_build_object('id', l.id, 'part', l.part, 'label', concat_ws(' ', word($2::text, s.name_zh, s.name_en), l.note),
         'mark', case when l.due < at_us($3::bigint) then '!'
                      when exists (select from ring r where r.person = $1::bigint and r.subject = l.id and r.seen_at is null) then '*' else '' end,
         'role', case when l.due < at_us($3::bigint) then 'overdue' else '' end,
         'site', word($2::text, s.name_zh, s.name_en), 'what', concat_ws(' ', l.note, (select e.data ->> 'reason' from event e where e.part = l.part and e.action = 'price.ask' order by e.version limit 1),
                 case l.kind when 'offcat' then nullif(l.wish, l.note) end),
         'kind', phrase_of($2::text, 'price', l.kind), 'by', n.name, 'state', l.state, 'state_label', state_word($2::text, 'price', l.state),
         'due', l.due, 'no', coalesce(l.no, ''), 'fen', l.number, 'version', l.version)::text as row,
       l.part::text as after
from line l join place s on s.id = l.site left join person n on n.id = l.person
where $5::text is null or l.part > $5::bigint
order by l.part
limit $4::int
