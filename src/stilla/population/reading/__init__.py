"""Bulk FHIR (NDJSON) becomes facts (Parquet): each line is read once."""

from stilla.population.reading.result import Limits, Progress, Reading
from stilla.population.reading.run import read

__all__ = ["Limits", "Progress", "Reading", "read"]
