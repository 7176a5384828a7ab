-- $1 person: the hashes with which a secret entered again is compared; none while the person is locked out
select password_hash, pin_hash from person
where id = $1::bigint and active and coalesce(locked_until, '-infinity') <= now()
