-- view: people.list
-- who: any
-- zh: 选人:本项目(含各部门)的在职人员,可按姓名、登录名、岗位筛选
-- en: Pick a person: those who work at one's sites, by name, login or role
-- args: :user :lang :now q:text? role:text? limit:int=50
select json_build_object('value', n.id::text, 'label', n.name, 'hint', string_agg(distinct phrase_of($2::text, 'role', g.role) ||
         case when p.kind = 'department' then ' ' || word($2::text, p.name_zh, p.name_en) else '' end, ', '), 'login', n.login)::text as row
from person n
join person_grant g on g.person = n.id and now() >= g.since and now() < g.until
join place p on p.id = g.place
where n.active and $3::bigint is not null
  and case p.kind when 'site' then p.id when 'department' then p.parent end in (select w.site from workplace w where w.person = $1::bigint)
  and ($5::text is null or g.role = $5::text)
  and ($4::text is null or strpos(n.name, $4::text) > 0 or n.login ^@ lower($4::text))
group by n.id, n.name, n.login
order by n.name, n.id
limit $6::int
