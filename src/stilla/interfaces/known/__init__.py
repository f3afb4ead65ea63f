"""What goes with an answer at every door, and what the knowledge base says of itself."""
