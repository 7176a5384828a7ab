-- view: unit.find
-- who: any
-- zh: 按房号、电话后四位以上、联系人姓名或拼音首字母找单元;只有该单元的客户经理看得到电话、在办单和近期单
-- en: Units by code, phone tail, name or initials of a contact; only the unit's account manager sees phone and record
-- args: :user :lang :now q:text? limit:int=20
with sites as materialized (
  select distinct w.site from workplace w where w.person = $1::bigint
), wanted as (
  select lower(trim(coalesce($4::text, ''))) as q
), hit as (
  (select u.id, case when u.code = t.typed then 0 else 1 end as rank, null::bigint as contact
   from wanted w, lateral (values (w.q), (upper(w.q))) t (typed) join sites s on true join unit u on u.site = s.site
   where w.q <> '' and u.code ~>=~ t.typed and u.code ~<~ (t.typed || chr(1114109)) order by u.code limit 100)
  union all
  (select u.id, 2, null
   from wanted w join sites s on true join unit u on u.site = s.site
   where w.q ~ '^[0-9]{3,}$' and replace(u.code, '-', '') ~>=~ w.q and replace(u.code, '-', '') ~<~ (w.q || chr(1114109)) limit 100)
  union all
  (select c.unit, 3, c.id
   from wanted w join contact c on right(c.phone, 4) = right(w.q, 4) and right(c.phone, char_length(w.q)) = w.q
   where w.q ~ '^[0-9]{4,}$' limit 100)
  union all
  (select c.unit, 4, c.id
   from wanted w join contact c on c.initials ~>=~ w.q and c.initials ~<~ (w.q || chr(1114109))
   where w.q ~ '^[a-z]+$' order by c.initials limit 100)
  union all
  (select c.unit, 4, c.id
   from wanted w join contact c on strpos(c.initials, ' ') > 0 and strpos(c.initials, ' ' || w.q) > 0
   where w.q ~ '^[a-z]+$' limit 100)
  union all
  (select c.unit, 4, c.id
   from wanted w join contact c on strpos(c.name, w.q) > 0
   where w.q ~ '[^ -~]' limit 100)
), best as (
  select distinct on (h.id) h.id, h.rank, h.contact, u.site, u.code, u.arrears_fen
  from hit h cross join lateral (select x.site, x.code, x.arrears_fen from unit x where x.id = h.id limit 1) u
  where u.site in (select s.site from sites s)
  order by h.id, h.rank, h.contact
), top as (
  select b.id, b.rank, b.contact, b.code, b.site, b.arrears_fen, exists (select from hand h where h.unit = b.id and h.person = $1::bigint) as mine
  from (select b.id, b.rank, b.contact, b.code, b.site, b.arrears_fen from best b order by b.rank, b.code limit $5::int) b
)
select json_strip_nulls(json_build_object('value', t.id::text, 'label', t.code,
    'hint', concat_ws(' ', case when t.mine then c.name else masked_name(c.name) end, case when t.mine then c.salutation end,
                      c.relation, masked(c.phone),
                      case when not t.mine then word($2::text, '客户经理 ', 'manager ') || m.name end),
    'group', (select word($2::text, p.name_zh, p.name_en) from place p where p.id = t.site),
    'fill', case when t.mine then json_build_object('contact', c.name, 'phone', c.phone, 'relation', c.relation) end,
    'show', case when t.mine then record.lines end))::text as row
from top t
left join lateral (select x.name, x.salutation, x.relation, x.phone from contact x where x.unit = t.id
                   order by x.id = t.contact desc nulls last, x.main desc, x.id limit 1) c on true
left join lateral (select n.person from cam_now n where n.unit = t.id limit 1) n on true
left join person m on m.id = n.person
left join lateral (
  select json_agg(l.said order by l.place, l.id desc) as lines
  from (
    select 1 as place, o.id, word($2::text, '在办 ', 'open ') || concat_ws(' ', o.no, state_word($2::text, 'order', o.state),
           order_item(o.id, o.quote_rev, o.wish), clock(o.agreed_from)) as said
    from orders o where o.unit = t.id and o.is_open
    union all
    select 2, p.id, word($2::text, '索赔 ', 'claim ') || concat_ws(' ', o.no, state_word($2::text, 'claim', p.state), p.note)
    from orders o join part p on p.subject = o.id where o.unit = t.id and p.lifecycle = 'claim' and p.live
    union all
    select 3, 0, word($2::text, '欠费 ', 'arrears ') || yuan(t.arrears_fen) where t.arrears_fen > 0
    union all
    (select 4, o.id, word($2::text, '近期 ', 'before ') || concat_ws(' ', to_char(o.created_at, 'YYYY-MM-DD'), state_word($2::text, 'order', o.state),
            order_item(o.id, o.quote_rev, o.wish), yuan(nullif(o.quote_fen, 0)))
     from orders o where o.unit = t.id and not o.is_open order by o.id desc limit 5)) l) record on t.mine
where $3::bigint is not null
order by t.rank, t.code
