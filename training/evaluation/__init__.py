"""How good a fitted model is: figures, calibration, the behavioural table."""
