"""Labels: how values of the domain read in a sentence."""
