-- The old range ends where the new one begins; what was planned after it is overtaken. The count makes the cut come first:
-- a join that gives no column would be planned away.
with r as (select unit, person, at_us(at) as at from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as r(unit, person, at)),
  cut as (
    update unit_cam c set during = case when lower(c.during) >= r.at then 'empty' else tstzrange(lower(c.during), r.at) end
    from r where c.unit = r.unit and c.during && tstzrange(r.at, null) returning c.unit)
insert into unit_cam (unit, person, during)
select r.unit, r.person, tstzrange(r.at, null) from r where (select count(*) from cut) >= 0
