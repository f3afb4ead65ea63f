"""Doors: thin, words in, one call, words out.

```
cli/  web/                 a terminal; a browser on the same computer
paper/                     pages as PDF
asked/                     what a person asks or answers, read the same way at every door
trial/  report/            the steps of a trial, and the doctor's page, the same for every door
words/  forms/  drawn/     labels and sentences; published JSON; pictures and files of the day
known/                     what goes with an answer, and what the knowledge base says of itself
```
"""
