"""One report of one person on one day: `compose(...)` gathers what the other rooms have found; nothing is decided here.

```
value      what a report is, in both languages
compose    findings, plan and trial → a report
facts      what was said of the person, and that the rest was not said
planned    the plan in the lines that a doctor reads
of_trial   a trial of one: how far it has come, and the answer only when there is one
discuss    what to ask the doctor
```
"""
