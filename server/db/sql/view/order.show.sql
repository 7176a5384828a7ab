-- view: order.show
-- who: any
-- zh: 一张单据的详情与记录;电话只给该单元的客户经理(含代理)和在办单的实施人
-- en: One order with all its tracks and history; the phone is shown to the unit's account manager (or deputy) and the technician of an open order
-- args: :user :lang :now id:id
with o as materialized (
  select o.id, o.no, o.site, o.unit, o.state, o.is_open, o.version, o.class, o.contact, o.phone, o.source, o.wish, o.instructions,
         o.wanted_from, o.wanted_to, o.any_time, o.agreed, o.agreed_from, o.agreed_to, o.relay, o.department, o.quote_rev, o.quote_fen,
         o.explained_rev, o.consent_rev, o.consent_at, o.signed_at, o.ended_at, o.created_by, o.created_at, u.code as unit_code, u.arrears_fen,
         w.ways && '{hand,own}' as plain, w.ways && '{hand,own,cam,pm,sup,tar,tad,fin}' as names, 'hand' = any (w.ways) as hand,
         $2::text = 'zh' as zh, at_us($3::bigint) as now
  from orders o join unit u on u.id = o.unit cross join lateral (select order_ways($1::bigint, o.id) as ways) w
  where o.id = subject_of($4::text) and w.ways <> '{}'
), p as materialized (
  select p.id, p.lifecycle, p.state, p.live, p.kind, p.person, p.number, p.from_at, p.to_at, p.at, p.flag, p.note, n.name,
         state_word($2::text, p.lifecycle, p.state) as said
  from o join part p on p.subject = o.id left join person n on n.id = p.person
), e as materialized (
  select e.version, e.part, e.action, e.happened_at, e.data, event_who($2::text, e.actor, e.acting_for) as who, event_text($2::text, e, o.names) as text
  from o join event e on e.subject = o.id
), due as materialized (
  select d.due_at, d.kind from o join due_next d on d.subject = o.id where o.is_open order by d.due_at limit 1
), line as (
  select 10 as place, 0::bigint as seq, word($2::text, '状态', 'State') as label,
         concat_ws(' ', state_word($2::text, 'order', o.state), '· ' || phrase_of($2::text, 'due', due.kind) || ' ' || clock(due.due_at)) as value,
         case when due.due_at < o.now then 'overdue' when not o.is_open then 'ok' else '' end as role
  from o left join due on true
  union all
  select 11, 0, word($2::text, '客户', 'Customer'),
         concat_ws(' ', case when o.names then o.contact else masked_name(o.contact) end,
           case when o.names then (select nullif(c.salutation, '') from contact c where c.unit = o.unit and c.name = o.contact order by c.salutation = '' limit 1) end,
           o.unit_code, case when o.plain then o.phone else masked(o.phone) end), ''
  from o
  union all
  select 12, 0, word($2::text, '类别', 'Class'), word($2::text, c.name_zh, c.name_en), '' from o join service_class c on c.code = o.class
  union all
  select 13, 0, word($2::text, '需求', 'Wish'), o.wish, '' from o
  union all
  select 14, 0, word($2::text, '特别交代', 'Instructions'), o.instructions, 'warn' from o where o.instructions <> ''
  union all
  select 15, 0, word($2::text, '来源', 'Source'),
         concat_ws(' ', phrase_of($2::text, 'source', o.source), n.name, clock(o.created_at),
                   (select word($2::text, '转告:', 'relayed by ') || rp.name || ' ' || clock(r.heard_at) || ' "' || r.wish || '"'
                    from relay r join person rp on rp.id = r.recorded_by where r.id = o.relay)), ''
  from o join person n on n.id = o.created_by
  union all
  select 20, l.line, word($2::text, '项目', 'Item'),
         concat_ws(' ', l.code, line_name(l), price_words($2::text, l.price, l.unit), 'x' || plain(l.quantity) || l.unit, case when l.second > 0 then 'x' || plain(l.second) || word($2::text, '小时', ' h') end,
                   word($2::text, yuan(l.fen) || '元', '¥' || yuan(l.fen)), case when l.off_book then word($2::text, '(非标准价)', '(not the book''s price)') end),
         case when l.off_book then 'warn' else '' end
  from o join quote_line l on l.subject = o.id and l.rev = o.quote_rev
  union all
  select 21, 0, word($2::text, '合计', 'Total'), word($2::text, yuan(o.quote_fen) || '元', '¥' || yuan(o.quote_fen)) || word($2::text, ' 第', ' revision ') || o.quote_rev || word($2::text, '版 有效至 ', ', valid until ') ||
         clock(q.made_at + param(o.site, 'quote_valid_days') * interval '1 day'), ''
  from o join quote q on q.subject = o.id and q.rev = o.quote_rev
  union all
  select 22, 0, word($2::text, '客户自备材料', 'Customer brings'), string_agg(m.name || ' ' || m.quantity, word($2::text, ',', ', ') order by m.name), ''
  from o join material m on m.subject = o.id and m.rev = o.quote_rev group by o.id
  union all
  (select 23, 0, word($2::text, '说明收费', 'Explained'), concat_ws(' ', clock(e.happened_at), phrase_of($2::text, 'channel', e.data ->> 'channel'), e.who), ''
   from o join e on e.action = 'order.explain' where o.explained_rev = o.quote_rev and o.quote_rev > 0 order by e.version desc limit 1)
  union all
  (select 24, 0, word($2::text, '客户同意', 'Consent'),
          concat_ws(' ', clock(e.happened_at), phrase_of($2::text, 'channel', e.data ->> 'channel'),
                    case when o.names then concat_ws(' ', e.data ->> 'speaker', e.data ->> 'relation', word($2::text, '付款人 ', 'payer ') || (e.data ->> 'payer')) end, e.who),
          case when o.consent_rev <> o.quote_rev then 'warn' else '' end
   from o join e on e.action = 'order.consent' where o.consent_rev > 0 order by e.version desc limit 1)
  union all
  select 25, 0, word($2::text, '变更', 'Change'), word($2::text, '新报价尚待客户同意', 'The new quote waits for consent'), 'warn'
  from o where o.consent_rev > 0 and o.quote_rev > o.consent_rev and o.is_open
  union all
  select 26, p.id, word($2::text, '批价', 'Price request'),
         concat_ws(' ', phrase_of($2::text, 'price', p.kind), p.note, p.said, case when p.number > 0 then yuan(p.number) end, word($2::text, '有效至 ', 'until ') || clock(p.to_at),
                   case when p.state = 'approved' and p.kind = 'offcat' then '#' || p.id end),
         case p.state when 'open' then 'warn' when 'approved' then 'ok' else '' end
  from p where p.lifecycle = 'price'
  union all
  select 30, 0, word($2::text, '客户预约', 'Wanted'), case when o.any_time then word($2::text, '随时', 'any time') else span(o.wanted_from, o.wanted_to) end, '' from o
  union all
  select 31, 0, word($2::text, '约定时间', 'Agreed'),
         concat_ws(' ', span(o.agreed_from, o.agreed_to),
           (select concat_ws(' ', phrase_of($2::text, 'channel', e.data ->> 'channel'), case when o.names then e.data ->> 'with' end, e.who)
            from e where e.action in ('time.agree', 'time.set') order by e.version desc limit 1)), ''
  from o where o.agreed and o.agreed_from is not null and (o.agreed_from, o.agreed_to) is distinct from (o.wanted_from, o.wanted_to)
  union all
  select 32, p.id, word($2::text, '主管提议', 'Proposed'), concat_ws(' ', span(p.from_at, p.to_at), p.said, p.note), case when p.live then 'warn' else '' end
  from p where p.lifecycle = 'time' and p.state <> 'agreed'
  union all
  select 33, 0, word($2::text, '派工', 'Department'),
         concat_ws(' ', word($2::text, d.name_zh, d.name_en), (select string_agg(distinct n.name, ' ') from person_grant g join person n on n.id = g.person
                   where g.place = d.id and g.role = 'sup' and o.now >= g.since and o.now < g.until),
                   (select clock(max(e.happened_at)) from e where e.action = 'order.dispatch')), ''
  from o join place d on d.id = o.department
  union all
  select 34, p.id, word($2::text, '上门', 'Visit'),
         concat_ws(' ', p.name, span(p.from_at, p.to_at), p.said,
           case when p.state not in ('arrived', 'working', 'paused', 'finished', 'departed') then null
                when p.number > 0 then word($2::text, '迟到' || p.number || '分', p.number || ' min late')
                when p.number < 0 then word($2::text, '提前' || -p.number || '分', -p.number || ' min early') else word($2::text, '准时', 'on time') end,
           (select word($2::text, '用时', 'took ') || (extract(epoch from max(e.happened_at) - min(e.happened_at)) / 60)::int || word($2::text, '分', ' min')
            from e where e.part = p.id and e.action in ('visit.arrive', 'visit.depart') having count(*) > 1),
           nullif(p.note, ''), case when p.flag > 0 then word($2::text, '客户要求有变,待客户经理', 'the wish differs: waits for the account manager') end),
         case when p.state = 'stopping' or p.flag > 0 then 'warn' when p.state = 'departed' then 'ok' when p.live and p.to_at < o.now and p.state in ('planned', 'left') then 'overdue' else '' end
  from o cross join p where p.lifecycle = 'visit'
  union all
  select 35, p.id, word($2::text, '作业清单', 'Checklist'),
         concat_ws(' ', word($2::text, '第', 'round ') || p.number || word($2::text, '轮', ''), p.said,
                   (select count(c.answer) || '/' || count(*) from checklist_entry c where c.checklist = p.id)), case when p.state = 'complete' then 'ok' else '' end
  from p where p.lifecycle = 'checklist' and p.state <> 'dropped'
  union all
  select 36, p.id, word($2::text, '验收', 'Acceptance'),
         concat_ws(' ', word($2::text, '第', 'round ') || p.number || word($2::text, '轮', ''), p.said, nullif(p.note, ''),
           (select concat_ws(' ', clock(e.happened_at), phrase_of($2::text, 'satisfaction', e.data ->> 'satisfaction'),
                             case when o.names then concat_ws(' ', e.data ->> 'signer', e.data ->> 'relation') end)
            from e where e.part = p.id and e.action = 'round.accept' order by e.version desc limit 1)),
         case p.state when 'accepted' then 'ok' when 'refused' then 'warn' when 'unsigned' then 'warn' else '' end
  from o cross join p where p.lifecycle = 'round'
  union all
  select 40, p.id, word($2::text, '事项', 'Manager''s case'),
         concat_ws(' ', phrase_of($2::text, 'case', p.kind), p.said, p.note, (select '· ' || string_agg(e.text, '; ' order by e.version) from e where e.part = p.id and e.action <> 'case.open')),
         case when p.live then 'overdue' else 'ok' end
  from p where p.lifecycle = 'case'
  union all
  select 41, p.id, word($2::text, '索赔', 'Claim'),
         concat_ws(' ', p.said, p.note, p.name, case when p.state = 'settled' then yuan(p.number) end,
                   (select '· ' || string_agg(e.text, '; ' order by e.version) from e where e.part = p.id and e.action <> 'claim.open')),
         case when p.live then 'overdue' else 'ok' end
  from p where p.lifecycle = 'claim'
  union all
  select 42, p.id, word($2::text, '处理单', 'Paper form'),
         concat_ws(' ', p.said, case when p.number > 1 then word($2::text, '第' || p.number || '份', 'copy ' || p.number) end,
                   (select word($2::text, '须返单 ', 'due back ') || clock(d.due_at) from owed d where d.part = p.id and d.subject = o.id order by d.due_at limit 1)),
         case when p.state in ('back', 'waived') then 'ok' when p.state = 'lost' then 'warn' else '' end
  from o cross join p where p.lifecycle = 'form'
  union all
  select 43, p.id, word($2::text, '外部录入', 'Entry'),
         concat_ws(' ', phrase_of($2::text, 'entry', p.kind), p.said, nullif(p.note, ''), case when p.live then word($2::text, '期限 ', 'due ') || clock(p.to_at) end),
         case when not p.live then 'ok' when p.to_at < o.now then 'overdue' when p.state in ('failed', 'to_correct') then 'warn' else '' end
  from o cross join p where p.lifecycle = 'entry'
  union all
  select 44, p.id, word($2::text, '回访', 'Follow-up'),
         concat_ws(' ', p.said, case when p.live then word($2::text, '期限 ', 'due ') || clock(p.to_at) end,
                   case when p.number > 0 then word($2::text, '未联系上' || p.number || '次', p.number || ' attempts') end,
                   case when d.late then word($2::text, '逾期', 'late') end,
                   (select concat_ws(' ', clock(e.happened_at), e.who, e.text) from e where e.part = p.id and e.action in ('followup.record', 'followup.correct') order by e.version desc limit 1)),
         case when d.late or p.live and p.to_at < o.now then 'overdue' when p.state = 'unsatisfied' then 'warn' when p.state in ('satisfied', 'settled') then 'ok' else '' end
  from o cross join p
  cross join lateral (select coalesce(min(e.happened_at) > p.to_at, false) as late from e where e.part = p.id and e.action = 'followup.record') d -- R5.7.2-5
  where p.lifecycle = 'followup'
  union all
  select 50, x.id, word($2::text, '该户在办', 'Open at this unit'), concat_ws(' ', x.no, state_word($2::text, 'order', x.state), order_item(x.id, x.quote_rev, x.wish)), ''
  from o join orders x on x.unit = o.unit and x.is_open and x.id <> o.id where o.hand
  union all
  (select 51, x.id, word($2::text, '该户近期', 'Before at this unit'),
          concat_ws(' ', to_char(x.created_at, 'YYYY-MM-DD'), state_word($2::text, 'order', x.state), order_item(x.id, x.quote_rev, x.wish)), ''
   from o join orders x on x.unit = o.unit and not x.is_open and x.id <> o.id where o.hand order by x.id desc limit 5)
  union all
  select 52, c.id, word($2::text, '该户索赔', 'Claim at this unit'), concat_ws(' ', x.no, state_word($2::text, 'claim', c.state), c.note), 'warn'
  from o join orders x on x.unit = o.unit and x.id <> o.id join part c on c.subject = x.id and c.lifecycle = 'claim' and c.live where o.hand
  union all
  select 53, 0, word($2::text, '该户欠费', 'Arrears'), yuan(o.arrears_fen), 'warn' from o where o.hand and o.arrears_fen > 0
)
select json_build_object('id', o.id, 'version', o.version,
    'title', concat_ws(' ', o.no, state_word($2::text, 'order', o.state), o.unit_code, order_item(o.id, o.quote_rev, o.wish)),
    'no', o.no, 'state', o.state, 'state_label', state_word($2::text, 'order', o.state), 'unit', o.unit_code, 'fen', o.quote_fen,
    'contact', case when o.names then o.contact else masked_name(o.contact) end, 'phone', case when o.plain then o.phone else masked(o.phone) end,
    'due', (select due.due_at from due),
    'lines', (select json_agg(json_strip_nulls(json_build_object('label', l.label, 'value', l.value, 'role', nullif(l.role, ''))) order by l.place, l.seq) from line l),
    'history', (select json_agg(json_build_object('at', h.happened_at, 'who', h.who, 'text', h.text) order by h.version)
                from (select e.version, e.happened_at, e.who, e.text from e order by e.version desc limit 60) h))::text as row
from o
