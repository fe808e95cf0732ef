"""All families side by side: the same rows, the same machine, one report."""
