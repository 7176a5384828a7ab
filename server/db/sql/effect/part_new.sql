insert into part (id, subject, lifecycle, state, live, kind, person, number, from_at, to_at, at, flag, note)
select r.id, r.subject, r.lifecycle, r.state, r.live, r.kind, r.person, r.number, at_us(r.from_at), at_us(r.to_at), at_us(r.at), r.flag,
  coalesce(r.note, '')
from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[],
  $10::bigint[], $11::bigint[], $12::bigint[], $13::text[])
  as r(id, subject, lifecycle, state, live, kind, person, number, from_at, to_at, at, flag, note)
