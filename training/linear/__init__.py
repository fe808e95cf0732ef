"""Linear models: n-grams counted, logistic regression, Platt scaling."""
