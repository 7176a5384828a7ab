-- Facts of a unit ($1: its id); $2: the person who is to be its account manager.
with u as (
  select u.id, u.site, u.code from unit u where u.id = case when $1::text ~ '^[0-9]{1,18}$' then $1::bigint end
), place_now as (
  select s.id as site, s.zone, r.id as region, r.parent as division from place s join place r on r.id = s.parent
  where s.id = (select site from u)
), tail as (
  select e.version, e.hash from u join event e on e.subject = u.id order by e.version desc limit 1
)
select 'held' as state, u.id, t.version, t.hash as head, n.site, n.region, n.division, n.zone, u.id as unit, u.site as unit_site, u.code as unit_code,
  c.person as cam, cam.name as cam_name, boss.name as pm_name, boss.id as pm,
  $2::bigint as pick, pick.name as pick_name,
  (select coalesce(bit_or(1 << array_position(array['cam', 'sup', 'tec', 'pm', 'tar', 'fin', 'tad', 'stf', 'adm'], g.role)), 0)
     from person_grant g join place p on p.id = g.place
     where g.person = $2::bigint and now() >= g.since and now() < g.until and (p.id = n.site or p.parent = n.site)) as pick_roles,
  (select g.place from person_grant g join place p on p.id = g.place and p.kind = 'department' and p.parent = n.site
     where g.person = $2::bigint and g.role = 'sup' and now() >= g.since and now() < g.until limit 1) as pick_department
from u
left join place_now n on true
left join tail t on true
left join unit_cam c on c.unit = u.id and c.during @> at_us($5::bigint)
left join person cam on cam.id = c.person
left join person pick on pick.id = $2::bigint and $3::bigint is null
left join person_grant pmg on pmg.role = 'pm' and pmg.place = n.site and now() >= pmg.since and now() < pmg.until
left join person boss on boss.id = pmg.person
where $4::bigint is not null
order by pmg.since
limit 1
