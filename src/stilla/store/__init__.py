"""What is kept in the person's own folder. Everything else in Stilla forgets."""
