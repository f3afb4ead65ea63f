"""The steps of a trial that every door takes in the same way."""
