-- view: ring.list
-- who: any
-- zh: 响过而未看的提醒;ring.seen id= 填其中的 ring
-- en: What rang and is not seen yet; ring.seen takes the member ring
-- args: :user :lang :now limit:int=100 after:text?
select json_build_object('id', r.subject, 'ring', r.id, 'subject', r.subject, 'version', r.version, 'label', concat_ws(' ', s.text, s.no, s.unit), 'mark', '*', 'role', '',
         'at', r.at, 'no', coalesce(s.no, ''), 'unit', coalesce(s.unit, ''), 'text', coalesce(s.text, ''))::text as row, r.id::text as after
from ring r
left join event e on e.subject = r.subject and e.version = r.version
cross join lateral (
  select o.no, coalesce(uo.code, ur.code, ui.code) as unit,
         concat_ws(' ', case when l.id is not null then word($2::text, '转告:', 'relay: ') || l.wish when i.id is not null then phrase_of($2::text, 'incident', i.kind) end,
                   event_text($2::text, e, false)) as text
  from (select r.subject as id) k
  left join orders o on o.id = k.id
  left join unit uo on uo.id = o.unit
  left join relay l on l.id = k.id
  left join unit ur on ur.id = l.unit
  left join incident i on i.id = k.id
  left join unit ui on ui.id = i.unit) s
where r.person = $1::bigint and r.seen_at is null and $3::bigint is not null
  and ($5::text is null or r.id < $5::bigint)
order by r.id desc
limit $4::int
