"""The pages without a browser. A package, so that a journey's test may have the name it has elsewhere."""
