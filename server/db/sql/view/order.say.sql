-- view: order.say
-- who: cam
-- zh: 说明收费标准时逐句念给客户的话:问候、每个项目的单价数量金额、合计、材料由客户自购自备(5.4.3)
-- en: What to read out when explaining the tariff: greeting, each line's price, quantity, amount, the total, materials (5.4.3)
-- args: :user :lang :now id:id
with mine as (
  select o.id, o.contact, o.quote_rev, o.quote_fen, u.code, s.name_zh, s.name_en, q.made_at, param(o.site, 'quote_valid_days') as days,
         coalesce((select c.salutation from contact c where c.unit = o.unit and c.name = o.contact order by c.salutation = '' limit 1), '') as salutation
  from orders o join unit u on u.id = o.unit join place s on s.id = o.site
  join quote q on q.subject = o.id and q.rev = o.quote_rev
  where o.id = subject_of($4::text) and 'hand' = any (order_ways($1::bigint, o.id)) and $3::bigint is not null
), said as (
  select 1 as place, 0 as line, case when $2::text = 'zh'
    then case when m.salutation = '' then '您好,' else left(m.contact, case when m.contact ~ '^(欧阳|上官|司马|诸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木|东方|南宫|西门)' then 2 else 1 end) || m.salutation || ',您好,' end || '这里是' || m.name_zh || '服务中心。您家 ' || m.code || ' 需要的服务,收费标准是:'
    else 'Good day' || case when m.salutation = '' then '' else ', ' || m.contact end || ', this is the service centre of ' || m.name_en || '. For ' || m.code || ' our published prices are:' end as text
  from mine m
  union all
  select 2, l.line, case when l.fen = 0 then word($2::text, line_name(l) || ',' || plain(l.quantity) || l.unit || ',免费。', line_name(l) || ', ' || plain(l.quantity) || ' ' || l.unit || ', free of charge.')
    else case when $2::text = 'zh'
      then line_name(l) || case when l.price ^@ 'tiers' then ',' || price_words('zh', l.price, l.unit) when l.price ^@ 'perhour' then ',每人每小时' || yuan(l.unit_fen) || '元'
                          else ',每' || coalesce(nullif(l.unit, ''), '项') || yuan(l.unit_fen) || '元' end ||
           ',' || case when l.price ^@ 'perhour' then plain(l.quantity) || '人' || plain(l.second) || '小时' else plain(l.quantity) || l.unit end || ',' || yuan(l.fen) || '元。'
      else line_name(l) || ', ' || case when l.price ^@ 'tiers' then price_words('en', l.price, l.unit) when l.price ^@ 'perhour' then '¥' || yuan(l.unit_fen) || ' per person and hour'
                          else '¥' || yuan(l.unit_fen) || case when l.unit = '' then '' else ' per ' || l.unit end end ||
           ', ' || case when l.price ^@ 'perhour' then plain(l.quantity) || ' persons, ' || plain(l.second) || ' hours' else plain(l.quantity) || ' ' || l.unit end || ': ¥' || yuan(l.fen) || '.' end end
  from mine m join quote_line l on l.subject = m.id and l.rev = m.quote_rev
  union all
  select 3, 0, word($2::text, '一共是' || yuan(m.quote_fen) || '元,报价' || m.days || '天内有效。', 'That is ¥' || yuan(m.quote_fen) || ' in all; the quote holds for ' || m.days || ' days.') from mine m
  union all
  select 4, 0, word($2::text, '服务所需的材料由您自行采购并提供,我们不代购、不收取材料费。', 'You buy and supply the materials yourself; we neither buy them for you nor charge for them.') from mine m
  union all
  select 5, 0, word($2::text, '请您准备:', 'Please have ready: ') ||
         (select string_agg(x.name || ' ' || x.quantity, word($2::text, ',', ', ') order by x.name) from material x where x.subject = m.id and x.rev = m.quote_rev) ||
         word($2::text, '。', '.')
  from mine m where exists (select from material x where x.subject = m.id and x.rev = m.quote_rev)
  union all
  select 6, 0, word($2::text, '请问您同意按这个标准收费吗?', 'Do you agree to these charges?') from mine m
)
select json_build_object('text', s.text)::text as row from said s order by s.place, s.line
