"""The gate: a candidate measured against the champion on the same rows.

`airparadis.domain.models.gate` judges.
"""
