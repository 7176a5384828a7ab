update deadline d set is_open = false, fired_at = now() where d.id = any($1::bigint[]) and d.is_open
