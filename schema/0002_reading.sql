-- What the daemon's views share: words and figures for people, masking, who stands in for whom, one line per order.
-- Run by `teyued migrate` after 0001. Functions of one expression, so that the planner sees through them.

set local search_path = teyue, public;

-- ---- words and figures ----

create function word(lang text, zh text, en text) returns text language sql immutable parallel safe as
$$ select case when lang = 'zh' then zh else en end $$;

-- 1250 -> 12.50
create function yuan(fen bigint) returns text language sql immutable parallel safe as
$$ select to_char(fen / 100.0, 'FM999999999990.00') $$;

-- hundredths: 300 -> 3, 150 -> 1.5
create function plain(hundredths bigint) returns text language sql immutable parallel safe as
$$ select rtrim(to_char(hundredths / 100.0, 'FM999999999990.99'), '.') $$;

create function clock(t timestamptz) returns text language sql stable parallel safe as
$$ select to_char(t, 'MM-DD HH24:MI') $$;

create function span(t timestamptz, u timestamptz) returns text language sql stable parallel safe as
$$ select to_char(t, 'MM-DD HH24:MI') || '-' ||
          case when t::date = u::date then to_char(u, 'HH24:MI') else to_char(u, 'MM-DD HH24:MI') end $$;

-- RX-12: 138****1234
create function masked(phone text) returns text language sql immutable parallel safe as
$$ select case when phone = '' then '' when char_length(phone) < 8 then '****'
               else left(phone, 3) || '****' || right(phone, 4) end $$;

-- RX-12 for a technician whose order is over: the first character of a name
create function masked_name(name text) returns text language sql immutable parallel safe as
$$ select left(name, 1) || '**' $$;

create function state_word(lang text, lifecycle text, name text) returns text language sql stable parallel safe as
$$ select teyue.word($1, s.zh, s.en) from teyue.state s where s.lifecycle = $2 and s.name = $3 $$;

-- words for values that are neither states nor actions: options of arguments as events keep them, kinds of parts and deadlines
create table phrase (topic text, value text, zh text not null, en text not null, primary key (topic, value));
insert into phrase (topic, value, zh, en) values
  ('role', 'cam', '专属客户经理', 'Account manager'), ('role', 'sup', '实施部门主管', 'Supervisor'), ('role', 'tec', '实施人', 'Technician'),
  ('role', 'pm', '项目经理', 'Project manager'), ('role', 'tar', '区域品质管理中心', 'Regional quality centre'),
  ('role', 'fin', '区域财务中心', 'Regional finance'), ('role', 'tad', '物业管理中心', 'Division centre'),
  ('role', 'stf', '员工', 'Employee'), ('role', 'adm', '系统管理员', 'Administrator'),
  ('channel', 'phone', '电话', 'Phone'), ('channel', 'counter', '当面', 'At the counter'), ('channel', 'written', '书面', 'In writing'),
  ('channel', 'onsite', '上门', 'On site'), ('channel', 'other', '其他', 'Other'),
  ('source', 'phone', '电话', 'Phone'), ('source', 'counter', '前台', 'Counter'), ('source', 'relay', '员工转告', 'Relay'), ('source', 'other', '其他', 'Other'),
  ('satisfaction', 'satisfied', '满意', 'Satisfied'), ('satisfaction', 'fair', '基本满意', 'Fairly satisfied'),
  ('satisfaction', 'dissatisfied_quality', '不满意(质量)', 'Dissatisfied with the quality'),
  ('satisfaction', 'dissatisfied_other', '不满意(其他)', 'Dissatisfied, other'),
  ('cause', 'customer_absent', '客户不在', 'Customer absent'), ('cause', 'no_access', '无法进入', 'No access'),
  ('cause', 'materials', '客户材料未备齐', 'Materials missing'), ('cause', 'company', '我方原因', 'Our side'), ('cause', 'other', '其他', 'Other'),
  ('cause', 'refuses', '客户拒签', 'Refuses to sign'), ('cause', 'absent', '客户不在场', 'Absent'),
  ('entry', 'e1', 'E1 数字家园·需求单', 'E1 数字家园, order'), ('entry', 'e2', 'E2 数字家园·完成情况', 'E2 数字家园, completion'),
  ('entry', 'e3', 'E3 易软·完成情况', 'E3 易软, completion'), ('entry', 'e4', 'E4 数字家园·回访', 'E4 数字家园, follow-up'),
  ('case', 'refused_twice', '两次验收不合格', 'Refused twice'), ('case', 'unsigned', '客户未签字', 'Not signed'),
  ('case', 'followup', '回访不满意', 'Follow-up not satisfied'), ('case', 'other', '其他事项', 'Other'),
  ('price', 'offcat', '标准外', 'Not in the book'), ('price', 'deviation', '调价', 'Other price'), ('price', 'relief', '减免', 'Relief'),
  ('incident', 'undispatched_work', '未派单已施工', 'Work without dispatch'), ('incident', 'money_received', '收受客户钱物', 'Money or goods received'),
  ('incident', 'other', '其他', 'Other'),
  ('outcome', 'no_answer', '无人接听', 'No answer'), ('outcome', 'busy', '占线', 'Busy'), ('outcome', 'later', '客户要求改时间', 'Asked to call later'),
  ('method', 'phone', '电话回访', 'Phone'), ('method', 'onsite', '上门回访', 'On site'), ('method', 'other', '其他', 'Other'),
  ('conduct', 'none', '', ''), ('conduct', 'smoking', '室内吸烟', 'Smoking'), ('conduct', 'drinking', '喝客户的水', 'Drinking'),
  ('conduct', 'eating', '在客户家吃饭', 'Eating'), ('conduct', 'gifts', '收受礼品', 'Accepting gifts'), ('conduct', 'language', '语言不规范', 'Language'),
  ('conduct', 'touching', '随意翻动物品', 'Touching belongings'), ('conduct', 'private_calls', '接听私人电话', 'Private calls'),
  ('conduct', 'children', '未经允许抱小孩', 'Holding children'), ('conduct', 'arguing', '与客户争辩', 'Arguing'), ('conduct', 'noise', '大声喧哗', 'Noise'),
  ('view', 'satisfied', '满意', 'Satisfied'), ('view', 'accepts', '接受处理结果', 'Accepts the outcome'), ('view', 'dissatisfied', '仍不满意', 'Still dissatisfied'),
  ('due', 'relay_ring', '受理转告', 'Take the relay'), ('due', 'sup_ack', '主管接单', 'Acknowledge'), ('due', 'time_agree', '约定时间', 'Agree the time'),
  ('due', 'offcat_reply', '区域批价', 'Price reply'), ('due', 'rework', '返工', 'Rework'), ('due', 'case_first', '经理首次处理', 'First act of the manager'),
  ('due', 'form_return', '返单', 'Form back'), ('due', 'followup_warn1', '回访将到期', 'Follow-up due soon'),
  ('due', 'followup_warn2', '回访即将到期', 'Follow-up due very soon'), ('due', 'followup', '回访', 'Follow-up'), ('due', 'visit', '上门', 'Visit'),
  ('due', 'handover', '客户经理变更', 'Account manager changed'), ('due', 'e1', '录入E1', 'Entry E1'), ('due', 'e2', '录入E2', 'Entry E2'),
  ('due', 'e3', '录入E3', 'Entry E3'), ('due', 'e4', '录入E4', 'Entry E4');

-- the value itself where no words are known
create function phrase_of(lang text, topic text, value text) returns text language sql stable parallel safe as
$$ select coalesce((select case when lang = 'zh' then p.zh else p.en end from teyue.phrase p where p.topic = $2 and p.value = $3), $3) $$;

-- who did it, and for whom he stood in
create function event_who(lang text, p_actor bigint, p_for bigint) returns text language sql stable parallel safe as $$
  select coalesce((select a.name || coalesce(teyue.word(lang, '(代 ', ' (for ') || f.name || ')', '')
                   from teyue.person a left join teyue.person f on f.id = p_for where a.id = p_actor),
                  teyue.word(lang, '系统', 'system')) $$;

-- a window as it was typed: 2026-11-24 15:30/2026-11-24 16:00 -> 11-24 15:30-16:00
create function moment_said(typed text) returns text language sql stable parallel safe as
$$ select to_char(typed::timestamptz, 'MM-DD HH24:MI') $$;
create function window_said(lang text, typed text) returns text language sql stable parallel safe as $$
  select case when typed = 'any' then teyue.word(lang, '随时', 'any time')
              else teyue.moment_said(split_part(typed, '/', 1)) || '-' ||
                   to_char(split_part(typed, '/', 2)::timestamptz,
                           case when split_part(typed, '/', 1)::timestamptz::date = split_part(typed, '/', 2)::timestamptz::date
                                then 'HH24:MI' else 'MM-DD HH24:MI' end) end $$;

-- what happened, with what was said about it; people of the customer only if the reader may know them (RX-12)
create function event_text(lang text, p_event teyue.event, p_names boolean) returns text language sql stable parallel safe as $$
  select concat_ws(' ',
    (select teyue.word(lang, t.zh, t.en) from teyue.transition t
     where t.lifecycle = p_event.lifecycle and t.action = p_event.action and t.from_state = p_event.from_state and t.to_state = p_event.to_state),
    case when p_event.lifecycle = 'entry' then (select upper(p.kind) from teyue.part p where p.id = p_event.part) end,
    teyue.phrase_of(lang, 'channel', d ->> 'channel'), teyue.phrase_of(lang, 'method', d ->> 'method'),
    case when p_names then nullif(concat_ws(' ', d ->> 'speaker', d ->> 'with', d ->> 'signer', d ->> 'spoken_with', d ->> 'signed_by', d ->> 'relation'), '') end,
    teyue.phrase_of(lang, 'satisfaction', d ->> 'satisfaction'), teyue.phrase_of(lang, 'cause', d ->> 'cause'),
    teyue.phrase_of(lang, 'outcome', d ->> 'outcome'), teyue.phrase_of(lang, 'view', d ->> 'view'),
    nullif(teyue.phrase_of(lang, 'conduct', d ->> 'conduct'), ''),
    teyue.window_said(lang, d ->> 'window'), d ->> 'what', d ->> 'who', teyue.moment_said(d ->> 'by'), d ->> 'reason', d ->> 'note', d ->> 'objection', d ->> 'words', d ->> 'remarks',
    d ->> 'evidence', d ->> 'reference', d ->> 'overlap_reason',
    case when p_event.action ^@ 'price.' or p_event.action = 'case.relief' then nullif(concat_ws(' ', d ->> 'item', d ->> 'price'), '') end,
    case when p_event.action like '%.remind' then teyue.phrase_of(lang, 'due', d ->> 'kind') end)
  from (select p_event.data as d) x $$;

-- the last entries of a subject's log, oldest first
create function history_of(lang text, p_subject bigint, p_names boolean, p_limit int) returns json language sql stable parallel safe as $$
  select coalesce(json_agg(json_build_object('at', h.happened_at, 'who', teyue.event_who(lang, h.actor, h.acting_for),
                                             'text', teyue.event_text(lang, h, p_names)) order by h.version), '[]'::json)
  from teyue.event h
  where h.subject = p_subject and h.version > (select max(e.version) from teyue.event e where e.subject = p_subject) - p_limit $$;

-- a price of the notation of server/workflow/price.h as people write it: the same words as price_for_people
create function price_words(lang text, notation text, unit text) returns text language plpgsql immutable parallel safe as $$
declare
  zh constant boolean := lang = 'zh';
  form constant text := split_part(notation, ';', 1);
  per constant text := case when unit = '' then '' else '/' || unit end;
  kind constant text := split_part(form, ' ', 1);
  n constant text[] := regexp_match(form, '^\w+ (\d+)(?:-(\d+))?$');
  band text;
  b text[];
  part text;
  said text := '';
  i int := 0;
begin
  if kind = 'free' then return teyue.word(lang, '免费', 'free'); end if;
  if kind = 'request' then return teyue.word(lang, '面议', 'on request'); end if;
  if kind = 'tiers' then
    foreach band in array string_to_array(substr(form, 7), ',') loop
      b := regexp_match(band, '(\d+|\*):(flat|unit) (\d+)');
      said := said || case when i = 0 then '' when zh then ',' else ', ' end ||
        case when b[1] = '*' then case when i = 0 then '' else teyue.word(lang, '以上', 'above ') end
             else teyue.word(lang, teyue.plain(b[1]::bigint) || unit || '以内', 'up to ' || teyue.plain(b[1]::bigint) || ' ' || unit || ' ') end ||
        teyue.word(lang, teyue.plain(b[3]::bigint) || '元', '¥' || teyue.plain(b[3]::bigint)) ||
        case when b[2] = 'unit' then per else teyue.word(lang, '', ' in all') end;
      i := i + 1;
    end loop;
  else
    said := teyue.plain(n[1]::bigint) || coalesce('-' || teyue.plain(n[2]::bigint), '');
    said := teyue.word(lang, said || '元', '¥' || said) ||
            case when kind = 'perhour' then teyue.word(lang, '/人·小时', '/person and hour') else per end;
  end if;
  foreach part in array string_to_array(notation, ';') loop
    b := regexp_match(part, '^ ?(increment|minimum) (\d+)$');
    if b[1] = 'increment' then
      part := teyue.plain(b[2]::bigint) || case when zh then '' else ' ' end ||
              case when kind = 'perhour' then teyue.word(lang, '小时', 'hour') else unit end;
      said := said || teyue.word(lang, ',不足' || part || '按' || part || '计', ', part of ' || part || ' counts as ' || part);
    elsif b[1] = 'minimum' then
      part := teyue.plain(b[2]::bigint);
      said := said || teyue.word(lang, ',最低' || part || '元', ', at least ¥' || part);
    end if;
  end loop;
  return said;
end $$;

-- ---- who is who ----

create index unit_cam_person on unit_cam (person);
create index deputy_acting on deputy (acting) where state = 'active';
create index unit_code on unit (site, code text_pattern_ops);
create index unit_code_digits on unit (site, replace(code, '-', '') text_pattern_ops);
create index contact_unit on contact (unit);
create index contact_polyphone on contact (unit) where strpos(initials, ' ') > 0;
create index part_person_now on part (person) where lifecycle = 'visit' and (live or state = 'stopping');
create index orders_unit_open on orders (unit) where is_open;
create index quote_made on quote (made_by, made_at desc);

-- the roles a person has now, his own and those he stands in for; principal is who he stands in for, or himself
create view standing as
  select g.person, g.role, g.place, g.person as principal
  from person_grant g
  where now() >= g.since and now() < g.until and g.role <> 'adm'
  union all
  select d.acting, d.role, d.place, d.principal
  from deputy d
  where d.state = 'active' and d.during @> now();

-- a person's units: as account manager, or as deputy of the account manager
create view hand as
  select c.unit, c.person, c.person as cam
  from cam_now c
  union all
  select c.unit, d.acting, d.principal
  from deputy d
  join cam_now c on c.person = d.principal
  join unit u on u.id = c.unit and u.site = d.place
  where d.state = 'active' and d.during @> now() and d.role = 'cam';

-- the sites a person sees as a whole: account managers and managers their site, the centres what lies below them
create view overlook as
  select s.person, s.role, s.site from scope s where s.role in ('cam', 'pm', 'tar', 'fin', 'tad')
  union all
  select d.acting, d.role, d.place
  from deputy d
  where d.state = 'active' and d.during @> now() and d.role in ('cam', 'pm');

-- the sites a person works for in any role, by deputy's window too
create view workplace as
  select s.person, s.site from scope s
  union
  select d.acting, d.site from deputy d where d.state = 'active' and d.during @> now();

-- who may answer a price request of a site (R5.2.3-3, A24)
create view approver as
  select g.person, s.id as site
  from place s
  join place r on r.id = s.parent
  join person_grant g on (g.role = 'tar' and g.place = r.id and not r.uses_division_book) or
                         (g.role = 'tad' and g.place = r.parent and r.uses_division_book)
  where s.kind = 'site' and now() >= g.since and now() < g.until;

-- a subject from what a person types: its number, or an order's form number
create function subject_of(id text) returns bigint language sql stable parallel safe as
$$ select case when $1 ~ '^[0-9]{1,18}$' then $1::bigint else (select o.id from teyue.orders o where o.no = $1) end $$;

-- in which ways a person sees an order: hand (its own account manager or deputy), own (technician of the open order), tec (of an
-- earlier visit), and the roles; empty: not at all
create function order_ways(p_user bigint, p_order bigint) returns text[] language sql stable as $$
  select array(
    select 'hand' from teyue.orders o join teyue.hand h on h.unit = o.unit where o.id = p_order and h.person = p_user
    union
    select v.role from teyue.orders o join teyue.overlook v on v.site = o.site where o.id = p_order and v.person = p_user
    union
    select 'sup' from teyue.orders o join teyue.standing t on t.place = o.department
    where o.id = p_order and t.person = p_user and t.role = 'sup'
    union
    select 'tec' from teyue.part p where p.subject = p_order and p.lifecycle = 'visit' and p.person = p_user
    union
    select 'own' from teyue.orders o
    join lateral (select p.person from teyue.part p where p.subject = o.id and p.lifecycle = 'visit' and p.state not in ('stopping', 'stopped')
                  order by p.id desc limit 1) last on last.person = p_user
    where o.id = p_order and o.is_open) $$;

-- the sites a person manages, or manages as a deputy
create view managed as
  select t.person, t.place as site from standing t where t.role = 'pm';

-- ---- one line per order ----

-- a line's name; one priced by approval carries the name the region gave it
create function line_name(l teyue.quote_line) returns text language sql stable parallel safe as
$$ select coalesce(nullif(l.name, ''), (select p.note from teyue.part p where p.id = l.price_part), l.code) $$;

-- what an order is about, in one line: the first tariff line and how many more, or the customer's words
create function order_item(p_order bigint, p_rev int, p_wish text) returns text language sql stable as $$
  select coalesce(
    (select teyue.line_name(l) || case when l.quantity = 100 then '' else ' x' || teyue.plain(l.quantity) end ||
            case when t.n > 1 then ' +' || (t.n - 1) else '' end
     from teyue.quote_line l, (select count(*) as n from teyue.quote_line where subject = p_order and rev = p_rev) t
     where l.subject = p_order and l.rev = p_rev and l.line = 1),
    left(split_part(p_wish, e'\n', 1), 40)) $$;

-- what is owed: open deadlines (reminders ahead of one are none), and those that rang while what they wait for is still undone:
-- a clock that has rung stays overdue (R5.7.2-5)
create index deadline_rung on deadline (subject) where fired_at is not null;
create view owed as
  select d.subject, d.part, d.kind, d.due_at from deadline d
  where d.is_open and d.kind not in ('followup_warn1', 'followup_warn2', 'handover')
  union all
  select d.subject, d.part, d.kind, d.due_at
  from deadline d
  join orders o on o.id = d.subject
  left join part p on p.id = d.part and p.subject = d.subject
  where d.fired_at is not null and not d.is_open
    and case d.kind
          when 'sup_ack' then o.state = 'dispatched'
          when 'time_agree' then o.state = 'agreeing'
          when 'offcat_reply' then p.live
          when 'case_first' then p.live and p.state = 'open'
          when 'form_return' then p.live and p.state = 'signed'
          when 'rework' then (select r.state from part r where r.subject = o.id and r.lifecycle = 'round' order by r.id desc limit 1) = 'refused'
        end
    and not exists (select from deadline n where n.subject = d.subject and n.part = d.part and n.kind = d.kind and n.id > d.id and (n.is_open or n.fired_at is not null))
  union all
  select d.subject, d.part, d.kind, d.due_at
  from deadline d join relay r on r.id = d.subject
  where d.fired_at is not null and not d.is_open and d.kind = 'relay_ring' and r.state in ('new', 'unplaced');

-- everything that can be the nearest due on a subject: what is owed, obligations, the visit's beginning
create view due_next as
  select d.subject, d.due_at, d.kind from owed d
  union all
  select p.subject, p.to_at, case p.lifecycle when 'entry' then p.kind else 'followup' end from part p
  where p.live and p.lifecycle in ('entry', 'followup') and p.to_at is not null
  union all
  select p.subject, p.from_at, 'visit' from part p
  where p.live and p.lifecycle = 'visit' and p.state in ('planned', 'left') and p.from_at is not null;

create view order_line as
  select o.id, o.site, o.unit, o.no, o.state, o.is_open, o.version, o.class, o.contact, o.department, o.quote_fen, o.wish,
         o.agreed_from, o.agreed_to, o.created_at, u.code as unit_code, order_item(o.id, o.quote_rev, o.wish) as item,
         v.person as tec, t.name as tec_name, d.due_at, d.kind as due_kind, f.state as followup
  from orders o
  join unit u on u.id = o.unit
  left join lateral (select p.person from part p where p.subject = o.id and p.lifecycle = 'visit' and p.state not in ('stopping', 'stopped')
                     order by p.id desc limit 1) v on true
  left join person t on t.id = v.person
  left join lateral (select n.due_at, n.kind from due_next n where n.subject = o.id order by n.due_at limit 1) d on o.is_open
  left join lateral (select p.state from part p where p.subject = o.id and p.lifecycle = 'followup' and p.live
                     order by p.id desc limit 1) f on o.state = 'accepted';

-- a line of a detail view
create function detail_line(p_label text, p_value text, p_role text) returns json language sql immutable parallel safe as
$$ select json_strip_nulls(json_build_object('label', p_label, 'value', p_value, 'role', nullif(p_role, ''))) $$;

grant select on phrase, standing, hand, overlook, workplace, approver, managed, owed, due_next, order_line to teyue_app;
grant execute on all functions in schema teyue to teyue_app;
