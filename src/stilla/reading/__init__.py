"""From a person file or flags to a checked `Person`: every problem at once, each with its place and a remedy."""
