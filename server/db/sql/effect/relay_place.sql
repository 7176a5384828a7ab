update relay t set unit = r.unit from unnest($1::bigint[], $2::bigint[]) as r(id, unit) where t.id = r.id
