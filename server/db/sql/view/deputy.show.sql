-- view: deputy.show
-- who: any
-- zh: 一次代理的详情
-- en: One deputy's window
-- args: :user :lang :now id:id
select c.card::text as row
from (select deputy_card($1::bigint, $2::text, subject_of($4::text)) as card where $3::bigint is not null) c
where c.card is not null
