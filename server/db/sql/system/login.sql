-- $1 login, $2 password or pin, $3 the station's site (null: none). What a login is checked against; the hash is null when it
-- can never be right. A PIN counts only for people of the station's site.
select p.id,
       case when not p.active then null
            when $2::text = 'password' then p.password_hash
            when exists (select from scope s where s.person = p.id and s.site = $3::bigint) then p.pin_hash end as hash,
       p.failures, ceil(greatest(0, extract(epoch from p.locked_until - now())))::bigint as wait
from person p where p.login = $1::text
