-- view: subject.show
-- who: any
-- zh: 按编号看任何一件事:单据(各线进展一行一条)、转告、事件、代理
-- en: Any subject by its number: an order (a line for each of its tracks), a relay, an incident, a deputy
-- args: :user :lang :now id:id
with s as (
  select subject_of($4::text) as id, at_us($3::bigint) as now
), o as materialized (
  select l.id, l.no, l.state, l.version, l.unit_code, l.item, l.contact, l.tec_name, l.due_at, l.due_kind, l.agreed_from, l.agreed_to, l.quote_fen, l.wish,
         w.ways && '{hand,own,cam,pm,sup,tar,tad,fin}' as names, l.is_open, m.name as cam
  from s join order_line l on l.id = s.id
  left join cam_now c on c.unit = l.unit
  left join person m on m.id = c.person
  cross join lateral (select order_ways($1::bigint, l.id) as ways) w
  where w.ways <> '{}'
), line as (
  select 1 as place, 0::bigint as seq, word($2::text, '状态', 'State') as label,
         concat_ws(' ', state_word($2::text, 'order', o.state), '· ' || phrase_of($2::text, 'due', o.due_kind) || ' ' || clock(o.due_at)) as value,
         case when o.due_at < s.now then 'overdue' when not o.is_open then 'ok' else '' end as role
  from o cross join s
  union all
  select 2, 0, word($2::text, '客户', 'Customer'), concat_ws(' ', case when o.names then o.contact else masked_name(o.contact) end, o.unit_code,
         word($2::text, '客户经理 ', 'manager ') || o.cam), '' from o
  union all
  select 3, 0, word($2::text, '需求', 'Wish'), o.wish, '' from o
  union all
  select 4, 0, word($2::text, '项目', 'Item'), concat_ws(' ', o.item, yuan(nullif(o.quote_fen, 0))), '' from o
  union all
  select 5, 0, word($2::text, '约定时间', 'Agreed'), concat_ws(' ', span(o.agreed_from, o.agreed_to), o.tec_name), '' from o where o.agreed_from is not null
  union all
  select 10, p.id, phrase_of($2::text, 'track', p.lifecycle),
         concat_ws(' ', case when p.lifecycle in ('price', 'case', 'entry') then phrase_of($2::text, p.lifecycle, p.kind) end,
                   case when p.lifecycle in ('round', 'checklist') then '#' || p.number end, state_word($2::text, p.lifecycle, p.state), n.name,
                   case when p.lifecycle in ('visit', 'time') then span(p.from_at, p.to_at) end, nullif(p.note, ''),
                   case when p.lifecycle in ('entry', 'followup') and p.live then word($2::text, '期限 ', 'due ') || clock(p.to_at) end,
                   (select '· ' || string_agg(event_text($2::text, e, o.names), '; ' order by e.version) from event e
                    where e.part = p.id and p.lifecycle in ('case', 'claim') and e.action not in ('case.open', 'claim.open'))),
         case when p.live and p.lifecycle in ('case', 'claim') then 'overdue' when p.live and p.to_at < s.now then 'overdue' when p.live then 'warn' else '' end
  from o cross join s join part p on p.subject = o.id left join person n on n.id = p.person
  where p.state <> 'dropped'
), card as (
  select json_build_object('id', o.id, 'version', o.version, 'title', concat_ws(' ', o.no, state_word($2::text, 'order', o.state), o.unit_code, o.item),
           'state', o.state, 'state_label', state_word($2::text, 'order', o.state),
           'lines', (select json_agg(detail_line(l.label, l.value, l.role) order by l.place, l.seq) from line l),
           'history', history_of($2::text, o.id, o.names, 40)) as card
  from o
  union all
  select coalesce(relay_card($1::bigint, $2::text, s.id), incident_card($1::bigint, $2::text, s.id), deputy_card($1::bigint, $2::text, s.id))
  from s where not exists (select from orders x where x.id = s.id)
)
select c.card::text as row from card c where c.card is not null
