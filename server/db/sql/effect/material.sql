insert into material (subject, rev, name, quantity)
select r.subject, r.rev, r.name, r.quantity from unnest($1::bigint[], $2::int[], $3::text[], $4::text[]) as r(subject, rev, name, quantity)
on conflict (subject, rev, name) do nothing
