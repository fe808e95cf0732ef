"""Model versions: trainings and the gate before a release."""
