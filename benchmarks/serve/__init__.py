"""Our server beside two others, driven in turn by the same client with the same tweets."""
