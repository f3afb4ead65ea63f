"""One rule for a million: records become facts, facts patterns, and the one evaluator decides each pattern once."""
