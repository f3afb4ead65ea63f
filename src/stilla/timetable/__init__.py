"""When in the day. This version knows only whether any time is left at all; the timetable itself is to come."""
