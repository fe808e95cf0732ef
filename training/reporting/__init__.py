"""What the reports share: charts drawn as SVG, and pages that need nothing beside them."""
