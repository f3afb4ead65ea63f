"""A CDS Hooks 2.0 service: when magnesium meets a patient in a record system. docs/cds-hooks.md says when it speaks."""
