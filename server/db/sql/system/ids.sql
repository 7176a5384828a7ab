-- $1 blocks: the first id of each; the sequence steps by a whole block
select nextval('teyue.subject_id') from generate_series(1, $1::int)
