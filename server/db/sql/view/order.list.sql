-- view: order.list
-- who: cam sup pm tar fin tad
-- zh: 全部单据(本人职责范围内):可按状态、项目、单号、房号、客户筛选;open=yes 只看在办
-- en: All orders within one's duties, by state, site, number, unit or customer; open=yes those under way only
-- args: :user :lang :now state:text? q:text? site:text? open:text? limit:int=50 after:text?
with sites as (
  select distinct v.site from overlook v where v.person = $1::bigint
), departments as (
  select t.place from standing t where t.person = $1::bigint and t.role = 'sup'
), page as (
  select o.id
  from orders o join unit u on u.id = o.unit join place s on s.id = o.site
  where (o.site in (select x.site from sites x) or o.department in (select d.place from departments d))
    and ($4::text is null or o.state = $4::text)
    and ($6::text is null or s.code = $6::text or s.name_zh = $6::text or s.name_en = $6::text)
    and ($7::text is distinct from 'yes' or o.is_open)
    and ($5::text is null or o.no = upper($5::text) or right(o.no, char_length($5::text)) = $5::text or u.code ^@ $5::text or strpos(o.contact, $5::text) > 0)
    and ($9::text is null or o.id < $9::bigint)
  order by o.id desc limit $8::int
)
select json_build_object('id', l.id, 'label', concat_ws(' ', l.no, l.unit_code, l.item),
         'mark', case when l.due_at < at_us($3::bigint) then '!' else '' end,
         'role', case when l.due_at < at_us($3::bigint) then 'overdue' else '' end,
         'no', coalesce(l.no, ''), 'site', word($2::text, s.name_zh, s.name_en), 'unit', l.unit_code, 'contact', l.contact, 'item', l.item,
         'state', l.state, 'state_label', state_word($2::text, 'order', l.state), 'cam', coalesce(m.name, ''), 'tec', coalesce(l.tec_name, ''),
         'department', coalesce(word($2::text, d.name_zh, d.name_en), ''), 'fen', l.quote_fen, 'due', l.due_at, 'at', l.created_at,
         'version', l.version)::text as row, l.id::text as after
from page p
join order_line l on l.id = p.id
join place s on s.id = l.site
left join place d on d.id = l.department
left join cam_now c on c.unit = l.unit
left join person m on m.id = c.person
order by l.id desc
