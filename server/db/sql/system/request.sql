-- $1 person[], $2 key[], $3 digest[], $4 subject[], $5 version[]: the keys of one batch. An older request of the same key
-- that is not committed yet is waited for here.
insert into request (person, key, digest, subject, version)
select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
