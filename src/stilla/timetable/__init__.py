"""When in the day: the best times for magnesium, what is in the way where there is none, and days that go otherwise.

`day` holds the values, `solve` the day that repeats, `clock` a date when the clocks change, `repair` a day on which
something was taken late, early, twice or not at all, `explain` the sentences.
"""
