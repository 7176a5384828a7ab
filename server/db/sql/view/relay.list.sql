-- view: relay.list
-- who: cam pm
-- zh: 待受理的转告:客户经理只见自己(及所代理)单元的;项目经理见未认房号的和超时无人受理的
-- en: Open relays: the account manager's own units; the project manager those without a unit and those nobody took in time
-- args: :user :lang :now limit:int=200 after:text? q:text?
with line as materialized (
  select r.id, r.state, r.unit, r.site, r.caller, r.phone, r.wish, r.wanted, r.heard_at, r.recorded_by,
         coalesce((select min(d.due_at) from owed d where d.subject = r.id),
                  r.recorded_at + param(r.site, 'relay_ring_minutes') * interval '1 minute') as due,
         exists (select from hand h where h.unit = r.unit and h.person = $1::bigint) as mine,
         exists (select from standing t where t.person = $1::bigint and t.role = 'pm' and t.place = r.site) as managed
  from relay r
  where r.state in ('new', 'unplaced') and r.site in (select w.site from workplace w where w.person = $1::bigint)
)
select json_build_object('id', l.id, 'value', l.id::text, 'label', concat_ws(' ', coalesce(u.code, word($2::text, '房号不详', 'unit unknown')), l.caller, l.wish),
         'hint', concat_ws(' ', n.name, clock(l.heard_at)),
         'mark', case when l.due < at_us($3::bigint) then '!'
                      when exists (select from ring g where g.person = $1::bigint and g.subject = l.id and g.seen_at is null) then '*' else '' end,
         'role', case when l.due < at_us($3::bigint) then 'overdue' else '' end,
         'unit', coalesce(u.code, ''), 'caller', l.caller, 'wish', l.wish, 'wanted', l.wanted, 'by', n.name, 'state', l.state,
         'state_label', state_word($2::text, 'relay', l.state), 'due', l.due, 'heard', l.heard_at,
         'phone', case when l.mine or l.managed and l.unit is null then l.phone else masked(l.phone) end)::text as row,
       l.id::text as after
from line l
join person n on n.id = l.recorded_by
left join unit u on u.id = l.unit
where (l.mine or l.managed and (l.state = 'unplaced' or l.due < at_us($3::bigint)))
  and ($5::text is null or l.id > $5::bigint)
  and ($6::text is null or position($6::text in concat_ws(' ', u.code, l.caller, l.wish)) > 0)
order by l.id
limit $4::int
