"""Models: their files, the contract they fulfil, the families, the version in use."""
