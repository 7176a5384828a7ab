-- view: class.list
-- who: any
-- zh: 在用的服务类别(上门类)
-- en: Service classes in use that are done by a visit
-- args: :user :lang :now
select json_build_object('value', c.code, 'label', word($2::text, c.name_zh, c.name_en))::text as row
from service_class c
where c.active and not c.counter and $1::bigint is not null and $3::bigint is not null
order by c.code = 'home', c.code
