-- view: incident.show
-- who: any
-- zh: 一起事件的详情:项目经理和报告人可见
-- en: One incident: for the project manager and who reported it
-- args: :user :lang :now id:id
select json_build_object('id', i.id, 'version', coalesce((select max(e.version) from event e where e.subject = i.id), 0),
  'title', concat_ws(' ', word($2::text, '事件', 'Incident'), phrase_of($2::text, 'incident', i.kind), state_word($2::text, 'incident', i.state), u.code),
  'state', i.state, 'state_label', state_word($2::text, 'incident', i.state),
  'lines', (select json_agg(detail_line(l.label, l.value, l.role) order by l.place) from (values
    (1, word($2::text, '状态', 'State'), state_word($2::text, 'incident', i.state), case when i.state = 'closed' then 'ok' else 'warn' end),
    (2, word($2::text, '事件', 'Kind'), phrase_of($2::text, 'incident', i.kind), ''),
    (3, word($2::text, '房号', 'Unit'), u.code, ''),
    (4, word($2::text, '经过', 'What happened'), i.what, ''),
    (5, word($2::text, '发生', 'When'), clock(i.happened_at), ''),
    (6, word($2::text, '报告人', 'Reported by'), n.name, '')) l(place, label, value, role) where l.value <> ''),
  'history', history_of($2::text, i.id, true, 40))::text as row
from incident i
join person n on n.id = i.reported_by
left join unit u on u.id = i.unit
where i.id = subject_of($4::text) and $3::bigint is not null and (i.reported_by = $1::bigint or exists (select from managed g where g.site = i.site and g.person = $1::bigint))
