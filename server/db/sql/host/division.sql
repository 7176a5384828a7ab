-- The division if there is none yet.
insert into place (kind, code, name_zh, name_en)
select 'division', 'division', '物业事业部', 'Property division' where not exists (select from place where kind = 'division')
