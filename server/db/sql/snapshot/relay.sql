-- Facts of a relay ($1) or, for a new one ($1 null), of the unit $2 it names or else of the actor's own site.
-- $2 pick: unit, or the deadline of a reminder.
with r as (
  select r.* from relay r where r.id = case when $1::text ~ '^[0-9]{1,18}$' then $1::bigint end
), u as (
  select u.id, u.site, u.code from unit u where u.id = coalesce((select unit from r), case when $1::text is null then $2::bigint end)
), home as (
  select s.site from scope s where s.person = $4::bigint order by s.site limit 1
), place_now as (
  select s.id as site, s.zone, g.id as region, g.parent as division
  from place s join place g on g.id = s.parent
  where s.id = coalesce((select site from r), (select site from u), (select site from home))
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
), tail as (
  select e.version, e.hash from r join event e on e.subject = r.id order by e.version desc limit 1
)
select r.state, r.id, t.version, t.hash as head, n.site, n.region, n.division, n.zone, u.id as unit, u.site as unit_site, u.code as unit_code,
  c.person as cam, cam.name as cam_name, boss.name as pm_name, boss.id as pm,
  pu.id as pick, pu.site as pick_site,
  (exists (select from deadline d where d.id = $2::bigint and d.subject = r.id and d.is_open))::int as deadline_open,
  x.p_relay_ring_minutes, x.p_sup_ack_minutes, x.p_time_agree_days_max, x.p_e1_due_minutes, x.p_entry_due_hours,
  x.p_block_dispatch_until_e1, x.p_offcat_reply_hours, x.p_quote_valid_days, x.p_consent_valid_days,
  x.p_rework_rounds_before_pm, x.p_rework_due_hours, x.p_case_first_action_hours, x.p_form_return_hours,
  x.p_followup_hours, x.p_followup_warn1_hours, x.p_followup_warn2_hours, x.p_late_entry_flag_hours,
  x.p_claim_after_close_days
from (select 1) one
left join r on true
left join u on true
left join place_now n on true
left join tail t on true
left join unit_cam c on c.unit = coalesce(u.id, case when r.id is not null then $2::bigint end) and c.during @> at_us($5::bigint)
left join person cam on cam.id = c.person
left join person_grant pmg on pmg.role = 'pm' and pmg.place = n.site and now() >= pmg.since and now() < pmg.until
left join person boss on boss.id = pmg.person
left join unit pu on pu.id = $2::bigint
cross join parameters x
where ($1::text is null or r.id is not null) and ($3::bigint is null or true)
order by pmg.since
limit 1
