"""The published JSON of each answer. A change that breaks a reader raises its `version`."""
