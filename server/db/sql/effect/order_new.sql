insert into orders (id, site, unit, state, version, class, contact, phone, source, wish, instructions, wanted_from, wanted_to, any_time,
  relay, created_by, created_at, agreed)
select r.id, r.site, r.unit, r.state, r.version, r.class, r.contact, r.phone, r.source, r.wish, r.instructions, at_us(r.wanted_from),
  at_us(r.wanted_to), r.any_time, r.relay, r.created_by, at_us(r.created_at), true
from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[],
  $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::boolean[], $15::bigint[], $16::bigint[], $17::bigint[])
  as r(id, site, unit, state, version, class, contact, phone, source, wish, instructions, wanted_from, wanted_to, any_time, relay,
       created_by, created_at)
