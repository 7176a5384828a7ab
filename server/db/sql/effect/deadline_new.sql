insert into deadline (subject, part, kind, due_at)
select r.subject, r.part, r.kind, at_us(r.due) from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[]) as r(subject, part, kind, due)
