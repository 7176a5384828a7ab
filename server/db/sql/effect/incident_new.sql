insert into incident (id, site, unit, state, kind, what, reported_by, happened_at)
select r.id, r.site, r.unit, r.state, r.kind, r.what, r.reported_by, at_us(r.happened_at)
from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
  as r(id, site, unit, state, kind, what, reported_by, happened_at)
