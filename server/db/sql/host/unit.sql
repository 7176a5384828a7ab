-- $1 site, $2 code, $3 kind. No row: it is there already.
insert into unit (site, code, kind) select id, $2::text, $3::text from place where kind = 'site' and code = $1::text
on conflict (site, code) do nothing returning id
