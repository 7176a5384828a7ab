-- view: incident.list
-- who: any
-- zh: 事件:项目经理见本项目的全部,其他人见自己报告的
-- en: Incidents: the project manager sees the site's, others those they reported
-- args: :user :lang :now limit:int=50 after:text?
select json_build_object('id', i.id, 'label', concat_ws(' ', phrase_of($2::text, 'incident', i.kind), u.code, left(i.what, 40)), 'mark', '',
         'role', case i.state when 'open' then 'warn' when 'closed' then 'ok' else '' end, 'what', phrase_of($2::text, 'incident', i.kind) || ' ' || i.what,
         'unit', coalesce(u.code, ''), 'state', i.state, 'state_label', state_word($2::text, 'incident', i.state), 'at', i.happened_at, 'by', n.name)::text as row,
       i.id::text as after
from incident i
join person n on n.id = i.reported_by
left join unit u on u.id = i.unit
where (i.reported_by = $1::bigint or i.site in (select m.site from managed m where m.person = $1::bigint)) and $3::bigint is not null
  and ($5::text is null or i.id < $5::bigint)
order by i.id desc
limit $4::int
