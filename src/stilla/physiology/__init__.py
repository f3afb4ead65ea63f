"""How magnesium moves through the body, and what it does to a nerve: a model, held against what was published."""
