"""The landing page of the signed-in."""
