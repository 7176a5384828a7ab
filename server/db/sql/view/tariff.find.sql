-- view: tariff.find
-- who: cam
-- zh: 现行收费标准中的项目:按编号、汉字或拼音首字母找;本人近期用过的在前;该单已批的价以 #号 列在最前
-- en: Items of the book in force by code, hanzi or initials, those used lately first; approved prices of the order as #part
-- args: :user :lang :now q:text? id:id? limit:int=50
with wanted as (
  select lower(trim(coalesce($4::text, ''))) as q
), of_order as (
  select o.id, o.site, o.class from orders o
  where o.id = subject_of($5::text) and o.site in (select v.site from overlook v where v.person = $1::bigint and v.role = 'cam')
), book as (
  select book_of(s.site, at_us($3::bigint)) as id
  from (select coalesce((select o.site from of_order o),
                        (select min(v.site) from overlook v where v.person = $1::bigint and v.role = 'cam')) as site) s
), pattern as (
  select w.q, '%' || array_to_string(regexp_split_to_array(w.q, ''), '%') || '%' as scattered from wanted w where w.q ~ '^[a-z0-9]+$'
), hit as (
  select i.id, i.code, i.name, i.unit, i.price, i.material, i.remark, i.class,
         case when w.q = '' then 5 when lower(i.code) = w.q then 0 when lower(i.code) ^@ w.q then 1
              when i.initials ^@ p.q or strpos(i.initials, ' ' || p.q) > 0 or i.name ^@ w.q then 2
              when strpos(i.initials, p.q) > 0 or strpos(lower(i.name), w.q) > 0 then 3
              when i.initials like p.scattered then 4 end as rank
  from book b join item i on i.book = b.id cross join wanted w left join pattern p on true
  where $5::text is null or i.class = (select o.class from of_order o)
), recent as (
  select l.item, max(l.subject) as last
  from (select q.subject, q.rev from quote q where q.made_by = $1::bigint order by q.made_at desc limit 60) q
  join quote_line l on l.subject = q.subject and l.rev = q.rev
  group by l.item
), row as (
  select -1 as rank, 0::bigint as lately, '#' || p.id as value, coalesce(nullif(p.note, ''), state_word($2::text, 'price', p.state)) as label,
         word($2::text, '已批价 ', 'approved ') || yuan(p.number) || coalesce(word($2::text, ' 有效至 ', ' until ') || clock(p.to_at), '') as hint,
         ''::text as unit, null::text as ask, p.number as low, p.number as high, word($2::text, '批价', 'Approved price') as grp
  from of_order o join part p on p.subject = o.id and p.lifecycle = 'price' and p.state = 'approved' and p.kind = 'offcat'
  cross join wanted w
  where (p.to_at is null or p.to_at > at_us($3::bigint)) and (w.q = '' or '#' || p.id ^@ w.q or strpos(lower(p.note), w.q) > 0)
  union all
  select h.rank, coalesce(r.last, 0), h.code, h.name,
         concat_ws(' ', price_words($2::text, h.price, h.unit), nullif(word($2::text, '材料:', 'material: ') || h.material, word($2::text, '材料:', 'material: ')),
                   nullif(h.remark, '')),
         h.unit, case when h.price ^@ 'range' then 'price' when h.price ^@ 'perhour' then 'second' end,
         (regexp_match(h.price, '^range (\d+)-'))[1]::bigint, (regexp_match(h.price, '^range \d+-(\d+)'))[1]::bigint,
         word($2::text, c.name_zh, c.name_en)
  from hit h join service_class c on c.code = h.class left join recent r on r.item = h.id
  where h.rank is not null
)
select json_strip_nulls(json_build_object('value', r.value, 'label', r.label, 'hint', r.hint, 'unit', r.unit, 'ask', r.ask,
         'low', r.low, 'high', r.high, 'group', r.grp))::text as row
from row r
order by r.rank, r.lately desc, char_length(r.label), r.value
limit $6::int
