"""The bundled models, from public data to verified artifacts, by one versioned recipe.

`bundled.toml` says what is read, drawn and fitted; `command` follows it, stage by stage. Every
stage is cached under a digest of its settings and of what it is made from, and goes on where it
was interrupted.
"""
