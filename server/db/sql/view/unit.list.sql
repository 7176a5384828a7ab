-- view: unit.list
-- who: pm cam
-- zh: 本项目的单元及其客户经理、在办单数;q 为房号开头
-- en: Units of one's sites with their account manager and open orders; q: beginning of the code
-- args: :user :lang :now q:text? limit:int=100 after:text?
with page as (
  select u.id, u.site, u.code
  from unit u
  where u.site in (select v.site from overlook v where v.person = $1::bigint and v.role in ('pm', 'cam')) and $3::bigint is not null
    and ($4::text is null or u.code ^@ $4::text)
    and ($6::text is null or (u.code, u.id) > (substr($6::text, strpos($6::text, ',') + 1), split_part($6::text, ',', 1)::bigint))
  order by u.code, u.id
  limit $5::int
)
select json_build_object('id', p.id, 'label', p.code, 'mark', '', 'unit', p.code,
         'contact', coalesce(case when k.mine then k.name else masked_name(k.name) end, ''), 'cam', coalesce(n.name, ''),
         'role', case when n.id is null then 'warn' when n.id = $1::bigint then 'self' else '' end, 'open', coalesce(nullif(k.open, 0)::text, ''),
         'site', word($2::text, s.name_zh, s.name_en))::text as row, p.id || ',' || p.code as after
from page p
join place s on s.id = p.site
left join cam_now c on c.unit = p.id
left join person n on n.id = c.person
cross join lateral (select (select x.name from contact x where x.unit = p.id order by x.main desc, x.id limit 1) as name,
                           (select count(*) from orders o where o.unit = p.id and o.is_open) as open,
                           exists (select from hand h where h.unit = p.id and h.person = $1::bigint) or
                           exists (select from managed m where m.site = p.site and m.person = $1::bigint) as mine) k
order by p.code, p.id
