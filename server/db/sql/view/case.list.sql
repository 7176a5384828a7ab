-- view: case.list
-- who: pm
-- zh: 项目经理要处理的:未了结的事项单、损坏索赔、事件,按期限排列
-- en: What waits for the project manager: open cases, claims and incidents, by what is due
-- args: :user :lang :now limit:int=200 after:text?
with sites as (
  select t.place as site from standing t where t.person = $1::bigint and t.role = 'pm'
), matter as materialized (
  select o.id, p.id as part, p.lifecycle, p.state, o.version, o.no, o.unit, o.contact,
         concat_ws(' ', case p.lifecycle when 'case' then phrase_of($2::text, 'case', p.kind) else word($2::text, '损坏索赔', 'Claim') end, nullif(p.note, '')) as what,
         (select min(d.due_at) from owed d where d.subject = o.id and d.part = p.id) as due,
         (select min(e.happened_at) from event e where e.part = p.id) as since
  from part p join orders o on o.id = p.subject
  where p.lifecycle in ('case', 'claim') and p.live and o.site in (select s.site from sites s)
  union all
  select i.id, i.id, 'incident', i.state, (select max(e.version) from event e where e.subject = i.id), null, i.unit, null,
         concat_ws(' ', phrase_of($2::text, 'incident', i.kind), i.what),
         (select min(d.due_at) from owed d where d.subject = i.id), i.happened_at
  from incident i
  where i.state in ('open', 'acting') and i.site in (select s.site from sites s)
), line as (
  select m.id, m.part, m.lifecycle, m.state, m.version, m.no, m.unit, m.contact, m.what, m.due, m.since, coalesce(us(m.due), 9000000000000000000) as rank
  from matter m
)
select json_build_object('id', l.id, 'part', l.part, 'kind', l.lifecycle, 'label', concat_ws(' ', l.no, u.code, l.what),
         'mark', case when l.due < at_us($3::bigint) then '!'
                      when exists (select from ring r where r.person = $1::bigint and r.subject = l.id and r.seen_at is null) then '*' else '' end,
         'role', case when l.due < at_us($3::bigint) then 'overdue' when l.state = 'open' then 'warn' else '' end,
         'what', l.what, 'no', coalesce(l.no, ''), 'unit', coalesce(u.code, ''), 'contact', coalesce(l.contact, ''), 'state', l.state,
         'state_label', state_word($2::text, l.lifecycle, l.state), 'due', l.due, 'at', l.since, 'cam', coalesce(n.name, ''), 'version', l.version)::text as row,
       l.rank || ',' || l.part as after
from line l
left join unit u on u.id = l.unit
left join cam_now c on c.unit = l.unit
left join person n on n.id = c.person
where $5::text is null or (l.rank, l.part) > (split_part($5::text, ',', 1)::bigint, split_part($5::text, ',', 2)::bigint)
order by l.rank, l.part
limit $4::int
