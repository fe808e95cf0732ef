"""Faults made on purpose, on processes of our own: what was lost, and how long it took to recover.

`python -m benchmarks.faults` runs all of them at full size and prints the table of
docs/reliability.md; `tests/faults` runs the same code on fewer requests.
"""
