insert into quote (subject, rev, made_at, made_by, fen)
select r.subject, r.rev, at_us(r.made_at), r.made_by, r.fen
from unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[], $5::bigint[]) as r(subject, rev, made_at, made_by, fen)
