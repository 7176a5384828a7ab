-- view: deputy.show
-- who: any
-- zh: 一次代理的详情:项目经理、本人、代理人可见
-- en: One deputy's window: for the project manager, the one who is away, the one who acts
-- args: :user :lang :now id:id
select json_build_object('id', d.id, 'version', coalesce((select max(e.version) from event e where e.subject = d.id), 0),
  'title', concat_ws(' ', word($2::text, '代理', 'Deputy'), a.name, word($2::text, '代', 'for'), p.name), 'state', d.state,
  'state_label', state_word($2::text, 'deputy', d.state),
  'lines', (select json_agg(detail_line(l.label, l.value, l.role) order by l.place) from (values
    (1, word($2::text, '状态', 'State'), state_word($2::text, 'deputy', d.state), case when d.state = 'active' and d.during @> now() then 'ok' else '' end),
    (2, word($2::text, '本人', 'For'), p.name, ''),
    (3, word($2::text, '代理人', 'Deputy'), a.name, ''),
    (4, word($2::text, '岗位', 'Role'), concat_ws(' ', phrase_of($2::text, 'role', d.role), word($2::text, w.name_zh, w.name_en)), ''),
    (5, word($2::text, '从', 'From'), to_char(lower(d.during), 'YYYY-MM-DD HH24:MI'), ''),
    (6, word($2::text, '至', 'To'), to_char(upper(d.during), 'YYYY-MM-DD HH24:MI'), '')) l(place, label, value, role) where l.value <> ''),
  'history', history_of($2::text, d.id, true, 40))::text as row
from deputy d
join person p on p.id = d.principal
join person a on a.id = d.acting
join place w on w.id = d.place
where d.id = subject_of($4::text) and $3::bigint is not null and ($1::bigint in (d.principal, d.acting) or exists (select from managed g where g.site = d.site and g.person = $1::bigint))
