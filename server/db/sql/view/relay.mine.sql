-- view: relay.mine
-- who: any
-- zh: 本人记下的转告及其处理情况
-- en: The relays one recorded and what became of them
-- args: :user :lang :now limit:int=50 after:text?
select json_build_object('id', r.id, 'label', concat_ws(' ', u.code, r.caller, r.wish), 'mark', '',
         'role', case r.state when 'converted' then 'ok' else '' end,
         'unit', coalesce(u.code, ''), 'caller', r.caller, 'wish', r.wish, 'state', r.state, 'state_label', state_word($2::text, 'relay', r.state),
         'heard', r.heard_at, 'cam', coalesce(m.name, ''))::text as row, r.id::text as after
from relay r
left join unit u on u.id = r.unit
left join cam_now c on c.unit = r.unit
left join person m on m.id = c.person
where r.recorded_by = $1::bigint and $3::bigint is not null
  and ($5::text is null or r.id < $5::bigint)
order by r.id desc
limit $4::int
