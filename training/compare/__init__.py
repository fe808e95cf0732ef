"""Every family beside the others: the same rows, the same machine, one report."""
