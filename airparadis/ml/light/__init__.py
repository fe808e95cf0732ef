"""The bundled linear model: tokeniser, weights on disk, scoring; numpy is all it needs."""
