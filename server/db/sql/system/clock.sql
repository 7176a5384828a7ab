select us(clock_timestamp())
