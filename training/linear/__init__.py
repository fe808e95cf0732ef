"""Linear models over sparse counts: n-grams counted, regressions fitted."""
