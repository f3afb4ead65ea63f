"""The doctor's page: made once, and laid out for paper, for a browser and for a program."""
