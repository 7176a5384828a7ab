-- view: me.show
-- who: any
-- zh: 本人:岗位、所代理的、有人代理的
-- en: Oneself: roles, whom one stands in for, who stands in for one
-- args: :user :lang :now
select json_build_object('id', n.id, 'version', 0, 'title', n.name, 'user', n.login,
    'lines', (select json_agg(detail_line(l.label, l.value, l.role) order by l.place, l.value) from (
       select 1 as place, word($2::text, '岗位', 'Role') as label, concat_ws(' ', phrase_of($2::text, 'role', g.role), word($2::text, p.name_zh, p.name_en)) as value, '' as role
       from person_grant g join place p on p.id = g.place where g.person = n.id and now() >= g.since and now() < g.until
       union all
       select 2, word($2::text, '代理', 'Standing in'), concat_ws(' ', x.name, phrase_of($2::text, 'role', d.role), word($2::text, '至 ', 'until ') || clock(upper(d.during))), 'warn'
       from deputy d join person x on x.id = d.principal where d.acting = n.id and d.state = 'active' and d.during @> now()
       union all
       select 3, word($2::text, '由他人代理', 'Stood in for'), concat_ws(' ', x.name, phrase_of($2::text, 'role', d.role), word($2::text, '至 ', 'until ') || clock(upper(d.during))), 'warn'
       from deputy d join person x on x.id = d.acting where d.principal = n.id and d.state = 'active' and d.during @> now()
       union all
       select 4, word($2::text, '负责单元', 'Units'), count(*)::text, '' from cam_now c where c.person = n.id having count(*) > 0) l),
    'history', '[]'::json)::text as row
from person n
where n.id = $1::bigint and $3::bigint is not null
