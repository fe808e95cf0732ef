"""Labels: the words in which pages show values of the domain, one module a feature."""
