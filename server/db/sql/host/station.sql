-- $1 site, $2 code, $3 name, $4 digest of the key
insert into station (code, name, site, key_digest)
select $2::text, $3::text, id, $4::text from place where kind = 'site' and code = $1::text returning id
