update checklist_entry e set answer = r.answer, word = r.word, answered_at = at_us(r.at)
from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[]) as r(checklist, code, answer, word, at)
where e.checklist = r.checklist and e.code = r.code
