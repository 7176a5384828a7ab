-- $1 ring, $2 person: whose ring it is has seen it
update ring set seen_at = now() where id = $1::bigint and person = $2::bigint and seen_at is null
returning id
