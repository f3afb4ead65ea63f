"""Pictures as Vega-Lite specifications: plain dictionaries with their data inside, which name no address."""
