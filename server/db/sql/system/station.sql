-- $1 digest of a station's key
select id, site from station where key_digest = $1::text and active
