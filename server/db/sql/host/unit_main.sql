-- $1 site: units without a main contact get their first.
update contact c set main = true
where c.id in (select min(x.id) from contact x join unit u on u.id = x.unit join place l on l.id = u.site
               where l.code = $1::text group by x.unit having not bool_or(x.main))
