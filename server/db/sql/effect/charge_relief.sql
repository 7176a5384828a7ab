-- Approved relief as a line of its own beside the consented one: the difference, once (R4.1.2-1, R4.1.2-2).
insert into charge (subject, line, kind, fen, accepted_at)
select l.subject, l.line, 'relief', (p.number * l.quantity + 50) / 100 - l.fen, at_us(r.at)
from unnest($1::bigint[], $2::bigint[]) as r(subject, at)
join orders o on o.id = r.subject
join quote_line l on l.subject = o.id and l.rev = o.consent_rev
join lateral (
  select p.number from part p
  where p.subject = o.id and p.lifecycle = 'price' and p.kind = 'relief' and p.state = 'approved' and p.note = l.code
  order by p.made desc limit 1
) p on true
on conflict (subject, line, kind) do nothing
