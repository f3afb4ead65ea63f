"""Pages to print: values and their words in, a tagged PDF out."""
