-- view: relay.show
-- who: any
-- zh: 一条转告的详情;电话只给该单元的客户经理,未认房号时也给项目经理
-- en: One relay; its phone is shown to the unit's account manager, and to the project manager while the unit is unknown
-- args: :user :lang :now id:id
select c.card::text as row
from (select relay_card($1::bigint, $2::text, subject_of($4::text)) as card where $3::bigint is not null) c
where c.card is not null
