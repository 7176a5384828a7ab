insert into relay (id, site, unit, state, caller, phone, wish, wanted, remarks, heard_at, recorded_at, recorded_by, from_order)
select r.id, r.site, r.unit, r.state, r.caller, r.phone, r.wish, r.wanted, r.remarks, at_us(r.heard_at), at_us(r.recorded_at),
  r.recorded_by, r.from_order
from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
  $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[])
  as r(id, site, unit, state, caller, phone, wish, wanted, remarks, heard_at, recorded_at, recorded_by, from_order)
