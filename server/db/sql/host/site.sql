-- $1 code
select id from place where kind = 'site' and code = $1::text
