"""What a person asks or answers, read the same way at every door: words in, one call into the core, its answer out."""
