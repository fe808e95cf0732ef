"""Models: their files, the contract they serve, the families and the version in use."""
