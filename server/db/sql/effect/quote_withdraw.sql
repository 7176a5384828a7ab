update quote q set withdrawn = true from unnest($1::bigint[], $2::int[]) as r(subject, rev) where q.subject = r.subject and q.rev > r.rev
