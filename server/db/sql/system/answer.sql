-- The JSON of the OK line, one row for each subject and version of $1[], $2[], in their order, or for the request of
-- person $3 with key $4. The state is the one the subject had at that version, so that a repetition hears what was said first.
select json_strip_nulls(json_build_object(
         'id', a.subject, 'version', a.version, 'state', r.to_state,
         'label', json_build_object('zh', s.zh, 'en', s.en), 'no', o.no))
from (select u.subject, u.version, u.n from unnest($1::bigint[], $2::bigint[]) with ordinality as u (subject, version, n)
      union all
      select q.subject, q.version, 0 from request q where q.person = $3::bigint and q.key = $4::text) a
left join lateral (
  select e.lifecycle, e.to_state from event e
  where e.subject = a.subject and e.version <= a.version and e.part = e.subject
  order by e.version desc limit 1) r on true
left join state s on s.lifecycle = r.lifecycle and s.name = r.to_state
left join orders o on o.id = a.subject
order by a.n
