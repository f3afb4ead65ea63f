"""The diary: nights, doses, complaints; what was written, when, and that nothing was changed afterwards."""
