-- $1 person. Rows by kind: person (login, name, zone), grant (role, place, site, place names), standin (role, principal,
-- place, from, to), site (id). No row: no such person, or not active. Deputies of the next day are there too: the session
-- keeps them for minutes, and their windows are checked at each use.
with me as (select id, login, name from person where id = $1::bigint and active),
 grants as (
  select g.role, g.place, p.kind, p.parent, p.name_zh, p.name_en from person_grant g join me on me.id = g.person join place p on p.id = g.place
  where now() >= g.since and now() < g.until),
 standins as (
  select d.role, d.principal, d.place, d.during, d.site from deputy d join me on me.id = d.acting
  where d.state = 'active' and d.during && tstzrange(now(), now() + interval '1 day')),
 sites as (
  select s.site as id from scope s join me on me.id = s.person
  union select site from standins)
select 'person' as kind, me.login as a, me.name as b,
       coalesce((select p.zone from sites join place p on p.id = sites.id order by p.id limit 1), 'Asia/Shanghai') as c, '' as d, '' as e
from me
union all
select 'grant', role, place::text, case kind when 'site' then place::text when 'department' then parent::text else '0' end, name_zh, name_en from grants
union all
select 'standin', role, principal::text, place::text, us(lower(during))::text, us(upper(during))::text from standins
union all
select 'site', id::text, '', '', '', '' from sites
