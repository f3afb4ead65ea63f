"""What somebody takes in: labels and products, foods, a day's magnesium against reference values."""
