"""Charts drawn as SVG, pages that need nothing beside them, and the model and data cards."""
