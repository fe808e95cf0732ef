"""Batches: handled by people, claimed by workers."""
