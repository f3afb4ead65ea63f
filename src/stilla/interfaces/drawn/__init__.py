"""Pictures and files of the day: the strip, the bar of what was eaten, the calendar."""
