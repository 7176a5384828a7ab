-- view: relay.show
-- who: any
-- zh: 一条转告的详情;电话只给该单元的客户经理,未认房号时也给项目经理
-- en: One relay; its phone is shown to the unit's account manager, and to the project manager while the unit is unknown
-- args: :user :lang :now id:id
select json_build_object('id', r.id, 'version', coalesce((select max(e.version) from event e where e.subject = r.id), 0),
  'title', concat_ws(' ', word($2::text, '转告', 'Relay'), state_word($2::text, 'relay', r.state), u.code), 'state', r.state,
  'state_label', state_word($2::text, 'relay', r.state),
  'lines', (select json_agg(detail_line(l.label, l.value, l.role) order by l.place) from (values
    (1, word($2::text, '状态', 'State'), state_word($2::text, 'relay', r.state), case when r.state in ('new', 'unplaced') then 'warn' else 'ok' end),
    (2, word($2::text, '房号', 'Unit'), concat_ws(' ', coalesce(u.code, word($2::text, '不详', 'unknown')), word($2::text, '客户经理 ', 'manager ') || m.name), ''),
    (3, word($2::text, '来人', 'Caller'), concat_ws(' ', nullif(r.caller, ''), nullif(w.phone, '')), ''),
    (4, word($2::text, '需求', 'Wish'), r.wish, ''),
    (5, word($2::text, '希望时间', 'Wanted'), r.wanted, ''),
    (6, word($2::text, '其他信息', 'Remarks'), r.remarks, ''),
    (7, word($2::text, '听到', 'Heard'), concat_ws(' ', clock(r.heard_at), n.name), ''),
    (8, word($2::text, '记录', 'Recorded'), clock(r.recorded_at), ''),
    (9, word($2::text, '来自', 'From'), (select o.no from orders o where o.id = r.from_order), ''),
    (10, word($2::text, '受理单', 'Order'), (select string_agg(coalesce(o.no, o.id::text), ' ') from orders o where o.relay = r.id), 'ok'))
    l(place, label, value, role) where l.value <> ''),
  'history', history_of($2::text, r.id, true, 40),
  'fill', case when w.hand then json_build_object('wish', r.wish, 'contact', r.caller, 'phone', r.phone) end)::text as row
from relay r
join person n on n.id = r.recorded_by
left join unit u on u.id = r.unit
left join cam_now c on c.unit = r.unit
left join person m on m.id = c.person
cross join lateral (select exists (select from hand h where h.unit = r.unit and h.person = $1::bigint) as hand,
                           exists (select from managed g where g.site = r.site and g.person = $1::bigint) as manager) k
cross join lateral (select k.hand, case when k.hand or k.manager and r.unit is null then r.phone else masked(r.phone) end as phone) w
where r.id = subject_of($4::text) and $3::bigint is not null and (k.hand or k.manager or r.recorded_by = $1::bigint)
