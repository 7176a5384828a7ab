-- view: order.queue
-- who: cam
-- zh: 本人(及所代理)单元的全部在办单,按最近的时限排列;! 已超时,* 有未看的提醒
-- en: All open orders of one's own units (and those one stands in for), by what is due next; ! overdue, * rang and not seen
-- args: :user :lang :now limit:int=200 after:text?
with line as materialized (
  select o.id, o.no, o.state, o.version, o.contact, o.unit_code, o.item, o.tec_name, o.quote_fen, o.due_at, o.due_kind, o.followup, o.agreed_from, o.agreed_to, o.created_at, o.class,
         coalesce(us(o.due_at), 9000000000000000000) as rank,
         exists (select from ring r where r.person = $1::bigint and r.subject = o.id and r.seen_at is null) as unseen
  from order_line o
  where o.is_open and o.unit in (select h.unit from hand h where h.person = $1::bigint)
)
select json_build_object('id', l.id, 'label', concat_ws(' ', l.no, l.unit_code, l.item),
         'mark', case when l.due_at < at_us($3::bigint) then '!' when l.unseen then '*' else '' end,
         'role', case when l.due_at < at_us($3::bigint) then 'overdue' when l.due_at < at_us($3::bigint) + interval '30 minutes' then 'warn' else '' end,
         'no', coalesce(l.no, ''), 'state', l.state,
         'state_label', coalesce(state_word($2::text, 'followup', l.followup), state_word($2::text, 'order', l.state)),
         'due', l.due_at, 'due_label', phrase_of($2::text, 'due', l.due_kind), 'contact', l.contact, 'unit', l.unit_code, 'item', l.item,
         'tec', coalesce(l.tec_name, ''),
         'wanted', coalesce(span(l.agreed_from, l.agreed_to), ''), 'at', l.created_at, 'fen', l.quote_fen,
         'class', (select word($2::text, c.name_zh, c.name_en) from service_class c where c.code = l.class), 'version', l.version)::text as row,
       l.rank || ',' || l.id as after
from line l
where $5::text is null or (l.rank, l.id) > (split_part($5::text, ',', 1)::bigint, split_part($5::text, ',', 2)::bigint)
order by l.rank, l.id
limit $4::int
