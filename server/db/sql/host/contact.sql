-- $1 unit, $2 name, $3 salutation, $4 relation, $5 phone, $6 initials, $7 main
insert into contact (unit, name, salutation, relation, phone, initials, main)
values ($1::bigint, $2::text, $3::text, $4::text, $5::text, $6::text, $7::boolean)
