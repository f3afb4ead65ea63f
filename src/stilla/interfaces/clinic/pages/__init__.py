"""The pages of a clinic: the entrance, and a module for each role. Words in, one call, words out."""
