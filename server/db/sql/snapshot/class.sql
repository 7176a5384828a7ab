-- Facts of a service class ($1: code), for an order that does not exist yet.
select c.code as class_code, c.active::int as class_active, c.counter::int as class_counter,
  (select id from checklist_template t where t.class = c.code order by version desc limit 1) as class_template
from service_class c where c.code = $1::text
