-- $1 login, $2 password hash, $3 PIN hash; null keeps what is stored.
update person set password_hash = coalesce($2::text, password_hash), pin_hash = coalesce($3::text, pin_hash),
  failures = 0, locked_until = null
where login = $1::text returning id
