update orders o set state = r.state, is_open = r.is_open, department = r.department, agreed_from = at_us(r.agreed_from),
  agreed_to = at_us(r.agreed_to), agreed = r.agreed, quote_rev = r.quote_rev, quote_fen = r.quote_fen, explained_rev = r.explained_rev,
  consent_rev = r.consent_rev, consent_at = at_us(r.consent_at), first_started = at_us(r.first_started), signed_at = at_us(r.signed_at),
  ended_at = at_us(r.ended_at), extra_rounds = r.extra_rounds, copies = r.copies, template = r.template, next_rev = r.next_rev,
  version = r.version
from unnest($1::bigint[], $2::text[], $3::boolean[], $4::bigint[], $5::bigint[], $6::bigint[], $7::boolean[], $8::int[], $9::bigint[],
  $10::int[], $11::int[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::int[], $17::int[], $18::bigint[], $19::int[],
  $20::bigint[])
  as r(id, state, is_open, department, agreed_from, agreed_to, agreed, quote_rev, quote_fen, explained_rev, consent_rev, consent_at,
       first_started, signed_at, ended_at, extra_rounds, copies, template, next_rev, version)
where o.id = r.id
