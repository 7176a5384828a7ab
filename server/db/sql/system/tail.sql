-- $1 cursor, $2 last cursor wanted (null: no end), $3 limit: the events after it, in order, that no running transaction can
-- still get in front of.
select e.xid::text || '-' || e.seq as cursor, e.subject, e.version, e.site, e.lifecycle, e.part, e.action, e.from_state, e.to_state,
       t.zh, t.en,
       (select string_agg(r.person::text, ',' order by r.person) from ring r
        where r.subject = e.subject and r.version = e.version) as rings,
       e.actor, to_char(e.entered_at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') as entered_at,
       case when e.lifecycle in ('relay', 'deputy', 'incident', 'unit') then e.lifecycle else 'order' end as kind, o.no
from event e
left join transition t on t.lifecycle = e.lifecycle and t.action = e.action and t.from_state = e.from_state and t.to_state = e.to_state
left join orders o on o.id = e.subject
where (e.xid, e.seq) > (split_part($1::text, '-', 1)::xid8, split_part($1::text, '-', 2)::bigint)
  and e.xid < pg_snapshot_xmin(pg_current_snapshot())
  and ($2::text is null or (e.xid, e.seq) <= (split_part($2::text, '-', 1)::xid8, split_part($2::text, '-', 2)::bigint))
order by e.xid, e.seq
limit $3::bigint
