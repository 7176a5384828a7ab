-- view: order.queue
-- who: cam
-- zh: 本人(及所代理)单元的全部在办单,按最近的时限排列;! 已超时,* 有未看的提醒
-- en: All open orders of one's own units (and those one stands in for), by what is due next; ! overdue, * rang and not seen
-- args: :user :lang :now limit:int=200 after:text?
with ranked as (
  select o.id, coalesce(us(d.due_at), 9000000000000000000) as rank
  from orders o
  left join lateral (select min(n.due_at) as due_at from due_next n where n.subject = o.id) d on true
  where o.is_open and o.unit in (select h.unit from hand h where h.person = $1::bigint)
), page as materialized (
  select r.id, r.rank
  from ranked r
  where $5::text is null or (r.rank, r.id) > (split_part($5::text, ',', 1)::bigint, split_part($5::text, ',', 2)::bigint)
  order by r.rank, r.id
  limit $4::int
)
select json_build_object('id', l.id, 'label', concat_ws(' ', l.no, l.unit_code, l.item),
         'mark', case when l.due_at < at_us($3::bigint) then '!' when exists (select from ring r where r.person = $1::bigint and r.subject = l.id and r.seen_at is null) then '*' else '' end,
         'role', case when l.due_at < at_us($3::bigint) then 'overdue' when l.due_at < at_us($3::bigint) + interval '30 minutes' then 'warn' else '' end,
         'no', coalesce(l.no, ''), 'state', l.state,
         'state_label', coalesce(state_word($2::text, 'followup', l.followup), state_word($2::text, 'order', l.state)),
         'due', l.due_at, 'due_label', phrase_of($2::text, 'due', l.due_kind), 'contact', l.contact, 'unit', l.unit_code, 'item', l.item,
         'tec', coalesce(l.tec_name, ''),
         'wanted', coalesce(span(l.agreed_from, l.agreed_to), ''), 'at', l.created_at, 'fen', l.quote_fen,
         'class', (select word($2::text, c.name_zh, c.name_en) from service_class c where c.code = l.class), 'version', l.version)::text as row,
       p.rank || ',' || p.id as after
from page p
join order_line l on l.id = p.id
order by p.rank, p.id
