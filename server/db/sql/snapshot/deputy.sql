-- Facts of a deputyship ($1) or, for a new one, of the person $2 who is stood in for and the person $3 who acts.
with d as (
  select d.* from deputy d where d.id = case when $1::text ~ '^[0-9]{1,18}$' then $1::bigint end
), home as (
  select p.id as site from person_grant g join place g_at on g_at.id = g.place
  join place p on p.kind = 'site' and (p.id = g_at.id or p.id = g_at.parent)
  where g.person = $2::bigint and now() >= g.since and now() < g.until order by p.id limit 1
), place_now as (
  select s.id as site, s.zone, r.id as region, r.parent as division from place s join place r on r.id = s.parent
  where s.id = coalesce((select site from d), (select site from home))
), tail as (
  select e.version, e.hash from d join event e on e.subject = d.id order by e.version desc limit 1
)
select d.state, d.id, t.version, t.hash as head, n.site, n.region, n.division, n.zone, boss.name as pm_name, boss.id as pm,
  $2::bigint as pick, pick.name as pick_name,
  (select coalesce(bit_or(1 << array_position(array['cam', 'sup', 'tec', 'pm', 'tar', 'fin', 'tad', 'stf', 'adm'], g.role)), 0)
     from person_grant g join place p on p.id = g.place
     where g.person = $2::bigint and now() >= g.since and now() < g.until and (p.id = n.site or p.parent = n.site)) as pick_roles,
  (select g.place from person_grant g join place p on p.id = g.place and p.kind = 'department' and p.parent = n.site
     where g.person = $2::bigint and g.role = 'sup' and now() >= g.since and now() < g.until limit 1) as pick_department,
  pick2.id as pick2, (exists (select from scope s where s.person = $3::bigint and s.site = n.site))::int as pick2_works_here
from (select 1) one
left join d on true
left join place_now n on true
left join tail t on true
left join person pick on pick.id = $2::bigint
left join person pick2 on pick2.id = $3::bigint and pick2.active
left join person_grant pmg on pmg.role = 'pm' and pmg.place = n.site and now() >= pmg.since and now() < pmg.until
left join person boss on boss.id = pmg.person
where ($1::text is null or d.id is not null) and $4::bigint is not null and $5::bigint is not null
order by pmg.since
limit 1
