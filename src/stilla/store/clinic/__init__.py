"""What a clinic keeps, in PostgreSQL, which itself decides who may see what.

```
migrations/   tables, then who may see and do what (row-level security), then the log of who did what
schema        brings a database to the newest form; refuses a newer one
database      one transaction as one role of one account, with its row in the log
accounts      who comes in: accounts, attempts, sessions, and who is assigned to whom
people        facts about a person, each change a row
trials        diary, plan, seal, opening and answer of a trial
pooled        what analysts see
audit         the log, and whether its chain holds
```
"""
