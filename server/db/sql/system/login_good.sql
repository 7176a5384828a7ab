-- $1 person
update person set failures = 0, locked_until = null where id = $1::bigint and failures > 0
