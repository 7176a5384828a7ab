-- The demo estate: a division, two regions, three sites, their departments and people. All names are invented.
-- Run once by ./start as the owner role, in one transaction; passwords, units and tariff books follow through teyued.
set search_path = teyue, public;

create temporary table demo_place (code text, parent text, kind text, zh text, en text, division_book boolean, site_type text, prefix text) on commit drop;
insert into demo_place values
  ('division', null, 'division', '物业事业部', 'Property division', false, null, null),
  ('chengdu', 'division', 'region', '成都区域公司', 'Chengdu region', true, null, null),
  ('chongqing', 'division', 'region', '重庆区域公司', 'Chongqing region', false, null, null),
  ('qinghe', 'chengdu', 'site', '清荷苑', 'Qinghe Court', false, 'residential', 'QH'),
  ('jinlan', 'chengdu', 'site', '锦岚花园', 'Jinlan Gardens', false, 'residential', 'JL'),
  ('jiangting', 'chongqing', 'site', '江庭广场', 'Jiangting Plaza', false, 'commercial', 'JT'),
  ('qh-eng', 'qinghe', 'department', '工程部', 'Engineering', false, null, null),
  ('qh-guard', 'qinghe', 'department', '秩序维护部', 'Security', false, null, null),
  ('jl-eng', 'jinlan', 'department', '工程部', 'Engineering', false, null, null),
  ('jl-home', 'jinlan', 'department', '家政部', 'Household', false, null, null),
  ('jt-eng', 'jiangting', 'department', '工程部', 'Engineering', false, null, null),
  ('jt-guard', 'jiangting', 'department', '秩序维护部', 'Security', false, null, null);

do $$ -- parents before children: the list is in that order
declare
  p demo_place;
begin
  for p in select * from demo_place order by array_position(array['division', 'region', 'site', 'department'], kind) loop
    insert into place (kind, parent, code, name_zh, name_en, uses_division_book, site_type, form_prefix)
    values (p.kind, (select id from place where code = p.parent), p.code, p.zh, p.en, p.division_book, p.site_type, p.prefix);
  end loop;
end $$;

insert into class_department (class, department)
select c.class, p.id
from (values ('power', 'qh-eng'), ('water', 'qh-eng'), ('home', 'qh-eng'), ('power', 'jl-eng'), ('water', 'jl-eng'), ('home', 'jl-home'),
             ('power', 'jt-eng'), ('water', 'jt-eng'), ('home', 'jt-eng')) c (class, place)
join place p on p.code = c.place;

create temporary table demo_person (login text, name text, role text, place text) on commit drop;
insert into demo_person values
  ('admin', '系统管理员', 'adm', 'division'), ('jianglin', '蒋琳', 'tad', 'division'),
  ('xuwen', '许文', 'tar', 'chengdu'), ('fumin', '傅敏', 'fin', 'chengdu'),
  ('shentao', '沈涛', 'tar', 'chongqing'), ('luyan', '卢燕', 'fin', 'chongqing'),
  ('lijianming', '李建明', 'pm', 'qinghe'), ('wangfang', '王芳', 'cam', 'qinghe'), ('liuyang', '刘洋', 'cam', 'qinghe'),
  ('chenjing', '陈静', 'cam', 'qinghe'), ('zhaogang', '赵刚', 'sup', 'qh-eng'), ('zhoulei', '周磊', 'tec', 'qh-eng'),
  ('wuqiang', '吴强', 'tec', 'qh-eng'), ('sunhao', '孙浩', 'tec', 'qh-eng'), ('machao', '马超', 'stf', 'qh-guard'),
  ('yangmei', '杨梅', 'stf', 'qinghe'),
  ('huangli', '黄丽', 'pm', 'jinlan'), ('linxiao', '林晓', 'cam', 'jinlan'), ('hemin', '何敏', 'cam', 'jinlan'),
  ('guojun', '郭军', 'sup', 'jl-eng'), ('gaoxiang', '高翔', 'sup', 'jl-home'), ('luobin', '罗斌', 'tec', 'jl-eng'),
  ('liangwei', '梁伟', 'tec', 'jl-eng'), ('songjie', '宋洁', 'tec', 'jl-home'), ('tangping', '唐平', 'stf', 'jinlan'),
  ('hanxue', '韩雪', 'pm', 'jiangting'), ('fengjuan', '冯娟', 'cam', 'jiangting'), ('caoying', '曹颖', 'cam', 'jiangting'),
  ('dengyong', '邓勇', 'sup', 'jt-eng'), ('pengfei', '彭飞', 'tec', 'jt-eng'), ('zengkai', '曾凯', 'tec', 'jt-eng'),
  ('tiantian', '田甜', 'stf', 'jt-guard');
insert into person (login, name) select login, name from demo_person;
insert into person_grant (person, role, place)
select p.id, d.role, l.id from demo_person d join person p on p.login = d.login join place l on l.code = d.place;

-- what is answered on the spot before "finished" (5.4.2): safety, finished surfaces, trial, cleaning
insert into checklist_template (class, version) values ('power', 1), ('water', 1), ('home', 1);
insert into checklist_item (template, position, code, name_zh, name_en)
select t.id, i.position, i.code, i.zh, i.en
from (values
  ('power', 1, 'power_off', '已断电并验电', 'Power off and tested dead'),
  ('power', 2, 'protect', '成品保护:家具、地面已遮盖', 'Furniture and floor covered'),
  ('power', 3, 'wiring', '接线牢固,无裸露线头', 'Connections tight, no bare ends'),
  ('power', 4, 'trial', '已送电试用', 'Power on, tried'),
  ('power', 5, 'cleanup', '已清理现场', 'Place cleaned'),
  ('water', 1, 'valve_off', '已关闭阀门', 'Valve closed'),
  ('water', 2, 'protect', '成品保护:台面、地面已遮盖', 'Worktop and floor covered'),
  ('water', 3, 'joints', '接口无渗漏', 'Joints tight'),
  ('water', 4, 'trial', '已通水试用', 'Water on, tried'),
  ('water', 5, 'cleanup', '已擦干并清理现场', 'Dried and cleaned'),
  ('home', 1, 'safety', '作业周边已隔离,老人儿童远离', 'Children and elderly kept away'),
  ('home', 2, 'protect', '成品保护:墙面、地面已遮盖', 'Walls and floor covered'),
  ('home', 3, 'fixing', '安装牢固', 'Firmly fixed'),
  ('home', 4, 'trial', '已试用正常', 'Tried, works'),
  ('home', 5, 'cleanup', '已清理现场', 'Place cleaned')) i (class, position, code, zh, en)
join checklist_template t on t.class = i.class;

-- the commercial site wants to be quicker than the standard's default
insert into site_parameter (site, key, value) select id, 'sup_ack_minutes', 20 from place where code = 'jiangting';
