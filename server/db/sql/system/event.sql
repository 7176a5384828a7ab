-- One event a row, in the order given. Moments are microseconds.
insert into event (subject, version, site, lifecycle, part, action, from_state, to_state, actor, acting_for, station,
                   happened_at, entered_at, data, data_digest, hash)
select e.subject, e.version, e.site, e.lifecycle, e.part, e.action, e.from_state, e.to_state, e.actor, e.acting_for, e.station,
       at_us(e.happened), at_us(e.entered), e.data, e.data_digest, e.hash
from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[],
            $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::json[], $15::text[], $16::text[])
     with ordinality
     as e (subject, version, site, lifecycle, part, action, from_state, to_state, actor, acting_for, station,
           happened, entered, data, data_digest, hash, n)
order by e.n
