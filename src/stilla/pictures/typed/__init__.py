"""Pictures as lines of text: from 40 columns, in Unicode or in ASCII, with or without colour."""
