-- $1 login, $2 name, $3 password hash
with p as (insert into person (login, name, password_hash) values ($1::text, $2::text, $3::text) returning id)
insert into person_grant (person, role, place)
select p.id, 'adm', d.id from p, place d where d.kind = 'division' order by d.id limit 1
