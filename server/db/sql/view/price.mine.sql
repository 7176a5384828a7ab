-- view: price.mine
-- who: cam
-- zh: 本人(及所代理)单元在办单的价格请示及答复
-- en: Price requests on the open orders of one's units, and their answers
-- args: :user :lang :now limit:int=50 after:text?
select json_build_object('id', o.id, 'part', p.id, 'label', concat_ws(' ', o.no, u.code, p.note),
         'mark', case when exists (select from ring r where r.person = $1::bigint and r.subject = o.id and r.seen_at is null) then '*' else '' end,
         'role', case p.state when 'approved' then 'ok' when 'refused' then 'warn' else '' end,
         'no', coalesce(o.no, ''), 'unit', u.code, 'what', p.note, 'kind', phrase_of($2::text, 'price', p.kind), 'state', p.state,
         'state_label', state_word($2::text, 'price', p.state), 'fen', p.number, 'until', p.to_at,
         'due', (select min(d.due_at) from owed d where d.subject = o.id and d.part = p.id),
         'value', case when p.state = 'approved' and p.kind = 'offcat' then '#' || p.id end, 'version', o.version)::text as row,
       p.id::text as after
from part p
join orders o on o.id = p.subject and o.is_open
join unit u on u.id = o.unit
where p.lifecycle = 'price' and o.unit in (select h.unit from hand h where h.person = $1::bigint) and $3::bigint is not null
  and ($5::text is null or p.id < $5::bigint)
order by p.id desc
limit $4::int
