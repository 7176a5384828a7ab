-- Gap-free numbers per site and year: the counter moves in the same transaction as the consent, so a rollback gives the number back.
with wish as (
  select r.id, r.site, date_part('year', at_us(r.at) at time zone p.zone)::int as year, p.form_prefix,
    row_number() over (partition by r.site, date_part('year', at_us(r.at) at time zone p.zone) order by r.id) as rank
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as r(id, site, at)
  join place p on p.id = r.site
), counted as (
  select site, year, count(*)::int as n from wish group by site, year
), bumped as (
  insert into form_counter as c (site, year, last)
  select site, year, n from counted order by site, year
  on conflict (site, year) do update set last = c.last + excluded.last
  returning site, year, last
)
update orders o set no = w.form_prefix || '-' || w.year || '-' || lpad((b.last - c.n + w.rank)::text, 5, '0')
from wish w
join bumped b on b.site = w.site and b.year = w.year
join counted c on c.site = w.site and c.year = w.year
where o.id = w.id
