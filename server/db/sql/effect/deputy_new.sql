insert into deputy (id, site, state, role, principal, acting, place, during)
select r.id, r.site, r.state, r.role, r.principal, r.acting, r.place, tstzrange(at_us(r.from_at), at_us(r.to_at))
from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])
  as r(id, site, state, role, principal, acting, place, from_at, to_at)
