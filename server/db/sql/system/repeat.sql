-- $1 person, $2 key, $3 digest: was this key used before, and for the same request? It writes, so that the answer waits for
-- the same standbys as the first one did: a reader would be told of a commit that a failover may still lose.
update request set seen_at = now() where person = $1::bigint and key = $2::text returning digest = $3::text
