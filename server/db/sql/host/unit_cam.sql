-- $1 unit, $2 login, $3 site. No row: nobody of that login is account manager of the site.
insert into unit_cam (unit, person, during)
select $1::bigint, p.id, tstzrange(now(), null) from person p
where p.login = $2::text and p.active and exists (
  select from scope s join place l on l.id = s.site where s.person = p.id and s.role = 'cam' and l.code = $3::text)
returning unit
