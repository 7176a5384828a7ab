-- Name, unit and price are copied from the book or the approval, never taken from the request.
insert into quote_line (subject, rev, line, item, price_part, code, name, unit, price, quantity, second, unit_fen, book_fen, fen, off_book)
select r.subject, r.rev, r.line, r.item, r.price_part, r.code, r.name, r.unit, r.price, r.quantity, r.second, r.unit_fen, r.book_fen, r.fen,
  r.off_book
from unnest($1::bigint[], $2::int[], $3::int[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[],
  $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::boolean[])
  as r(subject, rev, line, item, price_part, code, name, unit, price, quantity, second, unit_fen, book_fen, fen, off_book)
