-- view: deputy.list
-- who: any
-- zh: 代理:项目经理见本项目的全部,其他人见与自己有关的
-- en: Deputies: the project manager sees the site's, others those that concern them
-- args: :user :lang :now limit:int=100 after:text?
select json_build_object('id', d.id, 'label', concat_ws(' ', a.name, word($2::text, '代', 'for'), p.name), 'mark', '',
         'role', case when d.state = 'active' and d.during @> at_us($3::bigint) then 'ok' else '' end,
         'principal', p.name, 'acting', a.name, 'what', concat_ws(' ', phrase_of($2::text, 'role', d.role), word($2::text, w.name_zh, w.name_en)),
         'from', lower(d.during), 'to', upper(d.during), 'state', d.state,
         'state_label', case when d.state = 'active' and upper(d.during) <= at_us($3::bigint) then word($2::text, '已到期', 'Over')
                             when d.state = 'active' and lower(d.during) > at_us($3::bigint) then word($2::text, '未开始', 'To come')
                             else state_word($2::text, 'deputy', d.state) end)::text as row, d.id::text as after
from deputy d
join person p on p.id = d.principal
join person a on a.id = d.acting
join place w on w.id = d.place
where ($1::bigint in (d.principal, d.acting) or d.site in (select m.site from managed m where m.person = $1::bigint))
  and ($5::text is null or d.id < $5::bigint)
order by d.id desc
limit $4::int
