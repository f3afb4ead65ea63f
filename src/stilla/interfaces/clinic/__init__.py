"""The app for a clinic: many people, accounts with roles, and a database that decides who may see what.

```
office       which database, which hosts, which secrets: from a file and the environment
application  Django's settings for a clinic
serve        gunicorn with its workers
door         who is inside, and which role a page is for
passwords    argon2, and what a password must be
desk         the person whom a request is about, as the pages of the home app want it
figures      what those who run it may count
words        sentences of these pages, in both languages
pages/       entrance, then one module a role
```

Participants meet the pages of `stilla.interfaces.web` themselves: the check, the morning and the nights are the same.
"""
