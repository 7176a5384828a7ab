-- Facts of an incident ($1) or, for a new one, of the unit $2 it names or else of the actor's own site.
with i as (
  select i.* from incident i where i.id = case when $1::text ~ '^[0-9]{1,18}$' then $1::bigint end
), u as (
  select u.id, u.site, u.code from unit u where u.id = coalesce((select unit from i), case when $1::text is null then $2::bigint end)
), home as (
  select s.site from scope s where s.person = $4::bigint order by s.site limit 1
), place_now as (
  select s.id as site, s.zone, r.id as region, r.parent as division from place s join place r on r.id = s.parent
  where s.id = coalesce((select site from i), (select site from u), (select site from home))
), tail as (
  select e.version, e.hash from i join event e on e.subject = i.id order by e.version desc limit 1
)
select i.state, i.id, t.version, t.hash as head, n.site, n.region, n.division, n.zone, u.id as unit, u.code as unit_code,
  boss.name as pm_name, boss.id as pm
from (select 1) one
left join i on true
left join u on true
left join place_now n on true
left join tail t on true
left join person_grant pmg on pmg.role = 'pm' and pmg.place = n.site and now() >= pmg.since and now() < pmg.until
left join person boss on boss.id = pmg.person
where ($1::text is null or i.id is not null) and ($3::bigint is null or true) and $5::bigint is not null
order by pmg.since
limit 1
