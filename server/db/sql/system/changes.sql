-- $1 subject, $2 version, $3 language: what happened after that version, oldest first
select c.change, c.version
from (select json_build_object('at', e.entered_at, 'who', event_who($3::text, e.actor, e.acting_for),
             'label', (select word($3::text, t.zh, t.en) from transition t
                       where t.lifecycle = e.lifecycle and t.action = e.action and t.from_state = e.from_state
                         and t.to_state = e.to_state))::text as change, e.version
      from event e
      where e.subject = $1::bigint and e.version > $2::bigint
      order by e.version desc limit 40) c
order by c.version
