-- part null: any part; kind null: every kind, but an outside entry's clock only by its own part.
update deadline d set is_open = false
from unnest($1::bigint[], $2::bigint[], $3::text[]) as r(subject, part, kind)
where d.is_open and d.subject = r.subject and (r.part is null or d.part = r.part)
  and (d.kind = r.kind or (r.kind is null and (r.part is not null or d.kind not in ('e1', 'e2', 'e3', 'e4'))))
