update part p set state = r.state, live = r.live, person = r.person, number = r.number, from_at = at_us(r.from_at), to_at = at_us(r.to_at),
  at = at_us(r.at), flag = r.flag, note = coalesce(r.note, p.note)
from unnest($1::bigint[], $2::text[], $3::boolean[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
  $10::text[]) as r(id, state, live, person, number, from_at, to_at, at, flag, note)
where p.id = r.id
