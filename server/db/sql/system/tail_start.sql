-- The cursor before everything that is not yet visible to all.
select pg_snapshot_xmin(pg_current_snapshot())::text || '-0'
