-- RX-8: $1 person, $2 station, $3 action, $4 subject, $5 codes[], $6 clauses[]: who tried what, and which clauses said no
insert into refusal (person, station, action, subject, code, clause)
select $1::bigint, $2::bigint, $3::text, $4::bigint, r.code, r.clause
from unnest($5::text[], $6::text[]) as r (code, clause)
