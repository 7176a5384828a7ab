-- view: checklist.show
-- who: tec sup cam pm
-- zh: 本单作业清单:逐项及答案
-- en: The order's operating checklist with what was answered
-- args: :user :lang :now id:id
select json_build_object('value', e.code, 'label', word($2::text, e.name_zh, e.name_en), 'answer', coalesce(e.answer, ''), 'word', e.word)::text as row
from checklist_entry e
where e.checklist = (select p.id from part p where p.subject = subject_of($4::text) and p.lifecycle = 'checklist'
                     order by p.live desc, p.id desc limit 1)
  and order_ways($1::bigint, subject_of($4::text)) <> '{}' and $3::bigint is not null
order by e.position
