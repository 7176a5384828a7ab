-- view: entry.list
-- who: cam
-- zh: 尚未完成的外部录入(数字家园、易软),按期限排列
-- en: Outside entries still to make or to correct, by what is due
-- args: :user :lang :now limit:int=200 after:text?
with line as materialized (
  select o.id, o.no, o.unit, o.signed_at, o.version, p.id as part, p.kind, p.state, p.to_at, p.note, coalesce(us(p.to_at), 9000000000000000000) as rank
  from orders o join part p on p.subject = o.id
  where p.lifecycle = 'entry' and p.live and o.unit in (select h.unit from hand h where h.person = $1::bigint)
)
select json_build_object('id', l.id, 'part', l.part, 'label', concat_ws(' ', l.no, u.code, phrase_of($2::text, 'entry', l.kind)),
         'mark', case when l.to_at < at_us($3::bigint) then '!' else '' end,
         'role', case when l.to_at < at_us($3::bigint) then 'overdue' when l.state in ('failed', 'to_correct') then 'warn' else '' end,
         'no', coalesce(l.no, ''), 'what', concat_ws(' ', phrase_of($2::text, 'entry', l.kind), nullif(l.note, '')), 'unit', u.code,
         'state', l.state, 'state_label', state_word($2::text, 'entry', l.state), 'due', l.to_at, 'signed', l.signed_at, 'version', l.version)::text as row,
       l.rank || ',' || l.part as after
from line l join unit u on u.id = l.unit
where $5::text is null or (l.rank, l.part) > (split_part($5::text, ',', 1)::bigint, split_part($5::text, ',', 2)::bigint)
order by l.rank, l.part
limit $4::int
