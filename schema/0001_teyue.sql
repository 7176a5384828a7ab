-- teyue's first schema. Run by `teyued migrate` as the owner role, in one transaction; never edited after release.
-- The application role teyue_app may insert and update where listed at the end, never delete, never touch event or charge rows.

create extension if not exists btree_gist;
create schema teyue;
set local search_path = teyue, public;

-- ---- helpers ----

-- microseconds since 1970 <-> timestamptz, exact
create function us(t timestamptz) returns bigint language sql immutable parallel safe as
$$ select (extract(epoch from t) * 1000000)::bigint $$;
create function at_us(u bigint) returns timestamptz language sql immutable parallel safe as
$$ select timestamptz 'epoch' + u * interval '1 microsecond' $$;

-- one sequence names every subject and part; daemons take ids from it in blocks
create sequence subject_id increment by 1024 start with 1000000000; -- above every unit: both are subjects of the log

-- ---- organisation and people ----

create table place (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('division', 'region', 'site', 'department')),
  parent bigint references place,
  code text not null unique check (code ~ '^[a-z0-9-]{1,24}$'),
  name_zh text not null, name_en text not null,
  -- region: uses the division's tariff (R4.2.1-2, A24)
  uses_division_book boolean not null default false,
  -- site
  site_type text check (site_type in ('residential', 'commercial')),
  form_prefix text check (form_prefix ~ '^[A-Z0-9]{2,6}$'),
  zone text not null default 'Asia/Shanghai',
  check ((kind = 'division') = (parent is null)),
  check ((kind = 'site') = (site_type is not null)),
  check ((kind = 'site') = (form_prefix is not null))
);

create table person (
  id bigint generated always as identity primary key,
  login text not null unique check (login ~ '^[a-z][a-z0-9._-]{1,31}$'),
  name text not null check (char_length(name) between 1 and 40),
  phone text,
  password_hash text, -- argon2id, crypto_pwhash_str
  pin_hash text,
  active boolean not null default true,
  failures int not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default now()
);

create table person_grant (
  person bigint not null references person,
  role text not null check (role in ('cam', 'sup', 'tec', 'pm', 'tar', 'fin', 'tad', 'stf', 'adm')),
  place bigint not null references place,
  since timestamptz not null default now(),
  until timestamptz not null default 'infinity',
  primary key (person, role, place, since)
);
create index on person_grant (place, role);

-- a shared workshop PC; its key is shown once when it is registered and only its digest is kept
create table station (
  id bigint generated always as identity primary key,
  code text not null unique, name text not null,
  site bigint not null references place,
  key_digest text not null,
  active boolean not null default true
);

create table unit (
  id bigint generated always as identity primary key,
  site bigint not null references place,
  code text not null check (char_length(code) between 1 and 24), -- building-unit-room, 3-2-1204
  kind text not null default 'home' check (kind in ('home', 'shop')),
  arrears_fen bigint not null default 0,
  unique (site, code)
);

create table contact (
  id bigint generated always as identity primary key,
  unit bigint not null references unit,
  name text not null check (char_length(name) between 1 and 40),
  salutation text not null default '', -- 先生, 女士 or free (A42)
  relation text not null default '业主',
  phone text not null default '',
  initials text not null default '',
  main boolean not null default false,
  unique (unit, name, phone)
);
create index contact_phone_tail on contact (right(phone, 4));
create index contact_initials on contact (initials text_pattern_ops);
create unique index contact_main on contact (unit) where main;

-- exactly one account manager per unit at any time (R5.3.1-2)
create table unit_cam (
  unit bigint not null references unit,
  person bigint not null references person,
  during tstzrange not null,
  constraint unit_one_cam exclude using gist (unit with =, during with &&)
);

create table parameter (key text primary key, value bigint not null, clause text not null);
create table site_parameter (
  site bigint not null references place, key text not null references parameter, value bigint not null,
  primary key (site, key)
);
create function param(p_site bigint, p_key text) returns bigint language sql stable as
$$ select coalesce((select value from teyue.site_parameter where site = p_site and key = p_key),
                   (select value from teyue.parameter where key = p_key)) $$;

insert into parameter (key, value, clause) values
  ('relay_ring_minutes', 15, '5.3.3'), ('sup_ack_minutes', 30, '5.4.1'), ('time_agree_days_max', 3, '5.4.1'),
  ('e1_due_minutes', 30, '5.3.2'), ('entry_due_hours', 24, '5.7.1'), ('block_dispatch_until_e1', 0, '5.4.1'),
  ('offcat_reply_hours', 24, '5.2.4'), ('quote_valid_days', 30, '5.3.2'), ('consent_valid_days', 90, '5.3.2'),
  ('rework_rounds_before_pm', 1, '5.6.3'), ('rework_due_hours', 24, '5.6.2'), ('case_first_action_hours', 4, '5.6.3'),
  ('form_return_hours', 24, '5.6.1'), ('followup_hours', 24, '5.7.2'), ('followup_warn1_hours', 18, '5.7.2'),
  ('followup_warn2_hours', 22, '5.7.2'), ('late_entry_flag_hours', 4, '5.7'), ('claim_after_close_days', 30, '5.6.4');

-- ---- service classes, checklists, tariff books ----

create table service_class (
  code text primary key check (code ~ '^[a-z]{2,12}$'),
  name_zh text not null, name_en text not null,
  counter boolean not null default false, -- settled at the counter (A21)
  active boolean not null default true
);
insert into service_class (code, name_zh, name_en, counter) values
  ('power', '供电设备维修', 'Electrical repair', false), ('water', '供水设备维修', 'Water repair', false),
  ('home', '家庭物品维修', 'Household repair', false), ('copy', '打字复印', 'Typing and copying', true);

create table class_department (class text not null references service_class, department bigint not null references place,
  primary key (class, department));

create table checklist_template (
  id bigint generated always as identity primary key,
  class text not null references service_class, version int not null, unique (class, version)
);
create table checklist_item (
  template bigint not null references checklist_template, position int not null,
  code text not null check (code ~ '^[a-z_]{2,24}$'), name_zh text not null, name_en text not null,
  primary key (template, code)
);

create table book (
  id bigint generated always as identity primary key,
  place bigint not null references place, -- division or region
  version int not null, name text not null,
  during tstzrange not null,
  unique (place, version),
  constraint book_one_in_force exclude using gist (place with =, during with &&)
);
create table item (
  id bigint generated always as identity primary key,
  book bigint not null references book,
  code text not null check (char_length(code) between 1 and 24), class text not null references service_class,
  name text not null, unit text not null, price text not null, -- notation of server/workflow/price.h
  material text not null default '', remark text not null default '', -- information, never a price (R5.4.3-1)
  initials text not null,
  unique (book, code)
);
create index on item (book, initials text_pattern_ops);

-- the book in force for a site at a moment: the region's own once published, else the division's (R4.2.1-3, A24)
create function book_of(p_site bigint, p_at timestamptz) returns bigint language sql stable as $$
  with r as (select r.id, r.uses_division_book, r.parent from teyue.place s join teyue.place r on r.id = s.parent where s.id = p_site)
  select coalesce((select b.id from teyue.book b, r where b.place = r.id and not r.uses_division_book and b.during @> p_at),
                  (select b.id from teyue.book b, r where b.place = r.parent and b.during @> p_at)) $$;

-- ---- the machine, as the daemon prints it (teyued workflow sql) ----

create table state (lifecycle text, name text, zh text not null, en text not null, owner text not null, final boolean not null,
  primary key (lifecycle, name));
create table transition (lifecycle text not null, action text not null, from_state text not null, to_state text not null,
  zh text not null, en text not null, clause text not null,
  primary key (lifecycle, action, from_state, to_state));

-- ---- subjects ----

create table relay (
  id bigint primary key, site bigint not null references place, unit bigint references unit,
  lifecycle text generated always as ('relay') stored, state text not null,
  caller text not null default '', phone text not null default '', wish text not null, wanted text not null default '',
  remarks text not null default '', heard_at timestamptz not null, recorded_at timestamptz not null,
  recorded_by bigint not null references person, from_order bigint,
  foreign key (lifecycle, state) references state
);
create index relay_open on relay (site) where state in ('new', 'unplaced');

create table orders (
  id bigint primary key, site bigint not null references place, unit bigint not null references unit,
  lifecycle text generated always as ('order') stored, state text not null, is_open boolean not null default true,
  version bigint not null,
  no text unique, -- gap-free per site and year (R5.3.2-6)
  class text not null references service_class,
  contact text not null, phone text not null default '', source text not null,
  wish text not null, instructions text not null default '',
  wanted_from timestamptz, wanted_to timestamptz, any_time boolean not null,
  agreed boolean not null, agreed_from timestamptz, agreed_to timestamptz,
  relay bigint references relay,
  department bigint references place,
  quote_rev int not null default 0, quote_fen bigint not null default 0, explained_rev int not null default 0,
  consent_rev int not null default 0, consent_at timestamptz, next_rev int not null default 1,
  first_started timestamptz, signed_at timestamptz, ended_at timestamptz, extra_rounds int not null default 0,
  copies int not null default 0, template bigint references checklist_template,
  created_by bigint not null references person, created_at timestamptz not null,
  foreign key (lifecycle, state) references state
) with (fillfactor = 80);
create index orders_open on orders (site, id) where is_open;
create index orders_unit on orders (unit, id);
create index orders_department on orders (department) where is_open;

create table form_counter (site bigint not null references place, year int not null, last int not null, primary key (site, year));

-- every track beside an order: visits, rounds, times, prices, cases, claims, the form, entries, follow-ups, checklists
create table part (
  id bigint primary key, made bigint generated always as identity, subject bigint not null references orders, lifecycle text not null, state text not null,
  live boolean not null, kind text not null default '', person bigint references person, number bigint not null default 0,
  from_at timestamptz, to_at timestamptz, at timestamptz, flag bigint not null default 0, note text not null default '',
  foreign key (lifecycle, state) references state,
  -- one technician, one place (R5.4.1-9); a deliberate overlap carries its reason in the event
  constraint visit_overlap exclude using gist (person with =, tstzrange(from_at, to_at) with &&)
    where (lifecycle = 'visit' and live and kind <> 'overlap')
) with (fillfactor = 80);
create index part_subject on part (subject, id);
create index part_live on part (lifecycle, subject) where live;
create index part_person on part (person, from_at) where lifecycle = 'visit';

create table quote (
  subject bigint not null references orders, rev int not null, made_at timestamptz not null, made_by bigint not null references person,
  fen bigint not null check (fen >= 0), book bigint references book, withdrawn boolean not null default false,
  primary key (subject, rev)
);
create table quote_line (
  subject bigint not null, rev int not null, line int not null,
  item bigint references item, price_part bigint references part,
  code text not null, name text not null, unit text not null, price text not null,
  quantity bigint not null check (quantity > 0), second bigint not null default 0,
  unit_fen bigint not null check (unit_fen >= 0), book_fen bigint not null, fen bigint not null check (fen >= 0),
  off_book boolean not null,
  primary key (subject, rev, line), foreign key (subject, rev) references quote
);
create table material (
  subject bigint not null references orders, rev int not null, name text not null, quantity text not null,
  primary key (subject, rev, name)
);
create table checklist_entry ( -- items copied at dispatch's template, per checklist part
  checklist bigint not null references part, position int not null, code text not null, name_zh text not null, name_en text not null,
  answer text check (answer in ('yes', 'no', 'na')), word text not null default '', answered_at timestamptz,
  primary key (checklist, code), check (answer is distinct from 'na' or word <> '')
);
create table charge ( -- exactly one set per order (R4.1.2-2)
  subject bigint not null references orders, line int not null, kind text not null check (kind in ('service', 'relief')),
  fen bigint not null check (kind = 'relief' or fen >= 0), accepted_at timestamptz not null,
  primary key (subject, line, kind)
);

create table deputy (
  id bigint primary key, site bigint not null references place, lifecycle text generated always as ('deputy') stored, state text not null,
  role text not null check (role in ('cam', 'sup', 'pm')), principal bigint not null references person,
  acting bigint not null references person, place bigint not null references place, during tstzrange not null,
  check (principal <> acting), foreign key (lifecycle, state) references state,
  constraint deputy_once exclude using gist (principal with =, role with =, during with &&) where (state = 'active')
);

create table incident (
  id bigint primary key, site bigint not null references place, unit bigint references unit,
  lifecycle text generated always as ('incident') stored, state text not null,
  kind text not null, what text not null, reported_by bigint not null references person, happened_at timestamptz not null,
  foreign key (lifecycle, state) references state
);

-- ---- the log, the keys, the clocks ----

-- Primary key = lock, outbox and audit row in one (docs/architecture.md). hash chains the events of a subject.
create table event (
  subject bigint not null, version bigint not null,
  seq bigint generated always as identity, xid xid8 not null default pg_current_xact_id(),
  site bigint not null references place,
  lifecycle text not null, part bigint not null, action text not null, from_state text not null, to_state text not null,
  actor bigint references person, acting_for bigint references person, station bigint references station,
  happened_at timestamptz not null, entered_at timestamptz not null,
  data json not null, data_digest text not null, hash text not null,
  primary key (subject, version),
  foreign key (lifecycle, action, from_state, to_state) references transition
);
create index event_tail on event (xid, seq);
create index event_part on event (part);

-- a repeated command has one effect and gets the first answer (RX-5)
create table request (
  person bigint not null references person, key text not null, digest text not null,
  subject bigint not null, version bigint not null, seen_at timestamptz not null default now(),
  primary key (person, key)
);

create table refusal ( -- RX-8
  id bigint generated always as identity primary key, at timestamptz not null default now(), person bigint not null references person,
  station bigint, action text not null, subject bigint, code text not null, clause text not null
);

create table deadline (
  id bigint generated always as identity primary key, subject bigint not null, part bigint not null, kind text not null,
  due_at timestamptz not null, is_open boolean not null default true, fired_at timestamptz, claimed_until timestamptz not null default '-infinity'
) with (fillfactor = 80);
create index deadline_due on deadline (due_at) where is_open;
create index deadline_subject on deadline (subject) where is_open;

create table ring (
  id bigint generated always as identity primary key,
  person bigint not null references person, subject bigint not null, version bigint not null, at timestamptz not null default now(),
  seen_at timestamptz, unique (subject, version, person)
);
create index ring_unseen on ring (person, id) where seen_at is null;

-- ---- who sees what ----

-- the sites a person works for, with the role: a place covers everything below it
create view scope as
  select g.person, g.role, s.id as site, g.place
  from person_grant g
  join place p on p.id = g.place
  join place s on s.kind = 'site' and (s.id = p.id or s.id = p.parent or s.parent = p.id or
       s.parent in (select r.id from place r where r.parent = p.id))
  where now() >= g.since and now() < g.until and g.role <> 'adm';

create view cam_now as select unit, person from unit_cam where during @> now();

-- ---- roles: the owner made all this; the application may do only what follows ----

create function no_change() returns trigger language plpgsql as
$$ begin raise exception 'rows of % are never changed or removed', tg_table_name using errcode = '42501'; end $$;
create trigger event_forever before update or delete on event for each row execute function no_change();
create trigger event_forever_t before truncate on event execute function no_change();
create trigger charge_forever before update or delete on charge for each row execute function no_change();
create trigger quote_line_forever before update or delete on quote_line for each row execute function no_change();

do $$ begin
  if not exists (select from pg_roles where rolname = 'teyue_app') then create role teyue_app login; end if;
end $$;
grant usage on schema teyue to teyue_app;
grant select on all tables in schema teyue to teyue_app;
grant usage on all sequences in schema teyue to teyue_app;
grant execute on all functions in schema teyue to teyue_app;
grant insert on relay, orders, form_counter, part, quote, quote_line, material, checklist_entry, charge, deputy, incident, event, request,
  refusal, deadline, ring, unit_cam to teyue_app;
grant update on relay, orders, form_counter, part, quote, checklist_entry, deputy, incident, request, deadline, ring, unit_cam to teyue_app;
grant update (failures, locked_until) on person to teyue_app;
