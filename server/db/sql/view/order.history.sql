-- view: order.history
-- who: any
-- zh: 一张单据的全部记录:何时、何人(代何人)、何事
-- en: Everything that happened to one order: when, who (for whom), what
-- args: :user :lang :now id:id limit:int=200 after:text?
select json_build_object('version', e.version, 'at', e.happened_at, 'entered', e.entered_at,
         'who', event_who($2::text, e.actor, e.acting_for), 'text', event_text($2::text, e, w.ways && '{hand,own,cam,pm,sup,tar,tad,fin}'),
         'action', e.action, 'state', e.to_state, 'state_label', coalesce(state_word($2::text, e.lifecycle, e.to_state), ''))::text as row,
       e.version::text as after
from (select order_ways($1::bigint, subject_of($4::text)) as ways) w
join event e on e.subject = subject_of($4::text)
where w.ways <> '{}' and $3::bigint is not null
  and ($6::text is null or e.version > $6::bigint)
order by e.version
limit $5::int
