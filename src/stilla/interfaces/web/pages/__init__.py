"""Pages: one module a journey. A page reads the words of a form, makes one call into the core and shows what it says.

Nothing here decides about health: no page compares a value, a level or a verdict to choose what a person is told.
"""
