-- $1 book, $2 code, $3 class, $4 name, $5 unit, $6 price, $7 material, $8 remark, $9 initials
insert into item (book, code, class, name, unit, price, material, remark, initials)
values ($1::bigint, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text)
