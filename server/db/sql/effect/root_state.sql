-- The root of a subject that is not an order: relay, deputy, incident.
with r as (select * from unnest($1::text[], $2::bigint[], $3::text[]) as r(lifecycle, id, state)),
  relays as (update relay t set state = r.state from r where r.lifecycle = 'relay' and t.id = r.id),
  deputies as (update deputy t set state = r.state from r where r.lifecycle = 'deputy' and t.id = r.id)
update incident t set state = r.state from r where r.lifecycle = 'incident' and t.id = r.id
