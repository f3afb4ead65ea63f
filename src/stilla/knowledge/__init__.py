"""What is known about magnesium and restless legs: data with sources, and how it is read and checked.

The data lies in `data/`, one folder a kind (docs/knowledge.md); `stilla.knowledge.store.load()` gives frozen values.
"""
