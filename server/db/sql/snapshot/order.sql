-- Facts of an order ($1: id or form number) or, for a new one ($1 null), of the unit $2 and the relay $3 it comes from.
-- $2 pick: department, technician, unit or deadline. $4 actor, $5 now in microseconds.
with asked as (
  select at_us($5::bigint) as at, case when $1::text ~ '^[0-9]{1,18}$' then $1::bigint end as id, $1::text as no
), o as (
  select o.* from orders o, asked a where $1::text is not null and (o.id = a.id or o.no = a.no)
), u as (
  select u.id, u.site, u.code from unit u where u.id = coalesce((select unit from o), case when $1::text is null then $2::bigint end)
), place_now as (
  select s.id as site, s.zone, r.id as region, r.parent as division, r.uses_division_book
  from place s join place r on r.id = s.parent where s.id = coalesce((select site from o), (select site from u))
), parameters as (
  select
    max(v) filter (where key = 'relay_ring_minutes') as p_relay_ring_minutes,
    max(v) filter (where key = 'sup_ack_minutes') as p_sup_ack_minutes,
    max(v) filter (where key = 'time_agree_days_max') as p_time_agree_days_max,
    max(v) filter (where key = 'e1_due_minutes') as p_e1_due_minutes,
    max(v) filter (where key = 'entry_due_hours') as p_entry_due_hours,
    max(v) filter (where key = 'block_dispatch_until_e1') as p_block_dispatch_until_e1,
    max(v) filter (where key = 'offcat_reply_hours') as p_offcat_reply_hours,
    max(v) filter (where key = 'quote_valid_days') as p_quote_valid_days,
    max(v) filter (where key = 'consent_valid_days') as p_consent_valid_days,
    max(v) filter (where key = 'rework_rounds_before_pm') as p_rework_rounds_before_pm,
    max(v) filter (where key = 'rework_due_hours') as p_rework_due_hours,
    max(v) filter (where key = 'case_first_action_hours') as p_case_first_action_hours,
    max(v) filter (where key = 'form_return_hours') as p_form_return_hours,
    max(v) filter (where key = 'followup_hours') as p_followup_hours,
    max(v) filter (where key = 'followup_warn1_hours') as p_followup_warn1_hours,
    max(v) filter (where key = 'followup_warn2_hours') as p_followup_warn2_hours,
    max(v) filter (where key = 'late_entry_flag_hours') as p_late_entry_flag_hours,
    max(v) filter (where key = 'claim_after_close_days') as p_claim_after_close_days
  from (select p.key, coalesce(s.value, p.value) as v from parameter p
        left join site_parameter s on s.key = p.key and s.site = (select site from place_now)) as values_now
), line as (
  select count(*) as lines, count(*) filter (where l.off_book and not exists (
      select from part p where p.subject = l.subject and p.lifecycle = 'price' and p.kind in ('deviation', 'relief') and p.state = 'approved'
        and p.note = l.code and p.number = l.unit_fen and p.to_at > a.at)) as off_book
  from asked a, o join quote_line l on l.subject = o.id and l.rev = o.quote_rev
), tail as (
  select e.version, e.hash from o join event e on e.subject = o.id order by e.version desc limit 1
), manager as (
  select c.person from u join unit_cam c on c.unit = u.id and c.during @> (select at from asked)
), checklist as (
  select p.id from o join part p on p.subject = o.id and p.lifecycle = 'checklist' and p.state <> 'dropped' order by p.made desc limit 1
), relayed as (
  select r.id, r.state, r.unit, e.version, e.hash from relay r
  join lateral (select version, hash from event where subject = r.id order by version desc limit 1) e on true
  where r.id = case when $1::text is null then $3::bigint end
)
select o.state, o.id, t.version, n.site, n.region, n.division, n.zone, t.hash as head, u.id as unit, u.site as unit_site, u.code as unit_code,
  m.person as cam, boss.id as pm, cam.name as cam_name, boss.name as pm_name,
  (select p.name from person_grant g join person p on p.id = g.person where g.role = 'sup' and g.place = o.department
     and now() >= g.since and now() < g.until order by g.since limit 1) as sup_name,
  (select p.name from part v join person p on p.id = v.person where v.subject = o.id and v.lifecycle = 'visit'
     and v.state not in ('stopping', 'stopped') order by v.made desc limit 1) as tec_name,
  case when n.uses_division_book then 7 else 5 end as approver_role,
  case when n.uses_division_book then n.division else n.region end as approver_place,
  o.no, o.contact, (select c.relation from contact c where c.unit = o.unit and c.name = o.contact order by c.main desc limit 1) as relation,
  o.class as class_code, c.active::int as class_active, c.counter::int as class_counter, o.department,
  us(o.wanted_from) as wanted_from, us(o.wanted_to) as wanted_to, o.any_time::int as any_time,
  us(o.agreed_from) as agreed_from, us(o.agreed_to) as agreed_to, o.agreed::int as agreed,
  o.quote_rev, us(q.made_at) as quoted_at, line.lines as quote_lines, line.off_book as quote_off_book, o.quote_fen,
  o.explained_rev, o.consent_rev, us(o.consent_at) as consent_at, cq.fen as consent_fen, o.next_rev,
  us(o.first_started) as first_started, us(o.signed_at) as signed_at, us(o.ended_at) as ended_at, o.extra_rounds, o.copies, o.template,
  (select id from checklist_template ct where ct.class = o.class order by version desc limit 1) as class_template,
  (select count(*) from charge where subject = o.id) as charge_lines,
  $2::bigint as pick, dep.parent as pick_site, (dep.id is not null)::int as pick_is_department,
  (exists (select from class_department cd where cd.class = o.class and cd.department = dep.id))::int as pick_does_class,
  (exists (select from person_grant g join person p on p.id = g.person where g.person = $2::bigint and g.role = 'tec' and g.place = o.department
     and p.active and now() >= g.since and now() < g.until))::int as pick_is_tec,
  (exists (select from deadline d where d.id = $2::bigint and d.subject = o.id and d.is_open))::int as deadline_open,
  rel.id as relay, array_position(array['unplaced', 'new', 'converted', 'closed'], rel.state) as relay_state, rel.version as relay_version,
  rel.hash as relay_head, rel.unit as relay_unit,
  (select count(*) from part where lifecycle = 'visit' and state = 'stopping' and person = $4::bigint) as actor_stop_cards,
  (select string_agg(p.lifecycle || '/' || p.id || '/' || p.state || '/' || p.kind || '/' || coalesce(p.person::text, '') || '/' || p.number || '/' ||
     coalesce(us(p.from_at)::text, '') || '/' || coalesce(us(p.to_at)::text, '') || '/' || coalesce(us(p.at)::text, '') || '/' || p.flag, ' '
     order by p.made) from part p where p.subject = o.id) as parts,
  (select string_agg(e.code || '/' || (e.answer is not null)::int, ' ' order by e.position)
     from checklist_entry e where e.checklist = (select id from checklist)) as items,
  x.p_relay_ring_minutes, x.p_sup_ack_minutes, x.p_time_agree_days_max, x.p_e1_due_minutes, x.p_entry_due_hours,
  x.p_block_dispatch_until_e1, x.p_offcat_reply_hours, x.p_quote_valid_days, x.p_consent_valid_days,
  x.p_rework_rounds_before_pm, x.p_rework_due_hours, x.p_case_first_action_hours, x.p_form_return_hours,
  x.p_followup_hours, x.p_followup_warn1_hours, x.p_followup_warn2_hours, x.p_late_entry_flag_hours,
  x.p_claim_after_close_days
from asked
left join o on true
left join u on true
left join place_now n on true
left join tail t on true
left join manager m on true
left join person cam on cam.id = m.person
left join person_grant pmg on pmg.role = 'pm' and pmg.place = n.site and now() >= pmg.since and now() < pmg.until
left join person boss on boss.id = pmg.person
left join service_class c on c.code = o.class
left join quote q on q.subject = o.id and q.rev = o.quote_rev
left join quote cq on cq.subject = o.id and cq.rev = o.consent_rev
left join line on true
left join place dep on dep.id = $2::bigint and dep.kind = 'department'
left join relayed rel on true
cross join parameters x
where $1::text is null or o.id is not null
order by pmg.since
limit 1
