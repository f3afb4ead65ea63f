"""FHIR R4 out: findings, plan, diary, trial and report as resources. The way in is `stilla.records`."""
