insert into charge (subject, line, kind, fen, accepted_at)
select r.subject, l.line, 'service', l.fen, at_us(r.at)
from unnest($1::bigint[], $2::int[], $3::bigint[]) as r(subject, rev, at) join quote_line l on l.subject = r.subject and l.rev = r.rev
