"""Charts of the dashboard, one module each; `registry` lists them."""
