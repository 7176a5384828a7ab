-- $1 site: who may unlock its workshop's PC.
select p.login, p.name from person p
where p.active and p.pin_hash is not null and exists (select from scope s where s.person = p.id and s.site = $1::bigint)
order by p.name, p.login limit 200
