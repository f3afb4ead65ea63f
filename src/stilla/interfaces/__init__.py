"""Thin doors: words in, one call, words out."""
