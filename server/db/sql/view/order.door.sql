-- view: order.door
-- who: tec
-- zh: 上门前念一遍:鞋套、门铃、问候语(5.5.2、5.5.3)
-- en: To read before going to the door: shoe covers, bell, greeting (5.5.2, 5.5.3)
-- args: :user :lang :now id:id
with mine as (
  select o.id, o.contact, u.code, o.instructions,
    coalesce((select c.salutation from contact c where c.unit = o.unit and c.name = o.contact order by c.salutation = '' limit 1), '') as salutation
  from orders o join unit u on u.id = o.unit
  where o.id = subject_of($4::text) and 'own' = any (order_ways($1::bigint, o.id)) and $3::bigint is not null
), said as (
  select 1 as place, word($2::text, m.code || ':先穿好鞋套,按门铃或可视对讲;没有应答,等 5 至 10 秒再按第二次。',
    m.code || ': shoe covers on first, then the bell; no answer, wait 5 to 10 seconds and ring again.') as text from mine m
  union all
  select 2, word($2::text, '「' || case when m.salutation = '' then '' else m.contact || m.salutation || ',' end
    || '您好!我是服务中心工程维护员,请问是您预约的家庭维修吗?」(微笑,鞠躬 30 度)',
    '"Good day' || case when m.salutation = '' then '' else ', ' || m.contact end
    || '! I am the service centre''s technician; was it you who booked the repair?" (smile, bow)') from mine m
  union all
  select 3, word($2::text, '客户特别交代:', 'The customer asks: ') || m.instructions from mine m where m.instructions <> ''
)
select json_build_object('text', s.text)::text as row from said s order by s.place
