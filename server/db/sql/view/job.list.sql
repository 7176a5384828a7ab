-- view: job.list
-- who: tec
-- zh: 实施人的任务:待确认的停工卡在最前,其次今日及未完成的上门;电话在单据在办时才看得到(见单据详情)
-- en: A technician's jobs: stop cards to acknowledge first, then today's and unfinished visits
-- args: :user :lang :now
select json_build_object('id', o.id, 'part', p.id, 'label', concat_ws(' ', o.no, u.code, i.item),
         'mark', case when p.state = 'stopping' then '!' when p.live and p.to_at < at_us($3::bigint) and p.state in ('planned', 'left') then '!'
                      when exists (select from ring r where r.person = $1::bigint and r.subject = o.id and r.seen_at is null) then '*' else '' end,
         'role', case when p.state = 'stopping' then 'overdue' when not p.live then 'ok'
                      when p.to_at < at_us($3::bigint) and p.state in ('planned', 'left') then 'overdue'
                      when p.from_at < at_us($3::bigint) + interval '30 minutes' and p.state = 'planned' then 'warn' else '' end,
         'no', coalesce(o.no, ''), 'unit', u.code, 'contact', case when p.live then o.contact else masked_name(o.contact) end,
         'item', i.item, 'state', p.state, 'state_label', state_word($2::text, 'visit', p.state), 'order_state', o.state,
         'from', p.from_at, 'to', p.to_at, 'window', coalesce(span(p.from_at, p.to_at), ''),
         'materials', coalesce((select string_agg(x.name || ' ' || x.quantity, word($2::text, ',', ', ') order by x.name)
                                from material x where x.subject = o.id and x.rev = o.quote_rev), ''),
         'round', p.number, 'version', o.version)::text as row
from (select v.id, v.subject, v.state, v.live, v.number, v.from_at, v.to_at
      from part v where v.lifecycle = 'visit' and v.person = $1::bigint and (v.live or v.state = 'stopping')
      union
      select v.id, v.subject, v.state, v.live, v.number, v.from_at, v.to_at
      from part v where v.lifecycle = 'visit' and v.person = $1::bigint
        and v.from_at >= date_trunc('day', at_us($3::bigint)) and v.from_at < date_trunc('day', at_us($3::bigint)) + interval '1 day') p
join orders o on o.id = p.subject
join unit u on u.id = o.unit
cross join lateral (select order_item(o.id, o.quote_rev, o.wish) as item) i
order by p.state = 'stopping' desc, p.live desc, p.state in ('left', 'arrived', 'working', 'paused', 'finished') desc, p.from_at nulls last, p.id
limit 100
