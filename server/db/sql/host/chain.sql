-- Every event in the order of its chain.
select subject, version, site, part, lifecycle, action, from_state, to_state, actor, acting_for, station, us(happened_at), us(entered_at),
       data::text, data_digest, hash
from event order by subject, version
