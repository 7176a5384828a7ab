insert into deadline (subject, part, kind, due_at)
select o.id, o.id, 'handover', at_us(r.at) from unnest($1::bigint[], $2::bigint[]) as r(unit, at)
join orders o on o.unit = r.unit and o.is_open
