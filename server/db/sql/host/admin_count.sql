select count(*) from person_grant where role = 'adm' and now() >= since and now() < until
