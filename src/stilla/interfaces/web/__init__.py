"""The app: pages for the person and the pharmacist, made on the person's own computer and shown to nobody else.

```
serve        a server on this computer, and the browser opened on it
application  Django's settings for one home: no database of its own, no account, nothing from another host
gate         who may come in: the start token, then a cookie
desk         what one request needs: what is kept, the clock, the language, and what follows from them
tags         how templates speak both languages
words/       every sentence of the screen, in both languages; those with medical meaning stand in the knowledge base
pages/       one module a journey: words in, one call, words out
```
"""
