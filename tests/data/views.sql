-- A small estate, written by hand, for tests of the daemon's views: two sites in two regions, every role, orders in the states that
-- matter for who sees what. States are there already (the test writes them); transitions come with the events. Times are around
-- 10:00 of the current day.
set search_path = teyue, public;

create function base() returns timestamptz language sql stable as $$ select date_trunc('day', now()) + interval '10 hours' $$;

insert into place (id, kind, parent, code, name_zh, name_en, uses_division_book, site_type, form_prefix) overriding system value values
  (1, 'division', null, 'division', '物业事业部', 'Division', false, null, null),
  (2, 'region', 1, 'chengdu', '成都公司', 'Chengdu', true, null, null),
  (3, 'region', 1, 'chongqing', '重庆公司', 'Chongqing', false, null, null),
  (10, 'site', 2, 'jinsui', '锦穗花园', 'Jinsui Garden', false, 'residential', 'JS'),
  (11, 'site', 3, 'yulan', '玉兰苑', 'Yulan Court', false, 'residential', 'YL'),
  (20, 'department', 10, 'jinsui-eng', '工程部', 'Engineering', false, null, null),
  (21, 'department', 10, 'jinsui-home', '家政部', 'Housekeeping', false, null, null),
  (22, 'department', 11, 'yulan-eng', '工程部', 'Engineering', false, null, null);

insert into person (id, login, name) overriding system value values
  (1, 'wangfang', '王芳'), (2, 'chenchen', '陈晨'), (3, 'zhaomin', '赵敏'), (4, 'liqiang', '李强'), (5, 'zhoutao', '周涛'), (6, 'luobin', '罗斌'),
  (7, 'linjing', '林静'), (8, 'songjie', '宋洁'), (9, 'hezong', '何总'), (10, 'baoan', '保安小刘'), (11, 'sunli', '孙丽'), (12, 'qianduo', '钱多'),
  (13, 'xukun', '徐坤'), (14, 'admin', '管理员'), (15, 'heping', '何平'), (16, 'tangtar', '唐琳');
insert into person_grant (person, role, place, since) values
  (1, 'cam', 10, '2020-01-01'), (2, 'cam', 10, '2020-01-01'), (3, 'sup', 20, '2020-01-01'), (4, 'tec', 20, '2020-01-01'), (5, 'tec', 20, '2020-01-01'),
  (6, 'pm', 10, '2020-01-01'), (7, 'tar', 2, '2020-01-01'), (8, 'fin', 2, '2020-01-01'), (9, 'tad', 1, '2020-01-01'), (10, 'stf', 10, '2020-01-01'),
  (11, 'cam', 11, '2020-01-01'), (12, 'cam', 10, '2020-01-01'), (13, 'sup', 21, '2020-01-01'), (14, 'adm', 10, '2020-01-01'), (15, 'tec', 21, '2020-01-01'),
  (16, 'tar', 3, '2020-01-01');

insert into unit (id, site, code, arrears_fen) overriding system value values
  (100, 10, '3-2-1204', 5500), (101, 10, '3-2-1205', 0), (102, 10, '5-1-0802', 0), (103, 11, '3-2-1204', 0);
insert into contact (unit, name, salutation, relation, phone, initials, main) values
  (100, '张建国', '先生', '业主', '13812341234', 'zjg', true), (100, '张小妹', '', '女儿', '13600005678', 'zxm', false),
  (101, '欧阳文静', '女士', '租户', '13955556666', 'oywj', true), (102, '重阳', '', '业主', '13777778888', 'cy zy', true), (103, '别处', '', '业主', '13812349999', 'bc', true);
insert into unit_cam (unit, person, during) values
  (100, 1, '[2020-01-01,)'), (101, 1, '[2020-01-01,)'), (102, 2, '[2020-01-01,)'), (103, 11, '[2020-01-01,)');
insert into class_department (class, department) values ('water', 20), ('power', 20), ('home', 21), ('water', 22);
insert into checklist_template (id, class, version) overriding system value values (1, 'water', 1);

insert into book (id, place, version, name, during) overriding system value values
  (1, 1, 1, '2025', tstzrange('2025-01-01', base() - interval '30 days')), (2, 1, 2, '2026', tstzrange(base() - interval '30 days', null)), (3, 3, 1, '重庆', '[2025-01-01,)');
insert into item (id, book, code, class, name, unit, price, material, initials) overriding system value values
  (1, 1, 'A-28', 'water', '更换普通水龙头(旧标准)', '只', 'fixed 400', '', 'ghptslt'),
  (2, 2, 'A-28', 'water', '更换普通水龙头', '只', 'fixed 500', '业主自购', 'ghptslt'),
  (3, 2, 'A-29', 'water', '换水龙头阀芯', '只', 'range 2000-4000', '', 'hsltfx'),
  (4, 2, 'A-30', 'water', '花洒及龙头套件', '套', 'fixed 6000', '', 'hsjlttj'),
  (5, 2, 'B-01', 'power', '检修跳闸', '小时', 'perhour 3000; increment 100', '', 'jxtz'),
  (6, 2, 'C-01', 'home', '清洗地毯', '平方米', 'tiers 10000:flat 8000, *:unit 60', '', 'qxdt'),
  (7, 3, 'A-28', 'water', '换水龙头', '只', 'fixed 900', '', 'hslt');

create function log_event(p_subject bigint, p_lifecycle text, p_part bigint, p_action text, p_from text, p_to text, p_actor bigint, p_at timestamptz, p_data json,
                          p_zh text, p_en text) returns void language plpgsql as $$
begin
  insert into transition values (p_lifecycle, p_action, p_from, p_to, p_zh, p_en, '') on conflict do nothing;
  insert into event (subject, version, site, lifecycle, part, action, from_state, to_state, actor, happened_at, entered_at, data, data_digest, hash)
  values (p_subject, coalesce((select max(version) from event where subject = p_subject), 0) + 1, 10, p_lifecycle, p_part, p_action, p_from, p_to, p_actor, p_at, p_at, p_data, '', '');
end $$;

-- 1001: 王芳's, technician 李强 under way; 1002: 王芳's, closed, was 李强's; 1003: 陈晨's, dispatched to 工程部; 1004: 王芳's draft with an approved price;
-- 1005: accepted, everything of the follow-up open; 1006: 王芳's at unit 101, declined; 1007: at the other site; 1008: 王芳's, taken from 李强, now 周涛's
insert into orders (id, site, unit, state, is_open, version, no, class, contact, phone, source, wish, instructions, wanted_from, wanted_to, any_time, agreed, agreed_from,
                    agreed_to, department, quote_rev, quote_fen, explained_rev, consent_rev, consent_at, next_rev, signed_at, ended_at, created_by, created_at) values
  (1001, 10, 100, 'serving', true, 9, 'JS-2026-00001', 'water', '张建国', '13812341234', 'phone', '厨房水龙头关不严', '家里有老人', base() + interval '1 hour', base() + interval '2 hours',
   false, true, base() + interval '1 hour', base() + interval '2 hours', 20, 1, 1000, 1, 1, base() - interval '3 hours', 2, null, null, 1, base() - interval '4 hours'),
  (1002, 10, 100, 'closed', false, 20, 'JS-2026-00002', 'water', '张建国', '13812341234', 'phone', '换阀芯', '', null, null,
   true, true, null, null, 20, 1, 2500, 1, 1, base() - interval '9 days', 2, base() - interval '8 days', base() - interval '7 days', 1, base() - interval '9 days'),
  (1003, 10, 102, 'dispatched', true, 4, 'JS-2026-00003', 'power', '重阳', '13777778888', 'counter', '跳闸', '', base() + interval '3 hours', base() + interval '4 hours',
   false, true, base() + interval '3 hours', base() + interval '4 hours', 20, 0, 0, 0, 0, null, 1, null, null, 2, base() - interval '50 minutes'),
  (1004, 10, 101, 'draft', true, 3, null, 'water', '欧阳文静', '13955556666', 'phone', '定做接头', '', null, null, true, true, null, null, null, 0, 0, 0, 0, null, 1, null, null, 1, base() - interval '2 hours'),
  (1005, 10, 100, 'accepted', true, 15, 'JS-2026-00005', 'water', '张建国', '13812341234', 'phone', '龙头', '', null, null, true, true, null, null, 20, 1, 500, 1, 1, base() - interval '2 days', 2,
   base() - interval '23 hours', null, 1, base() - interval '2 days'),
  (1006, 10, 101, 'declined', false, 3, null, 'home', '欧阳文静', '13955556666', 'phone', '清洗地毯', '', null, null, true, true, null, null, null, 0, 0, 0, 0, null, 1, null, base() - interval '3 days', 1, base() - interval '3 days'),
  (1007, 11, 103, 'ready', true, 3, 'YL-2026-00001', 'water', '别处', '13812349999', 'phone', '水龙头', '', null, null, true, true, null, null, null, 0, 0, 0, 0, null, 1, null, null, 11, base() - interval '1 day'),
  (1008, 10, 100, 'scheduled', true, 8, 'JS-2026-00008', 'water', '张建国', '13812341234', 'phone', '马桶', '', null, null, true, true, base() + interval '5 hours', base() + interval '6 hours', 20, 0, 0, 0, 0, null, 1,
   null, null, 1, base() - interval '5 hours');

insert into quote (subject, rev, made_at, made_by, fen, book) values
  (1001, 1, base() - interval '4 hours', 1, 1000, 2), (1002, 1, base() - interval '9 days', 1, 2500, 2), (1005, 1, base() - interval '2 days', 1, 500, 2);
insert into quote_line (subject, rev, line, item, code, name, unit, price, quantity, unit_fen, book_fen, fen, off_book) values
  (1001, 1, 1, 2, 'A-28', '更换普通水龙头', '只', 'fixed 500', 200, 500, 500, 1000, false),
  (1002, 1, 1, 3, 'A-29', '换水龙头阀芯', '只', 'range 2000-4000', 100, 2500, 2000, 2500, false),
  (1005, 1, 1, 2, 'A-28', '更换普通水龙头', '只', 'fixed 500', 100, 500, 500, 500, false);
insert into material (subject, rev, name, quantity) values (1001, 1, '水龙头 DN15', '2'), (1001, 1, '生料带', '1');

insert into part (id, subject, lifecycle, state, live, kind, person, number, from_at, to_at, at, flag, note) values
  (2001, 1001, 'visit', 'working', true, '', 4, 0, base() + interval '1 hour', base() + interval '2 hours', null, 0, ''),
  (2002, 1001, 'checklist', 'open', true, '', null, 1, null, null, null, 0, ''),
  (2003, 1001, 'form', 'out', true, '', null, 1, null, null, null, 0, ''),
  (2004, 1001, 'entry', 'open', true, 'e1', null, 0, null, base() - interval '150 minutes', null, 0, ''),
  (2005, 1001, 'claim', 'open', true, '', 4, 0, null, null, null, 0, '瓷砖裂了一块'),
  (2010, 1002, 'visit', 'departed', false, '', 4, 0, base() - interval '8 days', base() - interval '8 days' + interval '1 hour', base() - interval '8 days', 0, ''),
  (2020, 1004, 'price', 'approved', false, 'offcat', 1, 3300, null, base() + interval '9 days', null, 0, '定做铜接头'),
  (2021, 1004, 'price', 'open', true, 'deviation', 1, 100, null, null, null, 0, 'A-28'),
  (2030, 1005, 'visit', 'departed', false, '', 5, 12, base() - interval '25 hours', base() - interval '24 hours', base() - interval '24 hours', 0, ''),
  (2031, 1005, 'form', 'signed', true, '', null, 1, null, null, null, 0, ''),
  (2032, 1005, 'entry', 'open', true, 'e2', null, 0, null, base() + interval '1 hour', null, 0, ''),
  (2033, 1005, 'entry', 'entered', false, 'e1', null, 0, null, base() - interval '1 hour', null, 0, 'SZ-1'),
  (2034, 1005, 'followup', 'running', true, '', null, 2, base() - interval '23 hours', base() + interval '1 hour', null, 0, ''),
  (2035, 1005, 'case', 'open', true, 'followup', null, 0, null, null, null, 0, '迟到'),
  (2040, 1008, 'visit', 'stopping', false, '', 4, 0, base() + interval '5 hours', base() + interval '6 hours', null, 0, ''),
  (2041, 1008, 'visit', 'planned', true, '', 5, 0, base() + interval '5 hours', base() + interval '6 hours', null, 0, '');
insert into checklist_entry (checklist, position, code, name_zh, name_en, answer, word) values
  (2002, 1, 'power_off', '断电断水', 'Power and water off', 'yes', ''), (2002, 2, 'floor', '保护地面', 'Floor protected', 'na', '毛坯'), (2002, 3, 'clean', '清理', 'Cleaned', null, '');

insert into deadline (subject, part, kind, due_at) values
  (1003, 1003, 'sup_ack', base() - interval '20 minutes'), (1005, 2034, 'followup', base() + interval '1 hour'), (1005, 2034, 'followup_warn2', base() - interval '1 hour'),
  (1005, 2031, 'form_return', base() + interval '1 hour'), (1005, 2035, 'case_first', base() - interval '1 hour'), (1004, 2021, 'offcat_reply', base() + interval '4 hours'),
  (1001, 2004, 'e1', base() - interval '150 minutes'), (1005, 2032, 'e2', base() + interval '1 hour');
-- rung, and nobody acted: 1003 waits for its supervisor, the first call of 1005's manager is late; 1001 was acknowledged after it rang
update deadline set is_open = false, fired_at = due_at where (subject, kind) in ((1003, 'sup_ack'), (1005, 'case_first'));
insert into deadline (subject, part, kind, due_at, is_open, fired_at) values (1001, 1001, 'sup_ack', base() - interval '4 hours', false, base() - interval '4 hours'),
  (3003, 3003, 'relay_ring', base() - interval '25 minutes', false, base() - interval '25 minutes');
insert into ring (person, subject, version) values (1, 1008, 1), (2, 1003, 1);

insert into relay (id, site, unit, state, caller, phone, wish, heard_at, recorded_at, recorded_by) values
  (3001, 10, 100, 'new', '张小妹', '13600005678', '水龙头滴水', base() - interval '5 minutes', base() - interval '5 minutes', 10),
  (3002, 10, null, 'unplaced', '钱先生', '13600001111', '有人要修灯', base() - interval '5 minutes', base() - interval '5 minutes', 10),
  (3003, 10, 102, 'new', '重阳', '13777778888', '打孔', base() - interval '40 minutes', base() - interval '40 minutes', 4);
insert into deputy (id, site, state, role, principal, acting, place, during) values
  (4001, 10, 'active', 'cam', 2, 12, 10, tstzrange(now() - interval '1 day', now() + interval '2 days')),
  (4002, 10, 'active', 'cam', 1, 2, 10, tstzrange(now() + interval '5 days', now() + interval '9 days')),
  (4003, 10, 'active', 'sup', 3, 13, 20, tstzrange(now() - interval '1 day', now() + interval '2 days'));
insert into incident (id, site, unit, state, kind, what, reported_by, happened_at) values
  (5001, 10, 100, 'open', 'money_received', '客户塞了红包', 10, base() - interval '1 hour');

select log_event(1001, 'order', 1001, 'order.create', '', 'draft', 1, base() - interval '4 hours', '{"contact":"张建国","phone":"13812341234"}', '受理登记', 'Take the request');
select log_event(1001, 'order', 1001, 'order.explain', 'draft', 'draft', 1, base() - interval '3 hours', '{"channel":"phone"}', '说明收费标准', 'Explain the tariff');
select log_event(1001, 'order', 1001, 'order.consent', 'draft', 'ready', 1, base() - interval '3 hours', '{"channel":"phone","speaker":"张建国","relation":"业主"}', '客户同意', 'Customer agrees');
select log_event(1001, 'order', 1001, 'order.dispatch', 'ready', 'dispatched', 1, base() - interval '2 hours', '{}', '派工', 'Dispatch');
select log_event(1001, 'visit', 2001, 'visit.arrive', 'left', 'arrived', 4, base() + interval '1 hour', '{}', '到达', 'Arrive');
select log_event(1001, 'claim', 2005, 'claim.open', '', 'open', 4, base(), '{"what":"瓷砖裂了一块"}', '报告损坏', 'Report damage');
select log_event(1002, 'round', 1002, 'round.accept', 'trial', 'accepted', 4, base() - interval '8 days', '{"signer":"张建国","satisfaction":"satisfied"}', '验收合格', 'Accept');
select log_event(1008, 'order', 1008, 'order.create', '', 'draft', 1, base() - interval '5 hours', '{}', '受理登记', 'Take the request');
select log_event(1003, 'order', 1003, 'order.create', '', 'draft', 2, base() - interval '1 hour', '{}', '受理登记', 'Take the request');
select log_event(3001, 'relay', 3001, 'relay.create', '', 'new', 10, base() - interval '5 minutes', '{}', '转告', 'Relay');
analyze;
