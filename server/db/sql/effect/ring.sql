-- Everybody who holds the role at the place, or the one person named, and whoever stands in for them now.
with r as (select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[]) as r(subject, version, role, place, person)),
  named as (
    select r.subject, r.version, r.person from r where r.person is not null
    union
    select r.subject, r.version, g.person from r join person_grant g on g.role = r.role and g.place = r.place
    where r.person is null and now() >= g.since and now() < g.until
  ), heard as (
    select subject, version, person from named
    union
    select n.subject, n.version, d.acting from named n join deputy d on d.principal = n.person and d.state = 'active' and d.during @> now()
  )
insert into ring (person, subject, version) select h.person, h.subject, h.version from heard h
on conflict (subject, version, person) do nothing
