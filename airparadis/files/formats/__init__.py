"""The formats of tables, a module each; `registry.FORMATS` lists them."""
