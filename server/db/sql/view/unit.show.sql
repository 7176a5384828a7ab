-- view: unit.show
-- who: pm cam
-- zh: 一个单元的档案:联系人(电话只给其客户经理)、历任客户经理、在办单、近期单、索赔、欠费
-- en: A unit's record: contacts (phones for its account manager only), managers by date, open orders, last jobs, claims, arrears
-- args: :user :lang :now id:text
with u as materialized (
  select u.id, u.site, u.code, u.kind, u.arrears_fen, exists (select from hand h where h.unit = u.id and h.person = $1::bigint) as mine
  from unit u
  where u.id = (select coalesce((select x.id from unit x where x.id = case when $4::text ~ '^[0-9]{1,18}$' then $4::bigint end),
                                (select min(x.id) from unit x where x.code = $4::text
                                 and x.site in (select v.site from overlook v where v.person = $1::bigint and v.role in ('pm', 'cam')))))
    and u.site in (select v.site from overlook v where v.person = $1::bigint and v.role in ('pm', 'cam')) and $3::bigint is not null
), line as (
  select 1 as place, 0::bigint as seq, word($2::text, '项目', 'Site') as label, word($2::text, s.name_zh, s.name_en) as value, '' as role from u join place s on s.id = u.site
  union all
  select 2, c.id, word($2::text, '联系人', 'Contact'), concat_ws(' ', c.name, c.salutation, c.relation, case when u.mine then c.phone else masked(c.phone) end), ''
  from u join contact c on c.unit = u.id
  union all
  select 3, extract(epoch from lower(c.during))::bigint, word($2::text, '客户经理', 'Manager'),
         concat_ws(' ', n.name, word($2::text, '自 ', 'from ') || to_char(lower(c.during), 'YYYY-MM-DD'), word($2::text, '至 ', 'to ') || to_char(upper(c.during), 'YYYY-MM-DD')),
         case when c.during @> now() then 'ok' else '' end
  from u join unit_cam c on c.unit = u.id join person n on n.id = c.person where c.during <> 'empty'
  union all
  select 4, o.id, word($2::text, '在办', 'Open'), concat_ws(' ', o.no, state_word($2::text, 'order', o.state), order_item(o.id, o.quote_rev, o.wish)), ''
  from u join orders o on o.unit = u.id and o.is_open
  union all
  select 5, p.id, word($2::text, '索赔', 'Claim'), concat_ws(' ', o.no, state_word($2::text, 'claim', p.state), p.note), 'warn'
  from u join orders o on o.unit = u.id join part p on p.subject = o.id and p.lifecycle = 'claim' and p.live
  union all
  (select 6, -o.id, word($2::text, '近期', 'Before'), concat_ws(' ', to_char(o.created_at, 'YYYY-MM-DD'), o.no, state_word($2::text, 'order', o.state), order_item(o.id, o.quote_rev, o.wish)), ''
   from u join orders o on o.unit = u.id and not o.is_open order by o.id desc limit 5)
  union all
  select 7, 0, word($2::text, '欠费', 'Arrears'), yuan(u.arrears_fen), 'warn' from u where u.arrears_fen > 0
)
select json_build_object('id', u.id, 'version', coalesce((select max(e.version) from event e where e.subject = u.id and e.lifecycle = 'unit'), 0),
    'title', concat_ws(' ', word($2::text, '单元', 'Unit'), u.code),
    'lines', (select json_agg(detail_line(l.label, l.value, l.role) order by l.place, l.seq) from line l),
    'history', history_of($2::text, u.id, true, 20))::text as row
from u
