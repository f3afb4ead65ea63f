"""What Stilla found, planned and learnt, as FHIR R4: plain dictionaries made of frozen values.

Nothing is decided here and nothing is read here. Each module writes one kind of resource; `report` puts them together
to a document. What is written, element by element: docs/fhir.md.
"""
