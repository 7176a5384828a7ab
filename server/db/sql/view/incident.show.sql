-- view: incident.show
-- who: any
-- zh: 一起事件的详情:项目经理和报告人可见
-- en: One incident: for the project manager and who reported it
-- args: :user :lang :now id:id
select c.card::text as row
from (select incident_card($1::bigint, $2::text, subject_of($4::text)) as card where $3::bigint is not null) c
where c.card is not null
