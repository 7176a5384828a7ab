insert into checklist_entry (checklist, position, code, name_zh, name_en)
select r.checklist, i.position, i.code, i.name_zh, i.name_en
from unnest($1::bigint[], $2::bigint[]) as r(checklist, template) join checklist_item i on i.template = r.template
