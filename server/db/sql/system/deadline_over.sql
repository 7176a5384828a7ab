-- $1 deadline: what it was to fire is no longer possible
update deadline set is_open = false where id = $1::bigint and is_open
