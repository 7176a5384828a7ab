-- view: department.list
-- who: cam pm
-- zh: 本单所属项目中能承接该类别的实施部门
-- en: Departments of the order's site that do its class
-- args: :user :lang :now id:id q:text?
select json_build_object('value', d.id::text, 'label', word($2::text, d.name_zh, d.name_en),
         'hint', (select string_agg(distinct p.name, ' ') from standing t join person p on p.id = t.person
                  where t.role = 'sup' and t.place = d.id))::text as row
from orders o
join place d on d.parent = o.site and d.kind = 'department'
join class_department c on c.department = d.id and c.class = o.class
where o.id = subject_of($4::text) and $3::bigint is not null
  and o.site in (select v.site from overlook v where v.person = $1::bigint and v.role in ('cam', 'pm'))
  and ($5::text is null or position($5::text in concat_ws(' ', d.name_zh, lower(d.name_en), d.code)) > 0)
order by d.code
