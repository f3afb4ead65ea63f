"""An invented region: FHIR bulk data with believable people, and what was planted in them."""
