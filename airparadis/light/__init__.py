"""The bundled linear model: its tokeniser, its weights on disk, its scoring. numpy is all it needs."""
