-- $1 person. Three failures are free, then a second, doubling to five minutes; kept here, so that no restart forgets them.
update person set failures = failures + 1,
  locked_until = case when failures + 1 < 3 then null
                      else now() + least(300, power(2, least(failures - 2, 10))) * interval '1 second' end
where id = $1::bigint
