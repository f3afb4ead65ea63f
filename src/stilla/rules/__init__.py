"""What a rule may ask of a person, and what it means. One meaning, here, for one person and for a million."""
