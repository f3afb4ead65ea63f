"""FHIR R4 in: what a record says about a person. The way out is `stilla.exchange`."""
